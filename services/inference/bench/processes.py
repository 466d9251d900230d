"""Child processes of a bench: started, asked for their port or their figures, and never left behind."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app import own_program
from app.domain.errors import ErrorCode, OperationalError

ROOT = Path(__file__).resolve().parents[3]
_TICKS_A_S = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def environment() -> dict[str, str]:
    """Without this user's settings: a bench measures the defaults and what it sets itself."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COUNTERSIGN_")}
    return {**kept, "COUNTERSIGN_CONFIG": os.devnull, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


class Listener:
    """A program that prints ``listening on HOST:PORT`` once it serves. Context manager; killed at the end."""

    def __init__(self, *words: str, log: Path) -> None:
        self._words, self._log = words, log
        self.pid = self.port = 0

    def __enter__(self) -> Self:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                own_program.module(*self._words), cwd=ROOT, env=environment(),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        self.pid = self._process.pid
        first = self._process.stdout.readline() if self._process.stdout else ""
        if not first.startswith("listening on "):
            self.kill()
            problem = self._log.read_text(encoding="utf-8", errors="replace")[-600:]
            raise OperationalError(ErrorCode.SERVER_UNREACHABLE, address=f"{' '.join(self._words[:2])}: {problem}")
        self.port = int(first.rsplit(":", 1)[1])
        return self

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def server(*settings: str, log: Path, wrapper: Sequence[str] = ("app",)) -> Listener:
    """The real ``countersign server`` on a free port, with ``section.key=value`` settings."""
    chosen = [word for setting in ("server.port=0", "server.control_port=0", *settings) for word in ("--set", setting)]
    return Listener(*wrapper, "server", "--until-stdin-ends", *chosen, log=log)


class Measuring:
    """A module of this package at work in a process of its own: one JSON argument in, one JSON object out."""

    def __init__(self, module: str, argument: object) -> None:
        words = own_program.module(f"{__package__}.{module}", json.dumps(argument))
        # A file, not a pipe: nobody reads before the end, and the output may be longer than a pipe holds.
        self._out = tempfile.TemporaryFile()  # noqa: SIM115  # closed by kill()
        self._process = subprocess.Popen(words, cwd=ROOT, env=environment(), stdout=self._out)

    def result(self) -> dict[str, Any]:
        """Waits for the end. A process that fails has said why on standard error."""
        if self._process.wait():
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.returncode}")
        self._out.seek(0)
        values: dict[str, Any] = json.loads(self._out.read())
        return values

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Safe when it has ended; to be called in any case."""
        self._process.kill()
        self._process.wait()
        self._out.close()


def measured(module: str, argument: object) -> dict[str, Any]:
    process = Measuring(module, argument)
    try:
        return process.result()
    finally:
        process.kill()


def cpu_s(pid: int) -> float:
    """User and system time of a process and its threads so far, seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_S


def memory_mib(pid: int, field: str = "VmRSS") -> float:
    """``VmRSS`` now, ``VmHWM`` the peak."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def forget_peak(pid: int) -> None:
    """Let ``VmHWM`` begin again from what is resident now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


class Elsewhere:
    """How many cores other programs keep busy meanwhile. Above a tenth of one, figures in seconds say little."""

    def __init__(self) -> None:
        self._began = self._now()

    def cores(self) -> float:
        at_s, busy_s, own_s = (now - began for now, began in zip(self._now(), self._began, strict=True))
        return max(0.0, busy_s - own_s) / max(at_s, 1e-9)

    def _now(self) -> tuple[float, float, float]:
        """Clock, CPU time of the whole machine, CPU time of this process and of its children that have ended."""
        user, nice, system, *_ = (int(word) for word in Path("/proc/stat").read_text(encoding="ascii").split()[1:8])
        return time.monotonic(), (user + nice + system) / _TICKS_A_S, sum(os.times()[:4])
