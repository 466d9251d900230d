"""Which database: the URL decides."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from app.domain.errors import ErrorCode, OperationalError
from services.storage.mssql import MssqlKind, mssql_engine
from services.storage.packing_store import SqlPackingStore
from services.storage.sqlite import SqliteKind, sqlite_engine

_SETTING = "database.url"


def open_store(url: str, default_path: Path, timeout_s: float) -> SqlPackingStore:
    """``url`` empty: the SQLite file ``default_path``, made ready at once, folder and tables included, so that a disk
    that cannot be written is told before the work begins. ``mssql+pyodbc://…``: nothing is opened before the first use,
    and no table is made. ``timeout_s`` is the wait for a lock or a login.

    Raises OperationalError: DATABASE_UNWRITABLE, DATABASE_LOCKED, DATABASE_UNREACHABLE (no ODBC here),
    SETTING_INVALID (no such kind of URL).
    """
    if not url:
        return open_sqlite(default_path, timeout_s)
    parsed = _parsed(url)
    engine_name = parsed.get_backend_name()
    if engine_name == "sqlite" and parsed.database:
        return open_sqlite(Path(parsed.database), timeout_s)
    if engine_name == "mssql":
        return _open_mssql(parsed, timeout_s)
    raise _bad_setting("only sqlite:///… and mssql+pyodbc://… are known")


def open_sqlite(path: Path, timeout_s: float) -> SqlPackingStore:
    store = SqlPackingStore(sqlite_engine(path, timeout_s), SqliteKind(str(path)))
    try:
        store.create_schema()
    except OperationalError:
        store.close()
        raise
    return store


def _open_mssql(url: URL, timeout_s: float) -> SqlPackingStore:
    name = f"{url.host or 'SQL Server'}/{url.database or ''}".rstrip("/")
    try:
        engine = mssql_engine(url, timeout_s)
    except ImportError as error:
        problem = f"this machine has no ODBC driver manager ({error})"
        raise OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem=problem) from error
    return SqlPackingStore(engine, MssqlKind(name, timeout_s))


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise _bad_setting("it is not a SQLAlchemy URL") from error
    return parsed


def _bad_setting(problem: str) -> OperationalError:
    return OperationalError(ErrorCode.SETTING_INVALID, origin="the settings", key=_SETTING, problem=problem)
