"""``countersign setup`` as a process: its real window, scanner filter and probes."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.fakes.command import Command, RunningCommand

UNIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="a polite kill is a signal")


@UNIX_ONLY
def test_closed_before_its_end_it_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "countersign.toml"
    with RunningCommand("setup", folder=tmp_path, more={"COUNTERSIGN_CONFIG": str(file)}) as running:
        running.says("the wizard is open")
        os.kill(running.process.pid, signal.SIGTERM)
        outcome = running.finished()
    assert (outcome.code, file.exists()) == (1, False)
    assert "Traceback" not in outcome.err


def test_a_file_that_cannot_be_written_is_told_before_anything_is_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = Command(capsys, monkeypatch, tmp_path)
    file = tmp_path / "countersign.toml"
    file.write_text("")
    file.chmod(0o444)
    outcome = command("setup", "--config", file)
    assert outcome.code == 1
    assert outcome.sentence.startswith(f"{file} cannot be written")
