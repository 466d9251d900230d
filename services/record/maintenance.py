"""Copies of a station's record: taken while the station runs, and put in its place while it does not."""

import logging
import math
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from sqlalchemy import select

from app.domain.errors import ErrorCode, OperationalError
from services.record.audit_check import has_audit
from services.record.binding import restoring_act
from services.record.check import damage_of, findings
from services.record.pictures import PICTURES_NAME, PictureFolder
from services.record.schema import audit, picture
from services.record.station_file import (
    RECORD_NAME,
    RecordKind,
    RecordLock,
    StationFile,
    damaged,
    read_station_file,
    unwritable,
)
from services.storage.audit_chain import append_act
from services.storage.folders import sync_folder
from services.storage.sqlite import sqlite_engine
from services.storage.transactions import transaction

log = logging.getLogger(__name__)

_PAGES_A_STEP = 2000
_TIMEOUT_S = 5.0
_ANEW_AT_MOST = 3
_BESIDE = ("", "-journal", "-wal")


def check(folder: Path) -> list[str]:
    """Everything wrong with the record in ``folder``, one sentence each. While a station runs a copy is looked at, so
    that no scan waits. Raises OperationalError: FILE_UNREADABLE (there is none), RECORD_NEWER, RECORD_DAMAGED (not even
    a beginning can be read)."""
    path, pictures = folder / RECORD_NAME, PictureFolder(folder / PICTURES_NAME)
    _must_exist(path)
    lock = RecordLock(path)
    try:
        lock.acquire()
    except OperationalError as error:
        if error.code is not ErrorCode.RECORD_IN_USE:
            raise
        with TemporaryDirectory(prefix="countersign-check-") as scratch:
            copy = Path(scratch) / RECORD_NAME
            _copy_record(path, copy)
            return _findings(copy, pictures)
    try:
        return _findings(path, pictures)
    finally:
        lock.release()


def _findings(path: Path, pictures: PictureFolder) -> list[str]:
    with _open(path) as file:
        return [*findings(file, pictures)]


def backup(folder: Path, target: Path, *, with_pictures: bool) -> int:
    """A copy of the record as it is at one moment, complete under its name or not there, also while the station runs;
    its pictures go to a folder beside it (:func:`pictures_beside`). Returns how many pictures.

    Raises OperationalError: FILE_UNREADABLE (there is no record, or something has the name already), RECORD_NEWER,
    RECORD_DAMAGED, DATABASE_LOCKED, DATABASE_UNWRITABLE.
    """
    beside, part = pictures_beside(target), target.with_name(f"{target.name}.part")
    for taken in (target, *([beside] if with_pictures else [])):
        if taken.exists():
            raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(taken), problem="it is there already")
    try:
        _copy_record(folder / RECORD_NAME, part)
        ours, theirs = PictureFolder(folder / PICTURES_NAME), PictureFolder(beside)
        with _telling(target):
            count = _copy_pictures(_pictures_of(part), ours, theirs) if with_pictures else 0
            part.replace(target)
            sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return count


def pictures_beside(copy: Path) -> Path:
    return copy.with_name(f"{copy.name}.{PICTURES_NAME}")


def restore(folder: Path, source: Path, now: datetime | None = None) -> Path | None:
    """Put the copy ``source`` in the record's place, and the pictures beside it back. The file that was there is kept
    under the returned name, and pictures that only it names beside that; None: there was none.

    Raises OperationalError: RECORD_IN_USE, FILE_UNREADABLE, RECORD_NEWER and RECORD_DAMAGED (of ``source``; nothing is
    changed then), DATABASE_UNWRITABLE.
    """
    path = folder / RECORD_NAME
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    with _telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
    lock = RecordLock(path)
    lock.acquire()
    try:
        _must_be_whole(source)
        with _telling(path):
            return _exchanged(path, source, path.with_name(f"{path.name}.before-restore-{stamp}"))
    finally:
        lock.release()


