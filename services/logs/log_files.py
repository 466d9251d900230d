"""The log on disk, behind a queue: whoever logs never waits for the disk."""

import logging
import os
import queue
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from logging.handlers import QueueHandler, QueueListener
from pathlib import Path

from app.log_lines import TextLines, line_format
from app.settings import LogSettings
from services.logs.bounded_file import BoundedFile

LOG_NAME = "countersign.log"
SERVER_LOG_NAME = "server.log"
_WAITING_AT_MOST = 5_000
_REMEMBERED = 200
_MB = 1_000_000


def log_folder(data: Path) -> Path:
    return data / "logs"


def in_system_journal(environ: Mapping[str, str] = os.environ) -> bool:
    """What goes to standard error is kept by the system's journal already, as for a unit of systemd."""
    try:
        error = os.fstat(sys.stderr.fileno())
    except (AttributeError, OSError, ValueError):  # there is none, or it is no file
        return False
    return environ.get("JOURNAL_STREAM") == f"{error.st_dev}:{error.st_ino}"


class LastLines(logging.Handler):
    """The newest lines, for a crash report. Any thread."""

    def __init__(self, count: int = _REMEMBERED) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=count)
        self.setFormatter(TextLines())

    @property
    def lines(self) -> Sequence[str]:
        """The oldest first."""
        return tuple(self._lines)

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


class _Waiting(QueueHandler):
    """Formats on the thread that logs and hands over the finished line; when the disk is so slow that too many wait,
    the newest are dropped and counted."""

    def __init__(self, lines: "queue.Queue[logging.LogRecord]", formatter: logging.Formatter) -> None:
        super().__init__(lines)
        self.setFormatter(formatter)
        self._dropped = 0

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return logging.makeLogRecord({"msg": self._with_dropped(self.format(record)), "levelno": record.levelno})

    def enqueue(self, record: logging.LogRecord) -> None:
        try:
            self.queue.put_nowait(record)
            self._dropped = 0
        except queue.Full:
            self._dropped += 1

    def _with_dropped(self, line: str) -> str:
        return f"{line}\n({self._dropped} lines before this one were dropped)" if self._dropped else line


class LogFiles:
    """What is logged from :meth:`start` to :meth:`close` goes into ``folder`` too, through a thread of its own
    and the newest lines are kept in memory. ``close`` writes what waits."""

    def __init__(self, folder: Path, settings: LogSettings, *, to_file: bool = True, name: str = LOG_NAME) -> None:
        self.path = folder / name
        self._last = LastLines()
        self._handlers: list[logging.Handler] = [self._last]
        self._listener: QueueListener | None = None
        self._file: BoundedFile | None = None
        if to_file:
            self._file = BoundedFile(self.path, settings.file_mb * _MB, settings.files_kept)
            self._file.setFormatter(logging.Formatter("%(message)s"))
            lines: queue.Queue[logging.LogRecord] = queue.Queue(_WAITING_AT_MOST)
            self._listener = QueueListener(lines, self._file)
            self._handlers.append(_Waiting(lines, line_format(settings)))

    @property
    def last_lines(self) -> Sequence[str]:
        return self._last.lines

    def start(self) -> None:
        if self._listener is not None:
            self._listener.start()
        for handler in self._handlers:
            logging.getLogger().addHandler(handler)

    def close(self) -> None:
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        if self._listener is not None:
            self._listener.stop()
            self._listener = None
        if self._file is not None:
            self._file.close()
