"""The station's file: opened by one process, brought to the newest version, or refused with a sentence."""

import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.domain.errors import ErrorCode, OperationalError
from services.record.migrations import APPLICATION_ID, MIGRATIONS, Migration, migrate
from services.storage.sqlite import SqliteKind, sqlite_engine
from services.storage.transactions import transaction

log = logging.getLogger(__name__)

RECORD_NAME = "station.sqlite"
_DAMAGED = {sqlite3.SQLITE_NOTADB: "it is not an SQLite database", sqlite3.SQLITE_CORRUPT: "it is damaged"}
_NO_TEXT = "Could not decode to UTF-8"
_PRIMARY_CODE = 0xFF


class RecordKind(SqliteKind):
    """The SQLite engine's errors, with a damaged file told as RECORD_DAMAGED."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._record = path

    def translated(self, error: SQLAlchemyError) -> OperationalError | None:
        cause = error.orig if isinstance(error, DBAPIError) else None
        problem = _DAMAGED.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE)
        if str(cause).startswith(_NO_TEXT):
            problem = f"a text in it is none ({str(cause).partition(' with text ')[0]})"
        return super().translated(error) if problem is None else damaged(self._record, problem)


class StationFile:
    """An open file. Its engine has one connection, so that transactions of several threads follow one another."""

    def __init__(self, path: Path, engine: Engine, lock: "RecordLock | None" = None) -> None:
        self.path = path
        self.engine = engine
        self._kind = RecordKind(path)
        self._lock = lock

    def reading(self) -> AbstractContextManager[Connection]:
        """One transaction; any thread. Raises OperationalError: DATABASE_LOCKED or _UNWRITABLE, RECORD_DAMAGED."""
        return transaction(self.engine, self._kind)

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction, durable when the block has been left; all of it or nothing. As :meth:`reading`."""
        return transaction(self.engine, self._kind, writes=True)

    @contextmanager
    def decoding(self, what: str) -> Iterator[None]:
        """What is stored and cannot be read (ValueError) is damage, told with its place."""
        try:
            yield
        except ValueError as error:
            raise damaged(self.path, f"{what} cannot be read") from error

    def close(self) -> None:
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()


class RecordLock:
    """Whose file it is, by a lock of the operating system that ends with the process, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._owner = path.with_name(f"{path.name}.pid")
        # Never a lock that is a mere file: it would outlive a killed process. Any thread may release it.
        self._lock = FileLock(f"{path}.lock", thread_local=False, fallback_to_soft=False)

    def acquire(self) -> None:
        """Raises OperationalError(RECORD_IN_USE) at once if another has it, DATABASE_UNWRITABLE if none can be had."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            owner = f"process {pid}" if (pid := self._known_pid()) else "another process"
            raise OperationalError(ErrorCode.RECORD_IN_USE, path=str(self._path), owner=owner, pid=pid) from error
        except OSError as error:
            raise unwritable(self._path, error) from error
        with suppress(OSError):  # it is only told to people
            self._owner.write_text(str(os.getpid()), encoding="ascii")

    def release(self) -> None:
        with suppress(OSError):
            self._owner.unlink(missing_ok=True)
        self._lock.release()

    def _known_pid(self) -> int | None:
        try:
            return int(self._owner.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None


def open_station_file(path: Path, timeout_s: float, migrations: Sequence[Migration] = MIGRATIONS) -> StationFile:
    """The file at ``path`` for this process alone, made or migrated as needed; durable or refused, as
    :func:`services.storage.sqlite.sqlite_engine` says. ``timeout_s``: the wait for a reading tool.

    Raises OperationalError: RECORD_IN_USE, RECORD_NEWER (found, known), RECORD_DAMAGED, DATABASE_LOCKED,
    DATABASE_UNWRITABLE.
    """
    engine = _engine(path, timeout_s)
    lock = RecordLock(path)
    lock.acquire()
    file = StationFile(path, engine, lock)
    try:
        _bring_up(file, migrations)
    except BaseException:
        file.close()
        raise
    return file


def read_station_file(path: Path, timeout_s: float, *, older: bool = False) -> StationFile:
    """For tools, also while the station runs: nothing can be written through it. Transactions have to be short, since a
    commit of the station waits for them. Beside what :func:`open_station_file` raises: FILE_UNREADABLE (there is none),
    and DATABASE_MISMATCH for one of an older version unless ``older``."""
    if not path.is_file():
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem="there is no such file")
    file = StationFile(path, _engine(path, timeout_s, read_only=True))
    try:
        with file.reading() as connection:
            version = _version(connection, path, len(MIGRATIONS))
        if not version or (version < len(MIGRATIONS) and not older):
            problem = f"{path} is of version {version}, and {len(MIGRATIONS)} is read; start the station once"
            raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)
    except BaseException:
        file.close()
        raise
    return file


def damaged(path: Path, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.RECORD_DAMAGED, path=str(path), problem=problem)


def unwritable(path: Path, error: OSError) -> OperationalError:
    return OperationalError(ErrorCode.DATABASE_UNWRITABLE, path=str(path), problem=error.strerror or str(error))


def _engine(path: Path, timeout_s: float, *, read_only: bool = False) -> Engine:
    engine = sqlite_engine(path, timeout_s)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    return engine


def _bring_up(file: StationFile, migrations: Sequence[Migration]) -> None:
    with file.reading() as connection:
        version = _version(connection, file.path, len(migrations))
    for number, statements in enumerate(migrations[version:], version + 1):
        with file.writing() as connection:
            migrate(connection, statements, number)
        log.info("%s is of version %d now", file.path, number)


def _version(connection: Connection, path: Path, known: int) -> int:
    """0: a new file. Raises OperationalError: RECORD_NEWER, RECORD_DAMAGED."""
    application = _pragma(connection, "application_id")
    version = _pragma(connection, "user_version")
    empty = not connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
    if not (application == APPLICATION_ID or (application == version == 0 and empty)):
        raise damaged(path, "it is not a station record")
    if version > known:
        raise OperationalError(ErrorCode.RECORD_NEWER, path=str(path), found=version, known=known)
    return version


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
