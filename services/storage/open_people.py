"""The directory of people in whichever database the URL says."""

from pathlib import Path

from app.domain.errors import OperationalError
from services.storage.login import Login
from services.storage.open_store import PLAIN, parsed_url, sql_server, sqlite_file
from services.storage.people import SqlPeopleDirectory
from services.storage.sqlite import SqliteKind, sqlite_engine


def open_people(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlPeopleDirectory:
    """By the same rules and with the same errors as :func:`services.storage.open_store.open_store`."""
    file = sqlite_file(url, default_path)
    if file is None:
        return SqlPeopleDirectory(*sql_server(parsed_url(url), timeout_s, login))
    directory = SqlPeopleDirectory(sqlite_engine(file, timeout_s), SqliteKind(str(file)))
    try:
        directory.create_schema()
    except OperationalError:
        directory.close()
        raise
    return directory
