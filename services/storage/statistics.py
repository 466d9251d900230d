"""What was packed, counted by the database, whichever engine it is. Every statement begins at the sessions of the span,
along their index by time, or by station and time; the one of the verdicts along theirs by time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Engine,
    FromClause,
    Join,
    Select,
    Subquery,
    and_,
    case,
    distinct,
    exists,
    func,
    literal_column,
    select,
)

from app.domain.judging import Verdict
from app.domain.tallies import (
    Confidences,
    Confusion,
    Duration,
    Durations,
    PairSource,
    Span,
    Supplied,
    Verdicts,
    Work,
)
from services.storage.commit_session import COUNTED
from services.storage.engine_kind import EngineKind
from services.storage.office_schema import countersign_verdict
from services.storage.report_terms import moment
from services.storage.schema import (
    countersign_decision,
    countersign_session,
    countersign_session_label,
    countersign_station,
    labels,
)
from services.storage.statistics_terms import bin_of, quarter_begins, quarter_of, seconds_between
from services.storage.transactions import transaction

ACCEPTED, REFUSED = "accepted", "refused"
_CLOCKS_APART = timedelta(days=1)
"""A verdict is given after its session was submitted, but by another machine's clock."""

_SESSION, _DECISION, _NEXT = countersign_session, countersign_decision, countersign_decision.alias("next")
_LABEL, _VERDICT, _LATER = countersign_session_label, countersign_verdict, countersign_verdict.alias("later")
Counted = Select[*tuple[Any, ...]]
_ONE: ColumnElement[int] = literal_column("1")
_COUNT = func.count().label("times")


class SqlStatistics:
    """Implements :class:`app.ports.statistics.Statistics`; owns ``engine``, of one connection."""

    def __init__(self, engine: Engine, kind: EngineKind) -> None:
        self.engine = engine
        self._kind = kind

    def stations(self) -> Sequence[str]:
        station = countersign_station.c.station_id
        return [row.station_id for row in self._rows(select(station).order_by(station))]

    def work(self, span: Span) -> Sequence[Work]:
        return [Work(quarter_begins(row.quarter), *row[1:]) for row in self._rows(work_statement(span))]

    def verdicts(self, span: Span) -> Sequence[Verdicts]:
        return [Verdicts(*row) for row in self._rows(verdicts_statement(span))]

    def confidences(self, span: Span) -> Sequence[Confidences]:
        rows = self._rows(confidences_statement(span))
        return [Confidences(quarter_begins(row.quarter), row.bin, row.times) for row in rows]

    def confusions(self, span: Span) -> Sequence[Confusion]:
        statements = {PairSource.JUDGED: judged_statement(span), PairSource.REFUSED_THEN: refused_then_statement(span)}
        return [
            Confusion(row.claimed, row.right, source, row.times)
            for source, statement in statements.items()
            for row in self._rows(statement)
        ]

    def suppliers(self, span: Span) -> Sequence[Supplied]:
        rows = self._rows(suppliers_statement(span))
        return [Supplied((row.supplier or "").strip(), row.sessions, row.discrepant) for row in rows]

    def durations(self, span: Span) -> Durations:
        rows = self._rows(durations_statement(span))
        known = [row for row in rows if row.seconds is not None and row.seconds >= 0]
        left_out = sum(row.times for row in rows) - sum(row.times for row in known)
        return Durations([Duration(quarter_begins(row.quarter), row.seconds, row.times) for row in known], left_out)

    def close(self) -> None:
        self.engine.dispose()

    def _rows(self, statement: Counted) -> Sequence[Any]:
        with transaction(self.engine, self._kind) as connection:
            return connection.execute(statement).all()


# -- statements -------------------------------------------------------------------------------------------------------


def work_statement(span: Span) -> Counted:
    quarter, session = quarter_of(_SESSION.c.submitted_at).label("quarter"), _SESSION.c
    sums = (func.count(), func.sum(session.labels), func.sum(session.pieces))
    return select(quarter, *sums).where(*_within(span)).group_by(quarter_of(session.submitted_at))


