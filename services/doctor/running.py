"""Whether a station runs on this machine: it has its record to itself."""

from pathlib import Path

from app.domain.errors import ErrorCode, OperationalError
from services.record.station_file import RECORD_NAME, RecordLock


def station_runs(folder: Path) -> bool:
    """False also where there is no record, or none that can be looked at."""
    record = folder / RECORD_NAME
    if not record.is_file():
        return False
    lock = RecordLock(record)
    try:
        lock.acquire()
    except OperationalError as error:
        return error.code is ErrorCode.RECORD_IN_USE
    lock.release()
    return False
