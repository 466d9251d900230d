"""The factory's audit and the settlements in whichever database the URL says."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Engine

from app.domain.errors import ErrorCode, OperationalError
from services.storage.engine_kind import EngineKind
from services.storage.factory_audit import SqlFactoryAudit
from services.storage.login import Login
from services.storage.open_store import PLAIN, parsed_url, sql_server, sqlite_file
from services.storage.settlements import SqlSettlements
from services.storage.sqlite import SqliteKind, sqlite_engine
from services.storage.sqlite_reader import SqliteReaderKind, sqlite_reader


class _Opened(Protocol):
    def create_schema(self) -> None: ...
    def close(self) -> None: ...


T = TypeVar("T", bound=_Opened)


def open_audit(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlFactoryAudit:
    """By the same rules and with the same errors as :func:`services.storage.open_store.open_store`."""
    return _opened(SqlFactoryAudit, url, default_path, timeout_s, login)


def open_settlements(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlSettlements:
    """As :func:`open_audit`."""
    return _opened(SqlSettlements, url, default_path, timeout_s, login)


def read_audit(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlFactoryAudit:
    """For reading alone: of an SQLite file, which is not made and stays as it is. Raises also FILE_UNREADABLE (there is
    none); one of an older version raises DATABASE_MISMATCH when it is read."""
    file = sqlite_file(url, default_path)
    if file is None:
        return SqlFactoryAudit(*sql_server(parsed_url(url), timeout_s, login))
    if not file.exists():
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(file), problem="there is no such file")
    return SqlFactoryAudit(sqlite_reader(file, timeout_s), SqliteReaderKind(str(file)))


def _opened(made: Callable[[Engine, EngineKind], T], url: str, default_path: Path, timeout_s: float, login: Login) -> T:
    file = sqlite_file(url, default_path)
    if file is None:
        return made(*sql_server(parsed_url(url), timeout_s, login))
    found = made(sqlite_engine(file, timeout_s), SqliteKind(str(file)))
    try:
        found.create_schema()
    except OperationalError:
        found.close()
        raise
    return found
