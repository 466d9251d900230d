"""A log file that never grows beyond what it may, and never stops the program that writes it."""

import logging
import sys
import time
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

log = logging.getLogger(__name__)
_AGAIN_S = 30.0
"""A file that could not be written is left alone for so long."""


class BoundedFile(RotatingFileHandler):
    """``path`` and ``kept`` older ones beside it (``.1`` the newest), none above ``most_bytes``. One thread writes.

    A folder that cannot be made or written, or a full disk, is told once on the other logs; what came meanwhile is
    missing in the file, which goes on by itself once it can.
    """

    def __init__(
        self, path: Path, most_bytes: int, kept: int, monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(path, maxBytes=most_bytes, backupCount=kept, encoding="utf-8", errors="replace", delay=True)
        self._path, self._monotonic_s = path, monotonic_s
        self._trouble, self._retry_at_s = "", 0.0

    @property
    def trouble(self) -> str:
        """Why nothing is written now, "" when it is."""
        return self._trouble

    def emit(self, record: logging.LogRecord) -> None:
        if self._trouble and self._monotonic_s() < self._retry_at_s:
            return
        super().emit(record)

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802 (the library's name)
        """Told in bytes; the library counts characters."""
        if self.stream is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self.stream = self._open()
        size = len(f"{self.format(record)}{self.terminator}".encode(errors="replace"))
        self.stream.seek(0, 2)
        return self.stream.tell() + size > self.maxBytes and self.stream.tell() > 0

    def doRollover(self) -> None:  # noqa: N802 (the library's name)
        """With none to be kept the library would go on in the same file for ever."""
        if self.backupCount:
            super().doRollover()
        elif self.stream is not None:
            self.stream.truncate(0)

    def flush(self) -> None:
        super().flush()
        if self._trouble and self.stream is not None:
            self._trouble = ""
            log.info("the log file is written again: %s", self._path)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the library's name)
        """An error of the disk; any other is a bug of the line that was logged, and told as the library does."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
            return
        self._retry_at_s = self._monotonic_s() + _AGAIN_S
        self._let_go()
        if not self._trouble:
            self._trouble = error.strerror or str(error)
            log.warning("the log file %s cannot be written: %s", self._path, self._trouble)

    def _let_go(self) -> None:
        stream, self.stream = self.stream, None
        if stream is not None:
            try:
                stream.close()
            except OSError:
                log.debug("what was not written yet is lost", exc_info=True)
