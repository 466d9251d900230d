"""The small parent of a station: it starts the station as a process of its own, and again after a fault."""

import argparse
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from app import own_program
from app.domain.errors import ErrorCode, OperationalError
from app.domain.restarting import ExitCode, RunEnd, StartedAfter, may_restart
from services.crash.traces import HUNG_NAME, left_behind

log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_POLITE = {-number for number in _SIGNALS}
_WINDOWS_CRASH = 0x8000_0000
"""The codes that Windows itself ends a process with begin here; 0xC0000005: a wrong address."""


def program_of(args: argparse.Namespace) -> list[str]:
    """What starts the very same station again, from the bundle or from the sources."""
    words = ["station"]
    if args.config:
        words += ["--config", str(args.config)]
    for override in args.overrides:
        words += ["--set", override]
    if args.dn:
        words += ["--dn", args.dn]
    return own_program.command(*words)


def end_of_run(code: int, *, hung: bool) -> RunEnd:
    """From the exit code, negative for a signal. A run that was ended politely, or that had a sentence to say, ended
    well; ``hung``: it left the stacks of a hung window behind."""
    if code == ExitCode.ASKED:
        return RunEnd.ASKED
    if hung and code == 1:
        return RunEnd.HUNG
    if code == ExitCode.CRASHED or (code < 0 and code not in _POLITE) or code >= _WINDOWS_CRASH:
        return RunEnd.CRASHED
    return RunEnd.CLOSED


def _environment() -> Mapping[str, str]:
    """The sources are found from any folder; a bundle has its own."""
    if own_program.is_installed():
        return os.environ
    before = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *([before] if before else [])])}


class StationWatch:
    """Main thread only. ``program`` without the word why it is started; ``logs`` is asked after each run, since a run
    may change the settings. A polite kill, and Ctrl-C, are handed on to the station, and nothing is started after."""

    def __init__(
        self, program: Sequence[str], logs: Callable[[], Path], monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._program, self._logs, self._monotonic_s = program, logs, monotonic_s
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False

    def run(self) -> int:
        """Until a run ends well; its exit code. Raises OperationalError(STATION_FAULTS) after too many (rule SF1)."""
        before = {number: signal.signal(number, self._hand_on) for number in _SIGNALS}
        try:
            return self._watch()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _watch(self) -> int:
        ends_s: list[float] = []
        after = StartedAfter.NOTHING
        while True:
            code = self._one_run(after)
            end = end_of_run(code, hung=bool(left_behind(self._logs(), HUNG_NAME)))
            if after is StartedAfter.FAULTS:
                raise OperationalError(ErrorCode.STATION_FAULTS, folder=str(self._logs()))
            if end is RunEnd.CLOSED or self._over:
                return code if code >= 0 else 128 - code
            ends_s.append(self._monotonic_s())
            after = StartedAfter(end.value) if may_restart(ends_s) else StartedAfter.FAULTS
            log.error("the station ended with code %d (%s); it is started again after: %s", code, end, after)

    def _one_run(self, after: StartedAfter) -> int:
        words = [*self._program, "--after", after, "--watched-by", str(os.getpid())]
        self._process = subprocess.Popen(words, env=_environment())
        if self._over:  # asked to end while the process was being made
            self._process.terminate()
        return self._process.wait()

    def _hand_on(self, number: int, _frame: FrameType | None) -> None:
        """Python waits on for the station afterwards."""
        self._over = True
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
