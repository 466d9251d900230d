"""The supervisor's side of the reports in whichever database the URL says."""

from pathlib import Path

from services.storage.conflict_reports import SqlConflictReports
from services.storage.login import Login
from services.storage.open_reports import reading
from services.storage.open_store import PLAIN, open_sqlite, parsed_url, sql_server, sqlite_file
from services.storage.reviews import SqlReviewStore
from services.storage.sqlite import SqliteKind, sqlite_engine


def open_reviews(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlReviewStore:
    """By the same rules and with the same errors as :func:`services.storage.open_store.open_store`."""
    file = sqlite_file(url, default_path)
    if file is None:
        return SqlReviewStore(*sql_server(parsed_url(url), timeout_s, login))
    open_sqlite(file, timeout_s).close()  # makes what is missing
    return SqlReviewStore(sqlite_engine(file, timeout_s), SqliteKind(str(file)))


def open_conflict_reports(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> SqlConflictReports:
    """By the same rules and with the same errors as :func:`services.storage.open_reports.open_reports`."""
    return SqlConflictReports(*reading(url, default_path, timeout_s, login))
