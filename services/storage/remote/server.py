"""An SQLite file as a database server: each TCP connection is a session of its own.

What arrived whole is executed, also when nobody waits for the answer any more: a COMMIT whose answer is lost has been
done. When a connection ends, its open transaction is rolled back.
"""

import socket
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from services.storage.remote.listener import Listener
from services.storage.remote.wire import receive, send


class DatabaseServer:
    """Serves from construction until :meth:`close`; ``address`` is where. ``timeout_s`` is the wait for a lock.

    ``durable``: every commit is on the disk when it is answered; False saves the disk's time where it is not measured.
    """

    def __init__(self, path: Path, timeout_s: float = 10.0, *, durable: bool = True) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._synchronous = "FULL" if durable else "OFF"
        self._listener = Listener(self._serve)
        self.address = self._listener.address

    def close(self) -> None:
        self._listener.close()

    def _serve(self, link: socket.socket) -> None:
        with closing(sqlite3.connect(self._path, timeout=self._timeout_s, isolation_level=None)) as database:
            database.execute(f"PRAGMA synchronous={self._synchronous}")
            try:
                while (request := receive(link)) is not None:
                    send(link, answer(database, request))
            except OSError:
                return


def answer(database: sqlite3.Connection, request: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome of one request, or the database's refusal, and whether a transaction is open after it."""
    try:
        outcome = _done(database, request)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        outcome = {"refusal": type(error).__name__, "message": str(error), "code": code}
    return {**outcome, "in_transaction": database.in_transaction}


def _done(database: sqlite3.Connection, request: Mapping[str, Any]) -> dict[str, Any]:
    if "many" in request:
        cursor = database.executemany(request["statement"], request["many"])
    else:
        cursor = database.execute(request["statement"], request["parameters"])
    with closing(cursor):
        rows = cursor.fetchall()
        columns = [each[0] for each in cursor.description or ()]
        return {"rows": rows, "columns": columns, "rowcount": cursor.rowcount, "lastrowid": cursor.lastrowid}
