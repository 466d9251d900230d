"""The disk below the data folder, and a quick look at the record that lies there."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.domain.health_facts import DiskFacts, RecordFacts, RecordState
from services.record.disk import free_bytes
from services.record.migrations import APPLICATION_ID, MIGRATIONS

QUICK_BYTES = 256 * 2**20
"""A larger record is left alone: a long look would hold up the station's commits."""
_LOCK_S = 2.0


def disk_facts(folder: Path, free: Callable[[Path], int] = free_bytes) -> DiskFacts:
    """Of the disk that ``folder`` lies on or would lie on. May hang on a network drive that is away."""
    try:
        return DiskFacts(str(folder), free(_first_there(folder)))
    except OSError as error:
        return DiskFacts(str(folder), None, error.strerror or str(error))


def record_facts(path: Path) -> RecordFacts:
    """Nothing is written, and no file is made."""
    try:
        if not path.is_file():
            return RecordFacts(str(path), RecordState.NONE)
        if path.stat().st_size > QUICK_BYTES:
            return RecordFacts(str(path), RecordState.LARGE)
        problem = _problem(path)
        if problem is None:
            return RecordFacts(str(path), RecordState.NONE)
    except (OSError, sqlite3.Error) as error:
        problem = f"{path}: {getattr(error, 'strerror', None) or error}"
    return RecordFacts(str(path), RecordState.UNUSABLE if problem else RecordState.WHOLE, problem)


def _problem(path: Path) -> str | None:
    """None: it is still empty; no words: it is whole, and of a version that this program can read or bring up."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=_LOCK_S)) as connection:
        connection.execute("PRAGMA query_only=ON")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if application == version == tables == 0:
            return None
        if application != APPLICATION_ID:
            return f"{path} is not a station record"
        if version > len(MIGRATIONS):
            return f"{path} was written by a newer program (version {version}; this one knows {len(MIGRATIONS)})"
        (first,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return "" if first == "ok" else f"{path}: {first}"


def _first_there(folder: Path) -> Path:
    whole = folder.absolute()
    return next((each for each in (whole, *whole.parents) if each.exists()), whole)
