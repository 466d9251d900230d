"""What was worked on at this station, out of its record."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import literal_column, select

from app.domain.journal import CoverAccepted, CoverRefused, CoverUndecided, JournalLine, Submitted, folded
from app.domain.shift import WorkedSession
from services.record.entry_json import line_of
from services.record.schema import SessionState, entry, outbox, session
from services.record.station_file import StationFile

_LOOKED_AT = 2000
"""Sessions of one shift at most: one in 15 seconds for eight hours."""


class RecordedShifts:
    """Implements :class:`app.ports.shift_book.ShiftBook`; each session is read in a transaction of its own."""

    def __init__(self, file: StationFile) -> None:
        self._file = file

    def worked(self, since: datetime, until: datetime) -> Iterator[WorkedSession]:
        place: Any = literal_column("session.rowid")
        newest = select(session.c.session_id).order_by(place.desc()).limit(_LOOKED_AT)
        with self._file.reading() as connection:
            ids = connection.execute(newest).scalars().all()
        for session_id in reversed(ids):
            row, sent, lines = self._read(session_id)
            ended = datetime.fromisoformat(lines[-1].at)
            if row.state == SessionState.OPEN or since <= ended < until:
                yield _worked(row, sent, lines)

    def _read(self, session_id: str) -> tuple[Any, str, Sequence[JournalLine]]:
        with self._file.reading() as connection:
            row = connection.execute(select(session).where(session.c.session_id == session_id)).one()
            sent = connection.execute(select(outbox.c.state).where(outbox.c.session_id == session_id)).scalar()
            rows = connection.execute(select(entry).where(entry.c.session_id == session_id).order_by(entry.c.seq))
            with self._file.decoding(f"the journal of session {session_id}"):
                return row, sent or "", [line_of(each) for each in rows]


def _worked(row: Any, sent: str, lines: Sequence[JournalLine]) -> WorkedSession:
    told, last = folded(lines), lines[-1].entry
    new = [label for label in told.labels if not label.recorded]
    return WorkedSession(
        row.session_id,
        row.dn,
        row.state,
        sent or ("confirmed" if isinstance(last, Submitted) else ""),
        tuple(dict.fromkeys(line.by for line in lines if line.by)),
        len(new),
        sum(label.quantity for label in new),
        sum(isinstance(line.entry, CoverAccepted) for line in lines),
        sum(isinstance(line.entry, CoverRefused) for line in lines),
        sum(isinstance(line.entry, CoverUndecided) for line in lines),
        last.discrepancy_reason if isinstance(last, Submitted) else "",
    )
