"""The embedded engine: one plain SQLite file, one connection, commits that survive a power cut."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Column, Connection, DateTime, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from app.domain.delivery_note import DnNumber
from app.domain.errors import ErrorCode, OperationalError
from services.storage.engine_kind import WRITES
from services.storage.folders import make_folder

_PRIMARY_CODE = 0xFF
_SYNCHRONOUS_FULL = 2
_CACHE_KIB = 512
"""Of each connection. SQLite's own 2 MiB fill up in the course of a shift, and nobody is the faster for it."""


_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNWRITABLE = {
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_PERM: "access is denied",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_NOTADB: "the file is not an SQLite database",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
}


def journal_mode(library: tuple[int, int, int]) -> str:
    """WAL where the library has the WAL-reset fix (3.51.3, 3.50.7, 3.44.6), else TRUNCATE.

    Without the fix a committed transaction can be lost; DELETE, the default, loses some at a power cut.
    """
    fixed = library >= (3, 51, 3) or (3, 50, 7) <= library < (3, 51, 0) or (3, 44, 6) <= library < (3, 45, 0)
    return "wal" if fixed else "truncate"


class SqliteKind:
    """``path`` is what a message names."""

    def __init__(self, path: str) -> None:
        self._path = path

    def guard_commit(self, connection: Connection, number: DnNumber) -> None:
        """Nothing to do: BEGIN IMMEDIATE has locked every other writer out."""

    def rows_of_json(self, columns: Sequence[Column[Any]]) -> str:
        names = ", ".join(f"{_from_json(each)} AS {each.name}" for each in columns)
        return f"SELECT {names} FROM json_each(:rows)"  # noqa: S608 (the names are ours)

    def translated(self, error: SQLAlchemyError) -> OperationalError | None:
        if isinstance(error, PoolTimeoutError):
            return OperationalError(ErrorCode.DATABASE_LOCKED, path=self._path)
        cause = error.orig if isinstance(error, DBAPIError) else None
        primary = getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE
        if primary in _LOCKED:
            return OperationalError(ErrorCode.DATABASE_LOCKED, path=self._path)
        if str(cause).startswith("Could not decode to UTF-8"):
            problem = f"{self._path} holds a text that is none"
            return OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)
        if primary in _UNWRITABLE:
            return OperationalError(ErrorCode.DATABASE_UNWRITABLE, path=self._path, problem=_UNWRITABLE[primary])
        return None


def _from_json(column: Column[Any]) -> str:
    """A time is stored as SQLAlchemy writes it: with a blank, to the microsecond."""
    value = f"json_extract(value, '$.{column.name}')"
    return f"replace({value}, 'T', ' ') || '000'" if isinstance(column.type, DateTime) else value


def sqlite_engine(path: Path, timeout_s: float) -> Engine:
    """An engine with exactly one connection to ``path``, whose folder is created. ``timeout_s`` is the wait for a lock.

    Nothing is opened yet. Raises OperationalError(DATABASE_UNWRITABLE) if the folder cannot be made.
    """
    try:
        make_folder(path.parent)
    except OSError as error:
        problem = f"its folder cannot be made: {error.strerror or error}"
        raise OperationalError(ErrorCode.DATABASE_UNWRITABLE, path=str(path), problem=problem) from error
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=timeout_s,
        connect_args={"timeout": timeout_s, "check_same_thread": False},
    )
    mode = journal_mode(sqlite3.sqlite_version_info[:3])

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        try:
            connection.isolation_level = None  # the sqlite3 module must not begin transactions of its own
            _make_durable(connection, mode, str(path))
            connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        except (sqlite3.Error, OperationalError):
            connection.close()
            raise

    begins_itself(engine)
    return engine


def begins_itself(engine: Engine) -> None:
    """Each transaction begins by a statement of its own; one that will write locks every other writer out at once."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_durable(connection: sqlite3.Connection, mode: str, path: str) -> None:
    """Set the journal and FULL synchronisation, and check that the file took them."""
    (taken,) = connection.execute(f"PRAGMA journal_mode={mode}").fetchone()
    connection.execute("PRAGMA synchronous=FULL")
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    if taken.lower() != mode or synchronous != _SYNCHRONOUS_FULL:
        problem = f"the file system does not allow durable commits (journal {taken}, wanted {mode})"
        raise OperationalError(ErrorCode.DATABASE_UNWRITABLE, path=path, problem=problem)