def verdicts_statement(span: Span) -> Counted:
    of = (_DECISION.c.part_number, _DECISION.c.model_label, _DECISION.c.verdict)
    return select(*of, _COUNT).select_from(_decided(span)).group_by(*of)


def confidences_statement(span: Span) -> Counted:
    sessions = _sessions(span)
    quarter, place = quarter_of(sessions.c.submitted_at), bin_of(_DECISION.c.confidence)
    source = sessions.join(_DECISION, _DECISION.c.session_id == sessions.c.session_id)
    counted = select(quarter.label("quarter"), place.label("bin"), _COUNT)
    return counted.select_from(source).group_by(quarter, place)


def judged_statement(span: Span) -> Counted:
    """The newest verdict of each decision, where it says another part."""
    judged, decision = _VERDICT.c, _DECISION.c
    same = and_(_LATER.c.session_id == judged.session_id, _LATER.c.seq == judged.seq)
    newer = exists(select(_ONE).where(same, _LATER.c.verdict_id > judged.verdict_id).correlate(_VERDICT))
    source = _VERDICT.join(_SESSION, _SESSION.c.session_id == judged.session_id).join(
        _DECISION, and_(decision.session_id == judged.session_id, decision.seq == judged.seq)
    )
    return _pairs(source, decision.part_number, judged.right_part).where(
        judged.judged_at >= _moment(span.since - _CLOCKS_APART, judged.judged_at),
        judged.verdict == Verdict.WRONG_PART.value,
        judged.right_part != "",
        decision.part_number != "",
        ~newer,
        *_within(span),
    )


def refused_then_statement(span: Span) -> Counted:
    """A part that was refused, and the one that the session's very next decision accepted."""
    refused, after = _DECISION.c, _NEXT.c
    following = and_(after.session_id == refused.session_id, after.seq == refused.seq + _ONE)
    return _pairs(_decided(span).join(_NEXT, following), refused.part_number, after.part_number).where(
        refused.verdict == REFUSED, after.verdict == ACCEPTED
    )


def suppliers_statement(span: Span) -> Counted:
    sessions = _sessions(span)
    with_reason = case((sessions.c.discrepancy_reason != literal_column("''"), sessions.c.session_id))
    source = sessions.join(_LABEL, _LABEL.c.session_id == sessions.c.session_id)
    source = source.outerjoin(labels, labels.c.label == _LABEL.c.label)
    counts = (
        func.count(distinct(sessions.c.session_id)).label("sessions"),
        func.count(distinct(with_reason)).label("discrepant"),
    )
    counted = select(labels.c.supplier, *counts).select_from(source).where(_LABEL.c.act == COUNTED)
    return counted.group_by(labels.c.supplier)


def durations_statement(span: Span) -> Counted:
    session = _SESSION.c
    of = (quarter_of(session.submitted_at), seconds_between(session.opened_at, session.submitted_at))
    return select(of[0].label("quarter"), of[1].label("seconds"), _COUNT).where(*_within(span)).group_by(*of)


def _sessions(span: Span) -> Subquery:
    """What an index holds of the sessions of the span."""
    session = _SESSION.c
    return select(session.session_id, session.submitted_at, session.discrepancy_reason).where(*_within(span)).subquery()


def _decided(span: Span) -> Join:
    sessions = _sessions(span)
    return sessions.join(_DECISION, _DECISION.c.session_id == sessions.c.session_id)


def _pairs(source: FromClause, claimed: Column[str], right: Column[str]) -> Counted:
    found = select(claimed.label("claimed"), right.label("right"), _COUNT).select_from(source)
    return found.where(claimed != right).group_by(claimed, right)


def _within(span: Span) -> tuple[ColumnElement[bool], ...]:
    session = _SESSION.c
    since, until = (_moment(each, session.submitted_at) for each in (span.since, span.until))
    station = (session.station_id == span.station_id,) if span.station_id else ()
    return (session.submitted_at >= since, session.submitted_at < until, *station)


def _moment(at: datetime, column: Column[datetime]) -> ColumnElement[Any]:
    return moment(at.isoformat(), column)
