"""A DB-API 2 module for :mod:`services.storage.remote.server`: what SQLAlchemy's SQLite dialect needs of one.

Errors of the database are those of ``sqlite3``, with their codes. A link that breaks raises :class:`LinkBrokenError`,
an ``OperationalError`` of unknown outcome; the connection is of no use any more.
"""

import socket
import sqlite3
from collections.abc import Sequence
from sqlite3 import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    sqlite_version,
    sqlite_version_info,
)
from typing import Any

from services.storage.remote.wire import Address, receive, send

__all__ = [
    "DataError",
    "DatabaseError",
    "Error",
    "IntegrityError",
    "InterfaceError",
    "InternalError",
    "NotSupportedError",
    "OperationalError",
    "ProgrammingError",
    "sqlite_version",
    "sqlite_version_info",
]

apilevel = "2.0"
threadsafety = 1
paramstyle = "qmark"


class LinkBrokenError(OperationalError):
    """Nobody knows whether the last request was executed."""


def connect(address: Address, timeout_s: float) -> "Connection":
    """``timeout_s`` bounds the connecting and the wait for each answer. LinkBrokenError."""
    try:
        link = socket.create_connection(address, timeout_s)
    except OSError as error:
        raise LinkBrokenError(str(error)) from error
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Connection(link)


class Connection:
    """One request is under way at a time."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self.in_transaction = False

    def cursor(self) -> "Cursor":
        return Cursor(self)

    def commit(self) -> None:
        if self.in_transaction:
            self.request({"statement": "COMMIT", "parameters": []})

    def rollback(self) -> None:
        if self.in_transaction:
            self.request({"statement": "ROLLBACK", "parameters": []})

    def close(self) -> None:
        self.in_transaction = False
        self._link.close()

    def create_function(self, *_arguments: object, **_options: object) -> None:
        """The dialect offers REGEXP; this server has none."""

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        try:
            send(self._link, message)
            answer = receive(self._link)
        except OSError as error:
            self.close()
            raise LinkBrokenError(str(error)) from error
        if answer is None:
            self.close()
            raise LinkBrokenError("the server closed the link")
        self.in_transaction = answer["in_transaction"]
        if "refusal" in answer:
            raise _refusal(answer)
        return dict(answer)


class Cursor:
    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self.description: list[tuple[Any, ...]] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        return self._asked({"statement": statement, "parameters": list(parameters)})

    def executemany(self, statement: str, many: Sequence[Sequence[Any]]) -> "Cursor":
        return self._asked({"statement": statement, "many": [list(each) for each in many]})

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        count = size or self.arraysize
        taken, self._rows = self._rows[:count], self._rows[count:]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        taken, self._rows = self._rows, []
        return taken

    def close(self) -> None:
        self._rows = []

    def setinputsizes(self, *_sizes: object) -> None:
        """DB-API asks for it; it may do nothing."""

    def setoutputsize(self, *_sizes: object) -> None:
        """DB-API asks for it; it may do nothing."""

    def _asked(self, message: dict[str, Any]) -> "Cursor":
        answer = self._connection.request(message)
        self._rows = [tuple(row) for row in answer["rows"]]
        self.description = [(name, *[None] * 6) for name in answer["columns"]] or None
        self.rowcount, self.lastrowid = answer["rowcount"], answer["lastrowid"]
        return self


def _refusal(answer: dict[str, Any]) -> sqlite3.Error:
    error: sqlite3.Error = getattr(sqlite3, answer["refusal"])(answer["message"])
    error.sqlite_errorcode = answer["code"]
    return error
