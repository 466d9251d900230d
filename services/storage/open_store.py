"""Which database: the URL decides."""

from pathlib import Path

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from app.domain.errors import ErrorCode, OperationalError
from app.domain.health_facts import DatabaseTrouble
from services.storage.alias_table import SqlAliasTable
from services.storage.login import Login, with_user
from services.storage.mssql import MssqlKind, mssql_engine
from services.storage.packing_store import SqlPackingStore
from services.storage.shipped_aliases import SHIPPED_FOR, shipped_proposals
from services.storage.sqlite import SqliteKind, sqlite_engine

PLAIN = Login()
"""As the URL says."""

_SETTING = "database.url"


def open_store(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlPackingStore:
    """``url`` empty: the SQLite file ``default_path``, made ready at once, folder and tables included, so that a disk
    that cannot be written is told before the work begins. ``mssql+pyodbc://…``: nothing is opened before the first use,
    and no table is made. ``timeout_s`` is the wait for a lock or a login; ``login`` says how to log in.

    Raises OperationalError: DATABASE_UNWRITABLE, DATABASE_LOCKED, DATABASE_UNREACHABLE (no ODBC here),
    SETTING_INVALID (no such kind of URL).
    """
    file = sqlite_file(url, default_path)
    if file is not None:
        return open_sqlite(file, timeout_s)
    return SqlPackingStore(*sql_server(parsed_url(url), timeout_s, login))


def open_aliases(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlAliasTable:
    """The alias table of the same database, by the same rules and with the same errors as :func:`open_store`. An SQLite
    file is given the proposals that come with the program, each once and for all."""
    file = sqlite_file(url, default_path)
    if file is None:
        return SqlAliasTable(*sql_server(parsed_url(url), timeout_s, login))
    table = SqlAliasTable(sqlite_engine(file, timeout_s), SqliteKind(str(file)))
    try:
        table.create_schema()
        table.add_unknown(shipped_proposals(SHIPPED_FOR))
    except OperationalError:
        table.close()
        raise
    return table


def sqlite_file(url: str, default_path: Path) -> Path | None:
    """The SQLite file that ``url`` means, whether it exists or not; None for SQL Server. SETTING_INVALID."""
    if not url:
        return default_path
    parsed = parsed_url(url)
    engine_name = parsed.get_backend_name()
    if engine_name == "sqlite" and parsed.database:
        return Path(parsed.database)
    if engine_name == "mssql":
        return None
    raise _bad_setting("only sqlite:///… and mssql+pyodbc://… are known")


def open_sqlite(path: Path, timeout_s: float) -> SqlPackingStore:
    store = SqlPackingStore(sqlite_engine(path, timeout_s), SqliteKind(str(path)))
    try:
        store.create_schema()
    except OperationalError:
        store.close()
        raise
    return store


def sql_server(url: URL, timeout_s: float, login: Login = PLAIN) -> tuple[Engine, MssqlKind]:
    """Nothing is opened yet. DATABASE_UNREACHABLE: no ODBC here."""
    name = f"{url.host or 'SQL Server'}/{url.database or ''}".rstrip("/")
    try:
        engine = mssql_engine(url, timeout_s, login)
    except ImportError as error:
        problem = f"this machine has no ODBC driver manager ({error})"
        trouble = DatabaseTrouble.NO_DRIVER
        raise OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem=problem, trouble=trouble) from error
    return engine, MssqlKind(name, timeout_s)


def login_name(url: str, user: str) -> str:
    """Whose password is asked for. SETTING_INVALID: nobody's."""
    name = with_user(parsed_url(url), user).username if url else ""
    if not name:
        raise _bad_setting("it names no SQL Server login with a password, and database.user none either")
    return name


def parsed_url(url: str) -> URL:
    """SETTING_INVALID."""
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise _bad_setting("it is not a SQLAlchemy URL") from error
    return parsed


def _bad_setting(problem: str) -> OperationalError:
    return OperationalError(ErrorCode.SETTING_INVALID, origin="the settings", key=_SETTING, problem=problem)
