"""APSW in the clothes of the standard library's ``sqlite3``, as far as SQLAlchemy and our stores use them.

:func:`driven_by` puts it under every engine opened meanwhile, so that the real stores run, unchanged, on a library and
a file system of our choice. Errors are those of ``sqlite3``, with its codes.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import apsw
from sqlalchemy import Engine, event

_PRIMARY_CODE = 0xFF
_CLASSES: dict[int, type[sqlite3.Error]] = {
    **dict.fromkeys((2, 12), sqlite3.InternalError),
    **dict.fromkeys((1, 3, 4, 5, 6, 8, 9, 10, 13, 14, 15, 16, 17), sqlite3.OperationalError),
    18: sqlite3.DataError,
    **dict.fromkeys((19, 20), sqlite3.IntegrityError),
    **dict.fromkeys((21, 25), sqlite3.InterfaceError),
}
"""As the standard library chooses them; for any other code a DatabaseError."""


@dataclass(frozen=True, slots=True)
class Driver:
    """``vfs``: the file system, "" for the usual one. ``journal`` and ``synchronous`` take the place of what a store
    asks for, and the store is told that it got what it asked for. ``checkpoint_pages``: a write-ahead log of that size
    is brought home; SQLite's own figure is 1,000."""

    vfs: str
    journal: str
    synchronous: str
    checkpoint_pages: int = 1000

    def connect(self, database: str, timeout: float = 5.0) -> "Connection":
        with _translated():
            connection = apsw.Connection(database, vfs=self.vfs or None)
            connection.set_busy_timeout(int(timeout * 1000))
            connection.set_wal_hook(self._after_commit)
        return Connection(connection, self)

    def _after_commit(self, connection: apsw.Connection, name: str, pages: int) -> int:
        """SQLite's own hook does the same: the commit stands, whatever becomes of this. (APSW would tell of it.)"""
        if pages >= self.checkpoint_pages:
            with suppress(apsw.Error):
                connection.wal_checkpoint(name)
        return apsw.SQLITE_OK

    def instead_of(self, statement: str) -> tuple[str, Sequence[tuple[object, ...]] | None]:
        """The statement to execute, and what to answer if not what it gives."""
        name, _, value = statement.removeprefix("PRAGMA ").partition("=")
        if name == "journal_mode" and value:
            return f"PRAGMA journal_mode={self.journal}", [(value,)]
        if name == "synchronous":
            return f"PRAGMA synchronous={self.synchronous}", [] if value else [(2,)]
        return statement, None


@contextmanager
def driven_by(driver: Driver) -> Iterator[None]:
    """Every SQLite connection that any engine makes inside the block is the driver's. Not to be used inside itself."""

    def connect(_dialect: Any, _record: Any, arguments: Sequence[str], options: dict[str, Any]) -> Any:
        return driver.connect(arguments[0], options.get("timeout", 5.0))

    event.listen(Engine, "do_connect", connect)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", connect)


class Connection:
    """Begins no transaction of its own, as ``sqlite3`` with ``isolation_level = None``."""

    isolation_level: str | None = None

    def __init__(self, connection: apsw.Connection, driver: Driver) -> None:
        self._connection = connection
        self._driver = driver

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def cursor(self) -> "Cursor":
        return Cursor(self._connection, self._driver)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        return self.cursor().execute(statement, parameters)

    def create_function(self, name: str, narg: int, func: Callable[..., Any], *, deterministic: bool = False) -> None:
        self._connection.create_scalar_function(name, func, narg, deterministic=deterministic)

    def commit(self) -> None:
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        with suppress(apsw.IOError, apsw.FullError):  # as in sqlite3: what is left to do is done at the next opening
            self._connection.close()


class Cursor:
    """All rows are fetched at once: a statement is over when ``execute`` returns, and holds no lock."""

    arraysize = 1

    def __init__(self, connection: apsw.Connection, driver: Driver) -> None:
        self._connection = connection
        self._driver = driver
        self._rows: list[tuple[Any, ...]] = []
        self.description: Sequence[Sequence[Any]] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        instead, answer = self._driver.instead_of(statement)
        self._rows, self.rowcount = self._run(instead, parameters)
        if answer is not None:
            self._rows = [*answer]
        return self

    def executemany(self, statement: str, many: Iterable[Sequence[Any]]) -> "Cursor":
        self.rowcount = sum(self._run(statement, parameters)[1] for parameters in many)
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        size = size or self.arraysize
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        self._rows = []

    def _run(self, statement: str, parameters: Sequence[Any]) -> tuple[list[tuple[Any, ...]], int]:
        """The rows, and how many rows were changed; -1: it changes none, it reads."""
        before = self._connection.total_changes()
        with _translated():
            cursor = self._connection.cursor()
            cursor.exec_trace = self._begins
            rows = cursor.execute(statement, tuple(parameters)).fetchall()
        self.lastrowid = self._connection.last_insert_rowid()
        if self._connection.total_changes() == before:
            return rows, -1 if self.description else 0
        return rows, self._connection.changes()

    def _begins(self, cursor: apsw.Cursor, _statement: str, _parameters: object) -> bool:
        """The columns are known before the first row, and no longer after the last."""
        self.description = cursor.get_description() or None
        return True


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        raise _as_sqlite3(error) from error


def _as_sqlite3(error: apsw.Error) -> sqlite3.Error:
    code = int(getattr(error, "extendedresult", 0))  # not in APSW's own type stub
    known = _CLASSES.get(code & _PRIMARY_CODE, sqlite3.DatabaseError)(str(error))
    known.sqlite_errorcode = code
    return known
