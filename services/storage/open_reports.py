"""The reports of the database that a URL means."""

from pathlib import Path

from sqlalchemy import Engine

from services.storage.engine_kind import EngineKind
from services.storage.login import Login
from services.storage.open_store import PLAIN, parsed_url, sql_server, sqlite_file
from services.storage.session_reports import SqlSessionReports
from services.storage.sqlite_reader import SqliteReaderKind, sqlite_reader

_INTENT = "ApplicationIntent"


def open_reports(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlSessionReports:
    """``url`` empty: the SQLite file ``default_path``, which is not made if absent. SQL Server is told that nothing
    will be written, so that a listener may choose a readable replica. Nothing is opened before the first use, and no
    table is made. ``timeout_s`` is the wait for a lock or a login.

    Raises OperationalError: DATABASE_UNREACHABLE (no ODBC here), SETTING_INVALID (no such kind of URL).
    """
    return SqlSessionReports(*reading(url, default_path, timeout_s, login))


def reading(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> tuple[Engine, EngineKind]:
    """What :func:`open_reports` opens, for others who only read."""
    file = sqlite_file(url, default_path)
    if file is not None:
        return sqlite_reader(file, timeout_s), SqliteReaderKind(str(file))
    server = parsed_url(url)
    if _INTENT not in server.query:
        server = server.update_query_dict({_INTENT: "ReadOnly"})
    return sql_server(server, timeout_s, login)
