"""Voiding, reopening and settling in whichever database the URL says."""

from pathlib import Path

from app.domain.errors import OperationalError
from services.storage.login import Login
from services.storage.open_store import PLAIN, parsed_url, sql_server, sqlite_file
from services.storage.session_acts import SqlSessionActs
from services.storage.sqlite import SqliteKind, sqlite_engine


def open_session_acts(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlSessionActs:
    """By the same rules and with the same errors as :func:`services.storage.open_store.open_store`."""
    file = sqlite_file(url, default_path)
    if file is None:
        return SqlSessionActs(*sql_server(parsed_url(url), timeout_s, login))
    acts = SqlSessionActs(sqlite_engine(file, timeout_s), SqliteKind(str(file)))
    try:
        acts.create_schema()
    except OperationalError:
        acts.close()
        raise
    return acts
