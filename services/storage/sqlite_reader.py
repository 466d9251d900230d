"""The embedded engine for those who only read: beside a station that writes to the same file."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.selectable import FromClause

from app.domain.errors import ErrorCode, OperationalError
from services.storage.sqlite import SqliteKind

_CACHE_KIB = 16 * 1024
_ABSENT = ("no such table", "no such column", "no such index")


class SqliteReaderKind(SqliteKind):
    """An older file lacks what is read: here that is a condition, not a bug. ``path`` is what a message names."""

    def translated(self, error: SQLAlchemyError) -> OperationalError | None:
        if isinstance(error, DBAPIError) and str(error.orig).startswith(_ABSENT):
            problem = f"{self._path} is of another version of the program ({error.orig})"
            return OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)
        return super().translated(error)


class _Hinting(SQLiteCompiler):
    """Writes a statement's hints, ``INDEXED BY …``, which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002  # the base's own
        return text


def sqlite_reader(path: Path, timeout_s: float) -> Engine:
    """An engine with one connection that cannot write; ``timeout_s`` is the wait while a commit is written. A file that
    is absent is not made. It is not opened read-only: after a power cut the first reader has to roll back what was
    half written."""
    engine = create_engine(
        URL.create("sqlite", database=path.absolute().as_uri(), query={"mode": "rw", "uri": "true"}),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=timeout_s,
        connect_args={"timeout": timeout_s, "check_same_thread": False},
    )
    engine.dialect.statement_compiler = _Hinting

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the sqlite3 module must not begin transactions of its own
        try:
            connection.execute("PRAGMA query_only=ON")
            connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        except sqlite3.Error:
            connection.close()
            raise

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
