"""Where faults of the program are noticed, and what is written down of them. Without Qt."""

import logging
import platform
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from app.domain.crash import CrashKind, CrashReport
from app.domain.errors import OperationalError
from app.ports.clock import Clock
from app.version import this_build
from services.crash.record_state import record_state
from services.crash.reports import CrashReports
from services.crash.traces import CLOSING_NAME, HUNG_NAME, NATIVE_NAME, left_behind, stacks_now
from services.logs.log_files import LogFiles

log = logging.getLogger(__name__)
_LINES = 200
_WAIT_S = 10.0


class CrashReporter(logging.Handler):
    """Every fault that is logged with its stack becomes a report: those nobody caught, which its hooks log, and those
    that a thread's outer edge caught and logged. Each place in the program once; an OperationalError is no fault.

    The report is written on a daemon thread of its own ("crash-report"); ``unhandled`` is called for a fault that
    nobody caught, on the thread that had it, and returns at once.
    """

    def __init__(
        self,
        data: Path,
        station_id: str,
        reports: CrashReports,
        logs: LogFiles,
        clock: Clock,
        unhandled: Callable[[], None],
    ) -> None:
        super().__init__(logging.ERROR)
        self._data, self._station_id, self._reports = data, station_id, reports
        self._logs, self._clock, self._unhandled = logs, clock, unhandled
        self._seen: set[tuple[str, str, int]] = set()
        self._writing: list[threading.Thread] = []
        self._before = (sys.excepthook, threading.excepthook)

    # -- while the program runs -------------------------------------------------------------------------------------

    def install(self) -> None:
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook, threading.excepthook = self._in_gui, self._in_thread
        logging.getLogger().addHandler(self)

    def uninstall(self) -> None:
        """Reports that are being written are waited for, for a while."""
        sys.excepthook, threading.excepthook = self._before
        logging.getLogger().removeHandler(self)
        self.finish()
        self.close()

    def finish(self) -> None:
        for thread in self._writing:
            thread.join(_WAIT_S)

    def emit(self, record: logging.LogRecord) -> None:
        kind, error, trace = record.exc_info if record.exc_info else (None, None, None)
        if kind is None or error is None or isinstance(error, OperationalError):
            return
        if (place := _place(kind, trace)) in self._seen or threading.current_thread() in self._writing:
            return
        self._seen.add(place)
        what = f"{record.getMessage()}: {kind.__name__}: {error}"
        told = (what, "".join(traceback.format_exception(error)), stacks_now())
        thread = threading.Thread(target=self._write, args=told, name="crash-report", daemon=True)
        self._writing.append(thread)
        thread.start()

    def _in_gui(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            self._before[0](kind, error, trace)
            return
        log.critical("a fault in thread %s", threading.current_thread().name, exc_info=(kind, error, trace))
        self._unhandled()

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is None or issubclass(args.exc_type, SystemExit):
            return
        name = args.thread.name if args.thread else "unknown"
        log.critical("a fault in thread %s", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback))
        if args.thread not in self._writing:  # a fault while a fault is told ends there
            self._unhandled()

    def _write(self, what: str, error: str, threads: str) -> None:
        self._reports.write(self._report(CrashKind.EXCEPTION, what, error, threads, self._logs.last_lines))

    # -- of the run before ------------------------------------------------------------------------------------------

    def report_last_run(self) -> CrashKind | None:
        """A report of what the interpreter left behind when the last run ended. Before anything of this run overwrites
        it. None: it ended well, or was killed."""
        folder = self._reports.folder
        hung = left_behind(folder, HUNG_NAME) or left_behind(folder, CLOSING_NAME)
        found = {CrashKind.NATIVE: left_behind(folder, NATIVE_NAME), CrashKind.HUNG: hung}
        kind = next((kind for kind, text in found.items() if text), None)
        if kind is not None:
            text = found[kind]
            what = text.partition("\n")[0]
            path = self._reports.write(self._report(kind, what, text, "(as above)", _tail(self._logs.path)))
            log.error("the last run of the station ended badly, %s: %s; see %s", kind, what, path or "the log")
        return kind

    def _report(self, kind: CrashKind, what: str, error: str, threads: str, last_lines: Sequence[str]) -> CrashReport:
        return CrashReport(
            self._clock.utc().isoformat(timespec="seconds"),
            kind,
            str(this_build()),
            f"{platform.platform()}, Python {platform.python_version()}",
            self._station_id,
            what,
            error,
            threads,
            self._record(),
            last_lines,
        )

    def _record(self) -> str:
        try:
            return record_state(self._data, self._clock)
        except Exception as error:  # noqa: BLE001  # the fault that is reported may be in what reads the record
            return f"could not be read for this report: {error!r}"


def _place(kind: type[BaseException], trace: TracebackType | None) -> tuple[str, str, int]:
    """What was raised, and where."""
    frames = traceback.extract_tb(trace)
    last = frames[-1] if frames else None
    return (kind.__name__, last.filename if last else "", (last.lineno or 0) if last else 0)


def _tail(file: Path) -> Sequence[str]:
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            return tuple(line.rstrip("\n") for line in deque(lines, maxlen=_LINES))
    except OSError:
        return ()
