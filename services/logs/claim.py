"""Which of several processes writes the log and the traces of one data folder."""

import logging
from pathlib import Path

from filelock import FileLock, Timeout

log = logging.getLogger(__name__)


class FolderClaim:
    """Ends with the process, however that ends. A second station on the same folder lives only to say that there is a
    first; it writes no log and overwrites no trace."""

    def __init__(self, folder: Path, name: str) -> None:
        """``name`` of the log."""
        self._folder = folder
        self._lock = FileLock(folder / f"{name}.lock", thread_local=False, fallback_to_soft=False)
        self.is_anothers = False
        """Another process has it."""

    def take(self) -> bool:
        """At once. False: another process has it, or the folder cannot be written, which is logged."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            self.is_anothers = True
            return False
        except OSError as error:
            log.warning("there is no log in %s: %s", self._folder, error)
            return False
        return True

    def release(self) -> None:
        self._lock.release()
