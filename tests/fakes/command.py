"""The ``countersign`` command as a user runs it: in this process, or in one of its own."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one thing it says to its user. AssertionError when there is none, more than one, or a traceback."""
        assert "Traceback" not in self.err + self.out, self.err
        (said,) = [line for line in self.err.splitlines() if line.startswith("countersign: ")]
        return said.removeprefix("countersign: ")


class Command:
    """Runs ``main`` in this process; what it does to logging and the user's own settings are kept out."""

    def __init__(self, capsys: pytest.CaptureFixture[str], environment: pytest.MonkeyPatch, folder: Path) -> None:
        self._capsys = capsys
        for name in [name for name in os.environ if name.startswith("COUNTERSIGN_")]:
            environment.delenv(name)
        environment.setenv("COUNTERSIGN_CONFIG", str(folder / "no-such-file.toml"))

    def __call__(self, *words: str | Path) -> Outcome:
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        root.handlers.clear()  # or main would close the test run's own
        self._capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as leaving:  # argparse
            code = int(leaving.code or 0)
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)
        said = self._capsys.readouterr()
        return Outcome(code, said.out, said.err)


class RunningCommand:
    """The command in a process group of its own; a context manager that leaves none of the group behind."""

    def __init__(self, *words: str | Path, folder: Path, more: Mapping[str, str] | None = None) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERSIGN_")}
        environment = {
            **kept,
            "COUNTERSIGN_CONFIG": str(folder / "no-such-file.toml"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            **(more or {}),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app", *map(str, words)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def __enter__(self) -> "RunningCommand":
        return self

    def __exit__(self, *_: object) -> None:
        if self.anything_left:
            self._kill()
        self.process.communicate()

    def _kill(self) -> None:
        if sys.platform == "win32":
            self.process.kill()
        else:
            os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def anything_left(self) -> bool:
        """Whether any process of the group lives: the command itself, or one it started. Windows has no such groups
        and tells of the command only."""
        if self.process.poll() is None or sys.platform == "win32":
            return self.process.returncode is None
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def finished(self, timeout_s: float = 60.0) -> Outcome:
        out, err = self.process.communicate(timeout=timeout_s)
        return Outcome(self.process.returncode, out, err)

    def says(self, words: str, timeout_s: float = 60.0) -> None:
        """Read its log until a line holds ``words``."""
        assert self.process.stderr is not None
        timer = threading.Timer(timeout_s, self.process.kill)
        timer.start()
        seen = ""
        try:
            for line in self.process.stderr:
                seen += line
                if words in line:
                    return
        finally:
            timer.cancel()
            timer.join()
        raise AssertionError(f"it never said “{words}”, but:\n{seen}")


def run_command(*words: str | Path, folder: Path, timeout_s: float = 60.0) -> Outcome:
    """Run to the end in a process of its own; nothing of it is left behind."""
    with RunningCommand(*words, folder=folder) as running:
        outcome = running.finished(timeout_s)
        assert not running.anything_left
        return outcome
