"""Where a server's log lies: beside its data, unless told otherwise."""

import signal
from pathlib import Path

import pytest

from services.logs.log_files import SERVER_LOG_NAME, log_folder
from tests.fakes.command import RunningCommand


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "there"), [("auto", True), ("never", False)])
def test_what_a_server_says_is_on_disk_when_it_has_ended(tmp_path: Path, rule: str, there: bool) -> None:
    settings = (f"data_dir={tmp_path}", f"log.to_file={rule}", "server.port=0", "server.control_port=0")
    words = [word for setting in settings for word in ("--set", setting)]
    with RunningCommand("server", "--synthetic", *words, folder=tmp_path) as running:
        running.says("listening on")
        running.process.send_signal(signal.SIGTERM)
        assert running.finished().code == 0
    file = log_folder(tmp_path) / SERVER_LOG_NAME
    assert file.exists() is there
    if there:
        text = file.read_text()
        assert "listening on" in text
        assert text.rstrip().endswith("stopping")
