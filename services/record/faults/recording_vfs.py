"""A file system for SQLite that writes down all that is done to it, and fails when it is told to.

The files lie where they always lie, in SQLite's own file system underneath. As that one does on Linux, the first
synchronisation of a journal or write-ahead log opened for making also makes the folder's names durable; a deletion does
only if SQLite asks for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from services.record.faults.operations import (
    Acknowledge,
    Link,
    Operation,
    Sync,
    SyncFolder,
    Truncate,
    Unlink,
    Write,
)

_JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_SUPER_JOURNAL


@dataclass(frozen=True, slots=True)
class Trouble:
    """The ``at``-th write, synchronisation or truncation (from 1) fails, with ``lasting`` every later one too.

    ``full``: there is no room (ENOSPC; half of a write may still have gone through), else an I/O error (EIO). A
    synchronisation or truncation without room is an I/O error to SQLite as well.
    """

    at: int
    full: bool = False
    lasting: bool = False


class RecordingVfs(apsw.VFS):
    """Registered under ``name`` as long as it is not unregistered."""

    def __init__(self, name: str, trouble: Trouble | None = None) -> None:
        super().__init__(name, "")
        self.name = name
        self.trouble = trouble
        self.operations: list[Operation] = []
        self.risks = 0
        self._numbers: dict[str, int] = {}
        self._next = 0

    def acknowledge(self, number: int) -> None:
        self.operations.append(Acknowledge(number))

    def find(self, names: Iterable[str], folder: Path) -> None:
        """These files lie in ``folder`` from the beginning: they get their numbers in this order, unrecorded."""
        self._numbers = {str(folder / name): number for number, name in enumerate(names)}
        self._next = len(self._numbers)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's names
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:  # a file of its own that nobody reads after a power cut
            return super().xOpen(name, flags)
        new = not Path(path).exists()
        opened = _RecordedFile(self, name, flags)
        opened.number = self._named(path) if new or path not in self._numbers else self._numbers[path]
        return opened

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        self._numbers.pop(filename, None)
        self.operations.append(Unlink(Path(filename).name))
        if syncdir:
            self.operations.append(SyncFolder())

    def _named(self, path: str) -> int:
        """A new file gets its name."""
        number, self._next = self._next, self._next + 1
        self._numbers[path] = number
        self.operations.append(Link(Path(path).name, number))
        return number

    def at_risk(self) -> Trouble | None:
        """One more write, synchronisation or truncation begins; the trouble if it is to fail."""
        self.risks += 1
        trouble = self.trouble
        if trouble is None or self.risks < trouble.at:
            return None
        return trouble if trouble.lasting or self.risks == trouble.at else None


class _RecordedFile(apsw.VFSFile):
    def __init__(self, vfs: RecordingVfs, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self.number = -1
        self._vfs = vfs
        self._sync_folder = bool(flags[0] & _JOURNALS and flags[0] & apsw.SQLITE_OPEN_CREATE)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        trouble = self._vfs.at_risk()
        if trouble is None:
            self._write(bytes(data), offset)
        elif trouble.full:
            self._write(bytes(data)[: len(data) // 2], offset)
            raise apsw.exception_for(apsw.SQLITE_FULL)
        else:
            raise apsw.exception_for(apsw.SQLITE_IOERR_WRITE)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        if self._vfs.at_risk():
            raise apsw.exception_for(apsw.SQLITE_IOERR_TRUNCATE)
        super().xTruncate(newsize)
        self._vfs.operations.append(Truncate(self.number, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802
        if self._vfs.at_risk():
            raise apsw.exception_for(apsw.SQLITE_IOERR_FSYNC)
        super().xSync(flags)
        self._vfs.operations.append(Sync(self.number))
        if self._sync_folder:
            self._sync_folder = False
            self._vfs.operations.append(SyncFolder())

    def _write(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._vfs.operations.append(Write(self.number, offset, data))
