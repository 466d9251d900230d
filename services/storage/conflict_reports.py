"""Sessions that the factory's database could not take, told as the reports tell the others."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, or_, select, true

from app.domain.errors import ErrorCode, OperationalError
from app.domain.review import SessionState, review_state
from app.ports.session_reports import (
    ROWS_AT_MOST,
    ConflictReport,
    SessionFilter,
    SessionKey,
    SessionPage,
    SessionReport,
    SessionSummary,
    readings,
)
from services.storage.engine_kind import EngineKind
from services.storage.record_json import holders_from_json, record_from_json
from services.storage.record_reports import passes, record_report, record_summary
from services.storage.report_terms import moment, starts_with
from services.storage.reviews import reviews_of
from services.storage.rows import text_from_utc
from services.storage.schema import countersign_conflict
from services.storage.transactions import transaction

_TABLE = countersign_conflict


class SqlConflictReports:
    """Implements :class:`app.ports.session_reports.SessionReports` for conflicts, settled and not, each in the place of
    the time at which it was found; owns ``engine``, of one connection."""

    def __init__(self, engine: Engine, kind: EngineKind) -> None:
        self.engine = engine
        self._kind = kind

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage:
        if not 1 <= limit <= ROWS_AT_MOST:
            raise ValueError(f"a page has 1 to {ROWS_AT_MOST} rows, not {limit}")
        found: list[SessionSummary] = []
        if wanted.state in {None, SessionState.CONFLICT} and readings(wanted):
            with transaction(self.engine, self._kind) as connection:
                for summary in _passing(connection, wanted, after, limit + 1):
                    found.append(summary)
                    if len(found) > limit:
                        break
        return SessionPage(tuple(found[:limit]), found[limit - 1].key if len(found) > limit else None)

    def session(self, session_id: str) -> SessionReport | None:
        newest = select(_TABLE).where(_TABLE.c.session_id == session_id).order_by(_TABLE.c.found_at.desc()).limit(1)
        with transaction(self.engine, self._kind) as connection:
            row = connection.execute(newest).first()
            if row is None:
                return None
            summary = _with_reviews(connection, [(row.record, _summary(row))])[0][1]
            reviews = reviews_of(connection, [session_id]).get(session_id, ())
        return replace(_report(row, summary), reviews=reviews)

    def close(self) -> None:
        self.engine.dispose()


def _passing(
    connection: Connection, wanted: SessionFilter, after: SessionKey | None, at_once: int
) -> Iterator[SessionSummary]:
    while True:
        rows = connection.execute(_newest(wanted, after).limit(at_once)).all()
        told = _with_reviews(connection, [(row.record, _summary(row)) for row in rows])
        yield from (summary for text, summary in told if passes(text, summary, wanted))
        if len(rows) < at_once:
            return
        after = told[-1][1].key


def _newest(wanted: SessionFilter, after: SessionKey | None) -> Select[Any]:
    at, session_id = _TABLE.c.found_at, _TABLE.c.session_id
    found = select(_TABLE).order_by(at.desc(), session_id.desc())
    if after is not None:
        bound = moment(after.submitted_at, at)
        found = found.where(at <= bound, or_(at < bound, session_id < after.session_id))
    if wanted.since:
        found = found.where(at >= moment(wanted.since, at))
    if wanted.until:
        found = found.where(at < moment(wanted.until, at))
    if wanted.station_id:
        found = found.where(_TABLE.c.station_id == wanted.station_id)
    if wanted.dn_prefix:
        found = found.where(starts_with(_TABLE.c.no_dn, wanted.dn_prefix))
    return found.where(or_(*map(_named, readings(wanted))))


def _named(wanted: SessionFilter) -> ColumnElement[bool]:
    """What is asked for stands somewhere in the record; where exactly is looked at afterwards."""
    asked = (wanted.dn_prefix, wanted.operator, wanted.label, wanted.part_number)
    texts = [json.dumps(str(each))[1:-1] for each in asked if each]
    return and_(true(), *(_TABLE.c.record.contains(text, autoescape=True) for text in texts))


def _summary(row: Any) -> SessionSummary:
    settled_at = "" if row.settled_at is None else text_from_utc(row.settled_at)
    try:
        state, found_at = SessionState.CONFLICT, text_from_utc(row.found_at)
        summary = record_summary(row.record, state, row.no_dn, found_at, settled_at)
    except ValueError as error:
        raise _unreadable(row) from error
    return replace(summary, session_id=row.session_id, station_id=row.station_id)


def _with_reviews(connection: Connection, told: list[tuple[str, SessionSummary]]) -> list[tuple[str, SessionSummary]]:
    done = reviews_of(connection, [summary.session_id for _, summary in told]) if told else {}
    return [
        (text, replace(of, review=review_state(each.deed for each in done.get(of.session_id, ())))) for text, of in told
    ]


def _report(row: Any, summary: SessionSummary) -> SessionReport:
    try:
        report = record_report(record_from_json(row.record), summary)
        labels, holders = tuple(map(str, json.loads(row.labels))), holders_from_json(row.holders)
    except (ValueError, TypeError) as error:
        raise _unreadable(row) from error
    settled = (row.settled_by or "", row.settlement or "")
    found = ConflictReport(row.conflict_id, row.reason, summary.found_at, labels, holders, summary.settled_at, *settled)
    return replace(report, conflict=found)


def _unreadable(row: Any) -> OperationalError:
    problem = f"the conflict {row.conflict_id} cannot be read"
    return OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)
