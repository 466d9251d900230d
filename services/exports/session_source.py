"""Sessions and their labels as an export reads them: many sessions' labels in one statement."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, select

from app.ports.session_reports import (
    SessionFilter,
    SessionKey,
    SessionLabel,
    SessionPage,
    SessionReports,
    SessionSummary,
)
from services.storage.engine_kind import EngineKind
from services.storage.rows import text_from_utc
from services.storage.schema import countersign_session_label
from services.storage.transactions import transaction


class SessionSource:
    """Implements :class:`app.ports.exports.ExportSource` for one or several sources, which are put one into the other
    by their order. What is not committed is little, and its labels are asked for session by session. Owns neither
    ``sources`` nor ``engine``."""

    def __init__(self, sources: Sequence[SessionReports], engine: Engine, kind: EngineKind) -> None:
        self._sources, self._engine, self._kind = sources, engine, kind

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage:
        pages = [source.page(wanted, after, limit) for source in self._sources]
        found = sorted((each for page in pages for each in page.sessions), key=_place, reverse=True)
        more = len(found) > limit or any(page.next_after for page in pages)
        some = tuple(found[:limit])
        return SessionPage(some, some[-1].key if more and some else None)

    def labels_of(self, sessions: Sequence[SessionSummary]) -> Mapping[str, Sequence[SessionLabel]]:
        found = self._committed([each.session_id for each in sessions if each.committed_at])
        for each in sessions:
            if not each.committed_at:
                found[each.session_id] = self._labels(each.session_id)
        return found

    def _labels(self, session_id: str) -> list[SessionLabel]:
        reports = (source.session(session_id) for source in self._sources)
        return next((list(report.labels) for report in reports if report), [])

    def _committed(self, session_ids: list[str]) -> dict[str, list[SessionLabel]]:
        found: dict[str, list[SessionLabel]] = {}
        if not session_ids:
            return found
        table = countersign_session_label
        some = select(table.c.session_id, table.c.label, table.c.act, table.c.part_number, table.c.quantity,
                      table.c.scanned_at).where(table.c.session_id.in_(session_ids))  # fmt: skip
        with transaction(self._engine, self._kind) as connection:
            for row in connection.execute(some.order_by(table.c.session_id, table.c.label)):
                found.setdefault(row.session_id, []).append(_label(row))
        return found


def _place(of: SessionSummary) -> tuple[str, str]:
    return of.key.submitted_at, of.session_id


def _label(row: Any) -> SessionLabel:
    return SessionLabel(row.label, row.act, row.part_number, row.quantity, text_from_utc(row.scanned_at))
