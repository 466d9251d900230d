"""Crash reports on disk: each a file, whole or not there, the newest ten."""

import logging
import os
import re
import threading
from contextlib import suppress
from pathlib import Path

from app.domain.crash import CrashReport
from app.log_redaction import redacted

log = logging.getLogger(__name__)
KEPT = 10
_PATTERN = "crash-*.txt"
_NOT_IN_A_NAME = re.compile(r"[^0-9TZ]")


class CrashReports:
    """In ``folder``, without secrets, without badges (words that begin with ``badge_prefix``) and without the name of
    whose folder the program ran in. Any thread; blocking, on a disk."""

    def __init__(self, folder: Path, badge_prefix: str) -> None:
        self.folder = folder
        self._one = threading.Lock()
        self._badge = re.compile(rf"\b{re.escape(badge_prefix)}[\w./-]+", re.IGNORECASE) if badge_prefix else None

    def write(self, report: CrashReport) -> Path | None:
        """The file, durable; None where none could be written, which is logged and no more."""
        with self._one:
            return self._write(report)

    def _write(self, report: CrashReport) -> Path | None:
        path = self._free_name(_NOT_IN_A_NAME.sub("", report.at.partition("+")[0].partition(".")[0]) + "Z")
        partial = path.with_suffix(".partial")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with partial.open("w", encoding="utf-8", errors="replace") as file:
                file.write(self.cleaned(report.text()))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
            self._keep_newest()
        except OSError as error:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            log.warning("no crash report could be written into %s: %s", self.folder, error)
            return None
        return path

    def listed(self) -> list[Path]:
        """The oldest first."""
        return sorted(self.folder.glob(_PATTERN))

    def cleaned(self, text: str) -> str:
        text = redacted(text)
        if self._badge is not None:
            text = self._badge.sub("(badge)", text)
        home = str(Path.home())
        return text.replace(home, "~") if len(home) > 1 else text

    def _free_name(self, moment: str) -> Path:
        """Two faults within one second have a report each."""
        names = (f"crash-{moment}{f'-{number}' if number else ''}.txt" for number in range(KEPT + 1))
        paths = [self.folder / name for name in names]
        return next((path for path in paths if not path.exists()), paths[-1])

    def _keep_newest(self) -> None:
        for old in self.listed()[:-KEPT]:
            old.unlink(missing_ok=True)
        for left in self.folder.glob("crash-*.partial"):  # of a process that was killed while it wrote
            left.unlink(missing_ok=True)