def _exchanged(path: Path, source: Path, kept: Path) -> Path | None:
    """Whatever step is cut off: the old file stands, whole, until the new one takes its name in one act. What a killed
    station left beside the old one is kept with it."""
    fresh, there = path.with_name(f"{path.name}.restoring"), path.exists()
    _copied(source, fresh)
    _note_restoring(fresh, source)
    for beside in _BESIDE if there else ():
        if (old := Path(f"{path}{beside}")).exists():
            _copied(old, Path(f"{kept}{beside}"))
    with suppress(OperationalError), _open(path, older=True):
        pass  # and is brought into the old file, as far as that can be read: it stands alone from here on
    named, pictures = _pictures_of(fresh), PictureFolder(path.with_name(PICTURES_NAME))
    _set_aside(pictures, named, PictureFolder(pictures_beside(kept)))
    _copy_pictures(named, PictureFolder(pictures_beside(source)), pictures)
    for beside in ("-journal", "-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    fresh.replace(path)
    sync_folder(path.parent)
    log.warning("the record %s was restored; what was there is %s", path, kept)
    return kept if there else None


def _note_restoring(fresh: Path, source: Path) -> None:
    """An act of the audit, if the copy has one: what was done since it was taken is missing from here on."""
    with _open(fresh, older=True) as file:
        if not has_audit(file):
            return
    engine = sqlite_engine(fresh, _TIMEOUT_S)
    try:
        with transaction(engine, RecordKind(fresh), writes=True) as connection:
            append_act(connection, audit, restoring_act(source.name))
    finally:
        engine.dispose()
    for beside in _BESIDE[1:]:
        Path(f"{fresh}{beside}").unlink(missing_ok=True)


def _copy_record(source: Path, target: Path) -> None:
    """SQLite's own copy of a file in use, durable on return."""
    with _telling(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
    with _open(source) as file, _telling(target):
        raw, copy = file.engine.raw_connection(), sqlite3.connect(target)
        try:
            _copy_pages(cast(sqlite3.Connection, raw.driver_connection), copy)
        finally:
            copy.close()
            raw.close()
        _sync(target)


class _BegunAnewError(Exception):
    """The source was written, once too often, while it was copied."""


class _Patience:
    """Follows the steps of a copy, which begins anew whenever the source is written in between."""

    def __init__(self) -> None:
        self._before, self._anew = math.inf, 0

    def __call__(self, _status: int, remaining: int, _total: int) -> None:
        self._anew += remaining >= self._before
        self._before = remaining
        if self._anew > _ANEW_AT_MOST:
            raise _BegunAnewError


def _copy_pages(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """In steps, so that a commit of the station waits for one step at most; in one go when that leads nowhere."""
    try:
        source.backup(target, pages=_PAGES_A_STEP, progress=_Patience())
    except _BegunAnewError:
        source.backup(target)


def _copy_pictures(names: Iterable[str], source: PictureFolder, target: PictureFolder) -> int:
    """Those that are in ``source`` and not in ``target``; returns how many."""
    count = 0
    for name in names:
        here, there = source.path(name), target.path(name)
        if here.exists() and not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            _copied(here, there)
            count += 1
    return count


def _set_aside(pictures: PictureFolder, named: Set[str], aside: PictureFolder) -> None:
    for path in pictures.files():
        if path.stem not in named:
            place = aside.path(path.stem)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)


def _pictures_of(copy: Path) -> Set[str]:
    with _open(copy, older=True) as file, file.reading() as connection:
        names = connection.execute(select(picture.c.picture_id).where(picture.c.removed == 0))
        return set(names.scalars())


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem="there is no such file")


def _must_be_whole(source: Path) -> None:
    with _open(source, older=True) as file, file.reading() as connection:
        for problem in damage_of(connection):
            raise damaged(source, problem)


@contextmanager
def _open(path: Path, *, older: bool = False) -> Iterator[StationFile]:
    file = read_station_file(path, _TIMEOUT_S, older=older)
    try:
        yield file
    finally:
        file.close()


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error
    except sqlite3.Error as error:
        raise OperationalError(ErrorCode.DATABASE_UNWRITABLE, path=str(path), problem=str(error)) from error


def _copied(source: Path, target: Path) -> None:
    """Durable under its name on return."""
    shutil.copyfile(source, target)
    _sync(target)
    sync_folder(target.parent)


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
