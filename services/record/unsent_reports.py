"""Sessions of this station that the factory has not confirmed yet, told as the reports tell the others."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from app.domain.review import SessionState
from app.ports.session_reports import (
    ROWS_AT_MOST,
    SessionFilter,
    SessionKey,
    SessionPage,
    SessionReport,
    SessionSummary,
)
from app.ports.station_record import MessageState
from services.record.outbox import UNSETTLED
from services.record.schema import outbox
from services.record.station_file import StationFile
from services.storage.record_json import record_from_json
from services.storage.record_reports import passes, record_report, record_summary

Place = tuple[str, str, int]
"""When it was submitted, its id, and the number of its message."""
_UNSENT = select(outbox).where(outbox.c.state.in_(UNSETTLED))


class SqlUnsentReports:
    """Implements :class:`app.ports.session_reports.SessionReports` for what waits in the outbox or was set aside there;
    any thread. They are as few as two days alone make them."""

    def __init__(self, file: StationFile) -> None:
        self._file = file

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage:
        if not 1 <= limit <= ROWS_AT_MOST:
            raise ValueError(f"a page has 1 to {ROWS_AT_MOST} rows, not {limit}")
        if wanted.state not in {None, SessionState.PROVISIONAL}:
            return SessionPage((), None)
        with self._file.reading() as connection:
            places = [place for place in self._places(connection) if after is None or place[:2] < _order(after)]
            found: list[SessionSummary] = []
            for *_, seq in sorted(places, reverse=True):
                found += self._passing(connection, seq, wanted)
                if len(found) > limit:
                    break
        return SessionPage(tuple(found[:limit]), found[limit - 1].key if len(found) > limit else None)

    def session(self, session_id: str) -> SessionReport | None:
        with self._file.reading() as connection:
            row = connection.execute(_UNSENT.where(outbox.c.session_id == session_id)).first()
        if row is None:
            return None
        with self._file.decoding(f"message {row.seq} of the outbox"):
            report = record_report(record_from_json(row.record), _summary(row))
        return replace(report, waits=row.problem or MessageState(row.state).value)

    def close(self) -> None:
        """The file is the record's, which closes it."""

    def _places(self, connection: Connection) -> list[Place]:
        light = _UNSENT.with_only_columns(outbox.c.created_at, outbox.c.session_id, outbox.c.seq)
        with self._file.decoding("the outbox"):
            return [(*_order(SessionKey(row[0], row[1])), row[2]) for row in connection.execute(light)]

    def _passing(self, connection: Connection, seq: int, wanted: SessionFilter) -> list[SessionSummary]:
        row = connection.execute(_UNSENT.where(outbox.c.seq == seq)).one()
        with self._file.decoding(f"message {row.seq} of the outbox"):
            summary = _summary(row)
            return [summary] if passes(row.record, summary, wanted) else []


def _summary(row: Any) -> SessionSummary:
    """In the place of its submission, which is when its message was written."""
    summary = record_summary(row.record, SessionState.PROVISIONAL, row.dn)
    return replace(summary, submitted_at=SessionKey(row.created_at, row.session_id).submitted_at)


def _order(key: SessionKey) -> tuple[str, str]:
    return key.submitted_at, key.session_id
