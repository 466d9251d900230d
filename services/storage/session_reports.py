"""The reports on a database, whichever engine it is."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, select

from app.domain.errors import ErrorCode, OperationalError
from app.domain.packing_session import AuditEntry
from app.domain.review import committed_state, review_state
from app.ports.session_reports import (
    ROWS_AT_MOST,
    SessionFilter,
    SessionKey,
    SessionLabel,
    SessionPage,
    SessionReport,
    SessionSummary,
)
from services.storage.engine_kind import EngineKind
from services.storage.report_drivers import page_keys
from services.storage.reviews import reviews_of
from services.storage.rows import text_from_utc
from services.storage.schema import (
    countersign_audit,
    countersign_decision,
    countersign_session,
    countersign_session_label,
)
from services.storage.transactions import transaction


class SqlSessionReports:
    """Implements :class:`app.ports.session_reports.SessionReports`; owns ``engine``, of one connection."""

    def __init__(self, engine: Engine, kind: EngineKind) -> None:
        self.engine = engine
        self._kind = kind

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage:
        if not 1 <= limit <= ROWS_AT_MOST:
            raise ValueError(f"a page has 1 to {ROWS_AT_MOST} rows, not {limit}")
        with transaction(self.engine, self._kind) as connection:
            ids = page_keys(connection, wanted, after, limit + 1)
            summaries = _summaries(connection, ids[:limit])
        return SessionPage(summaries, summaries[-1].key if len(ids) > limit else None)

    def session(self, session_id: str) -> SessionReport | None:
        with transaction(self.engine, self._kind) as connection:
            summary = _summaries(connection, [session_id])
            if not summary:
                return None
            labels = _rows(connection, countersign_session_label, session_id, "label")
            decisions = _rows(connection, countersign_decision, session_id, "seq")
            audit = _rows(connection, countersign_audit, session_id, "seq")
            reviews = reviews_of(connection, [session_id])
        return SessionReport(
            summary[0],
            tuple(map(_label, labels)),
            tuple(map(_decision, decisions)),
            tuple(AuditEntry(row.seq, text_from_utc(row.at), row.deed, row.detail, row.acted_by) for row in audit),
            reviews.get(session_id, ()),
        )

    def close(self) -> None:
        self.engine.dispose()


def _summaries(connection: Connection, ids: list[str]) -> tuple[SessionSummary, ...]:
    """In the order of ``ids``; without those that are not there."""
    if not ids:
        return ()
    rows = connection.execute(select(countersign_session).where(countersign_session.c.session_id.in_(ids))).all()
    done = {each: [entry.deed for entry in entries] for each, entries in reviews_of(connection, ids).items()}
    found = {row.session_id: _summary(row, done.get(row.session_id, [])) for row in rows}
    return tuple(found[each] for each in ids if each in found)


def _summary(row: Any, deeds: Sequence[str]) -> SessionSummary:
    return SessionSummary(
        row.session_id,
        row.no_dn,
        row.packing_code,
        row.station_id,
        row.agreement,
        text_from_utc(row.submitted_at),
        text_from_utc(row.committed_at),
        row.labels,
        row.pieces,
        row.removed,
        row.open_parts,
        row.discrepancy_reason,
        _moment(row.note_as_of),
        row.operator,
        _moment(row.opened_at),
        committed_state(row.discrepancy_reason, deeds),
        review_state(deeds),
    )


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else text_from_utc(moment)


def _rows(connection: Connection, table: Table, session_id: str, order: str) -> list[Any]:
    found = select(table).where(table.c.session_id == session_id).order_by(table.c[order])
    return list(connection.execute(found))


def _label(row: Any) -> SessionLabel:
    return SessionLabel(row.label, row.act, row.part_number, row.quantity, text_from_utc(row.scanned_at))


def _decision(row: Any) -> Mapping[str, object]:
    try:
        plain = json.loads(row.detail)
    except ValueError:
        plain = None
    if not isinstance(plain, dict):
        problem = f"decision {row.seq} of session {row.session_id} cannot be read"
        raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)
    return {**plain, "sha256": row.picture_sha256} if row.picture_sha256 else plain
