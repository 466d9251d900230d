"""Which database the commands read that only look."""

from pathlib import Path
from typing import NamedTuple

from app.bootstrap import database_login
from app.domain.errors import ErrorCode, OperationalError
from app.places import DATABASE_NAME
from app.settings import Settings
from services.storage.login import Login
from services.storage.open_store import sqlite_file


class ReportDatabase(NamedTuple):
    """In the order in which every opener takes it."""

    url: str
    default_path: Path
    timeout_s: float
    login: Login


def report_database(settings: Settings) -> ReportDatabase:
    """The replica for reports where there is one. Raises OperationalError: NOTHING_PACKED (an SQLite file that is not
    there yet), SETTING_INVALID."""
    rules, default = settings.database, settings.data_path / DATABASE_NAME
    url = rules.report_url or rules.url
    file = sqlite_file(url, default)
    if file is not None and not file.exists():
        raise OperationalError(ErrorCode.NOTHING_PACKED, path=str(file))
    return ReportDatabase(url, default, rules.timeout_s, database_login(settings))
