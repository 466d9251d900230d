"""What the record holds, for a crash report."""

from pathlib import Path

from app.domain.crash import RecordState
from app.domain.errors import OperationalError
from app.ports.clock import Clock
from services.record.journal import SqlJournal
from services.record.outbox import SqlOutbox
from services.record.pictures import PICTURES_NAME, PictureFolder
from services.record.station_file import RECORD_NAME, read_station_file
from services.record.written import Written

_LIMIT_S = 1.0


def record_state(folder: Path, clock: Clock) -> str:
    """In words, read from the file itself: also while a station runs, and after it was killed. Blocking."""
    path = folder / RECORD_NAME
    if not path.is_file():
        return "there is none yet"
    try:
        file = read_station_file(path, _LIMIT_S, older=True)
        try:
            session = SqlJournal(file, PictureFolder(path.with_name(PICTURES_NAME)), Written(clock)).open_session()
            unsent = SqlOutbox(file).status().waiting
        finally:
            file.close()
    except OperationalError as error:
        return f"could not be read for this report: {error}"
    if session is None:
        return str(RecordState(unsent=unsent))
    return str(RecordState(True, len(session.labels), len(session.inspected), unsent))
