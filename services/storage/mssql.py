"""The factory's engine: SQL Server through pyodbc."""

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import URL, Column, Connection, Dialect, Engine, String, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.domain.delivery_note import DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.health_facts import DatabaseTrouble
from services.storage.login import Login, completed, password_source, with_user

_NATIVE_ERROR = re.compile(r"\((\d{2,6})\) \(SQL\w+\)")

_LOCKED = {
    1205: "chosen as the victim of a deadlock",
    1222: "a lock was not released in time",
}
_MISMATCH = {
    207: "a column is missing",
    208: "a table is missing",
    547: "a rule of the database refuses the row",
    2628: "a value is too long for its column",
    8152: "a value is too long for its column",
}
_PERMISSION_DENIED = 229
_LOGIN_FAILED = {18456, 4060}
"""The password, or the right to use this database."""

# SET and EXEC in one batch would be one answer with two results; the lock's verdict must be the only one.
_LOCK_NOTE = """\
DECLARE @verdict int;
EXEC @verdict = sp_getapplock @Resource = ?, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = ?;
SELECT @verdict;"""


def lock_name(number: DnNumber) -> str:
    """The application lock of a DN, the same on every station."""
    return f"countersign:{number.text.strip().upper()}"


class MssqlKind:
    """``timeout_s`` is the wait for another station's commit of the same DN."""

    def __init__(self, name: str, timeout_s: float) -> None:
        self._name = name
        self._timeout_ms = int(timeout_s * 1000)

    def guard_commit(self, connection: Connection, number: DnNumber) -> None:
        connection.exec_driver_sql("SET XACT_ABORT ON")
        verdict = connection.exec_driver_sql(_LOCK_NOTE, (lock_name(number), self._timeout_ms)).scalar_one()
        if verdict < 0:
            raise OperationalError(ErrorCode.DATABASE_LOCKED, path=self._name)

    def rows_of_json(self, columns: Sequence[Column[Any]]) -> str:
        """OPENJSON (SQL Server 2016 on). The cast is for a driver that sends a long text as NTEXT; the collation is the
        database's own, which the columns of its tables have too, so that their indices are used."""
        names = ", ".join(f"{each.name}{_collated(each)} AS {each.name}" for each in columns)
        typed = ", ".join(f"{each.name} {each.type.compile(_dialect())} '$.{each.name}'" for each in columns)
        return f"SELECT {names} FROM OPENJSON(CAST(:rows AS NVARCHAR(MAX))) WITH ({typed})"  # noqa: S608

    def translated(self, error: SQLAlchemyError) -> OperationalError | None:
        """What is certainly permanent is named; all else that the driver reports has an **unknown outcome**: it may or
        may not have been committed, and is safe to repeat only with the same idempotency key on a new connection."""
        if isinstance(error, PoolTimeoutError):
            return OperationalError(ErrorCode.DATABASE_LOCKED, path=self._name)
        if not isinstance(error, DBAPIError):
            return None
        number = native_error(error)
        if number in _LOCKED:
            return OperationalError(ErrorCode.DATABASE_LOCKED, path=self._name, problem=_LOCKED[number])
        if number in _MISMATCH:
            return OperationalError(ErrorCode.DATABASE_MISMATCH, problem=_MISMATCH[number], cause=str(error.orig))
        if number == _PERMISSION_DENIED:
            problem = "this login may not write there"
            return OperationalError(ErrorCode.DATABASE_UNWRITABLE, path=self._name, problem=problem)
        if number in _LOGIN_FAILED:
            problem = f"{self._name} refuses the login"
            return OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem=problem, trouble=DatabaseTrouble.LOGIN)
        return OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem=f"no connection to {self._name}")


@cache
def _dialect() -> Dialect:
    """Of SQL Server 2012 and later: long texts are NVARCHAR(max)."""
    sql_server: Callable[..., Dialect] = URL.create("mssql").get_dialect()
    return sql_server(deprecate_large_types=True)


def _collated(column: Column[Any]) -> str:
    return " COLLATE DATABASE_DEFAULT" if isinstance(column.type, String) else ""


def native_error(error: DBAPIError) -> int | None:
    """SQL Server's own error number, which both ODBC drivers put at the end of the message."""
    found = _NATIVE_ERROR.search(str(error.orig))
    return int(found[1]) if found else None


def mssql_engine(url: URL, timeout_s: float, login: Login) -> Engine:
    """Nothing is opened yet. ``timeout_s`` bounds connecting and login together, and the wait for a lock; a statement
    may take ``login.query_timeout_s``, but always two seconds more than a lock. The password is asked for at each
    connect, so that one changed meanwhile is used.

    fast_executemany stays off (FreeTDS crashes with it) and NOCOUNT is left alone: the guarded update of a commit
    reads the row count.
    """
    server = with_user(url, login.user)
    password = password_source(server, login.keyring)
    engine = create_engine(
        server,
        pool_size=1,
        max_overflow=0,
        pool_timeout=timeout_s,
        pool_pre_ping=True,
        connect_args={"timeout": math.ceil(timeout_s)},
    )

    @event.listens_for(engine, "do_connect")
    def _complete(_dialect: object, _record: object, arguments: list[str], _options: object) -> None:
        arguments[0] = completed(arguments[0], password())

    @event.listens_for(engine, "connect")
    def _limit(connection: Any, _record: object) -> None:
        connection.timeout = max(math.ceil(login.query_timeout_s), math.ceil(timeout_s) + 2)

    return engine
