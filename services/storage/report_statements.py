"""The statements that read a page's keys along one index. The choice of the index is in ``report_drivers.py``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Select, Table, exists, literal_column, not_, or_, select

from app.domain.review import ReviewDeed, ReviewState, SessionState
from app.ports.session_reports import SessionFilter, SessionKey
from services.storage.office_schema import countersign_review
from services.storage.report_terms import moment, starts_with
from services.storage.schema import countersign_session, countersign_session_label

_END_OF_TIME = "9999-12-31T00:00:00+00:00"
_SESSION = countersign_session
_LABEL = countersign_session_label
_REVIEW = countersign_review
_OF_PART = _LABEL.alias("of_part")
ONE: ColumnElement[int] = literal_column("1")
# As the filtered indices spell them, or they would not be used.
_DISCREPANT = _SESSION.c.discrepancy_reason != literal_column("''")
_REMOVING = _SESSION.c.removed > literal_column("0")
_STATES = (ReviewDeed.REVIEWED.value, ReviewDeed.REOPENED.value)
_NEWEST_FIRST = "INDEXED BY countersign_review_by_session"


@dataclass(frozen=True, slots=True)
class Driver:
    """``asks``: the field of the filter that its index answers; "" for time alone."""

    asks: str
    table: Table
    index: str


BY_LABEL = Driver("label", _LABEL, "countersign_session_label_by_label")
BY_TIME = Driver("", _SESSION, "countersign_session_by_time")
BY_DN = Driver("dn_prefix", _SESSION, "countersign_session_by_dn")
"""The one whose index has not the order of the page."""
IN_ORDER = (
    Driver("with_removals", _SESSION, "countersign_session_removing"),
    Driver("with_discrepancy", _SESSION, "countersign_session_discrepant"),
    Driver("station_id", _SESSION, "countersign_session_by_station"),
    Driver("operator", _SESSION, "countersign_session_by_operator"),
    Driver("part_number", _LABEL, "countersign_session_label_by_part"),
)
"""In the order of preference among equals."""
_OF_DEED = "INDEXED BY countersign_review_by_deed"
_BY_ID = "INDEXED BY sqlite_autoindex_countersign_session_1"


def keys_statement(driver: Driver, wanted: SessionFilter, after: SessionKey | None, limit: int) -> Select[Any]:
    """``submitted_at`` and ``session_id`` of the page's sessions, each once, newest first."""
    at, session_id = driver.table.c.submitted_at, driver.table.c.session_id
    found = along(driver, wanted, after, at, session_id).where(*_besides(driver, wanted))
    found = found.distinct() if driver.table is _LABEL else found
    return found.order_by(at.desc(), session_id.desc()).limit(limit)


def deed_asked(wanted: SessionFilter) -> ReviewDeed | None:
    """What somebody must have done to each session that is wanted; None: nothing."""
    if wanted.state is SessionState.VOIDED:
        return ReviewDeed.VOIDED
    deeds = {ReviewState.REVIEWED: ReviewDeed.REVIEWED, ReviewState.REOPENED: ReviewDeed.REOPENED}
    return deeds.get(wanted.review) if wanted.review else None


def deeds_statement(deed: ReviewDeed) -> Select[Any]:
    """The sessions to which it was done, each as often as it was."""
    table = _REVIEW
    return select(table.c.session_id).where(table.c.deed == deed.value).with_hint(table, _OF_DEED, "sqlite")


def deed_keys_statement(deed: ReviewDeed, wanted: SessionFilter, after: SessionKey | None, limit: int) -> Select[Any]:
    """As :func:`keys_statement`, among the sessions to which ``deed`` was done: few, which are looked up and sorted."""
    at, session_id = _SESSION.c.submitted_at, _SESSION.c.session_id
    found = select(at, session_id).with_hint(_SESSION, _BY_ID, "sqlite")
    found = found.where(session_id.in_(deeds_statement(deed)), *_between(_SESSION, wanted, after))
    return found.where(*_besides(BY_TIME, wanted)).order_by(at.desc(), session_id.desc()).limit(limit)


def along(driver: Driver, wanted: SessionFilter, after: SessionKey | None, *columns: ColumnElement[Any]) -> Select[Any]:
    """The entries of the driver's index in question. Only SQLite is told which index; SQL Server keeps statistics."""
    table = driver.table
    along = select(*columns).select_from(table).with_hint(table, f"INDEXED BY {driver.index}", "sqlite")
    if driver.asks:
        along = along.where(_condition(driver.asks, table, wanted))
    return along.where(*_between(table, wanted, after))


def _condition(asks: str, table: Table, wanted: SessionFilter) -> ColumnElement[bool]:
    """What the field demands of a row of ``table``."""
    match asks:
        case "label":
            return table.c.label == str(wanted.label)
        case "part_number":
            return table.c.part_number == str(wanted.part_number)
        case "station_id":
            return table.c.station_id == wanted.station_id
        case "operator":
            return table.c.operator == wanted.operator
        case "dn_prefix":
            return starts_with(table.c.no_dn, wanted.dn_prefix)
    return _REMOVING if asks == "with_removals" else _DISCREPANT


def _between(table: Table, wanted: SessionFilter, after: SessionKey | None) -> Iterator[ColumnElement[bool]]:
    """From where to where in the order of time: always one upper bound, the tighter, for the seek to begin at. SQL
    Server compares no pairs, so the bound in time is said beside the pair's own."""
    at: Column[datetime] = table.c.submitted_at
    if wanted.since:
        yield at >= moment(wanted.since, at)
    if after is not None and not (wanted.until and moment_of(wanted.until) <= moment_of(after.submitted_at)):
        bound = moment(after.submitted_at, at)
        yield at <= bound
        yield or_(at < bound, table.c.session_id < after.session_id)
    else:
        yield at < moment(wanted.until or _END_OF_TIME, at)


def _besides(driver: Driver, wanted: SessionFilter) -> Iterator[ColumnElement[bool]]:
    """What the driver's index does not answer. The DN stands in every index, a part is one seek more, the rest a look
    at the session."""
    table = driver.table
    if wanted.dn_prefix and driver.asks != "dn_prefix":
        yield _condition("dn_prefix", table, wanted)
    if wanted.part_number is not None and driver.asks != "part_number":
        yield _has_part(table, wanted)
    of_session = ("station_id", "operator", "with_discrepancy", "with_removals")
    rest = [_condition(asks, _SESSION, wanted) for asks in of_session if getattr(wanted, asks) and asks != driver.asks]
    if wanted.state is SessionState.COMMITTED:
        rest.append(not_(_DISCREPANT))
    if rest and table is _LABEL:
        yield exists(select(ONE).where(_SESSION.c.session_id == table.c.session_id, *rest).correlate(table))
    else:
        yield from rest
    yield from _standing(table, wanted)


def _standing(table: Table, wanted: SessionFilter) -> Iterator[ColumnElement[bool]]:
    """What supervisors have done about it, by rules RV1 and RV2."""
    if wanted.state is not None:
        voided = _review(table, [ReviewDeed.VOIDED.value], _OF_DEED)
        yield exists(voided) if wanted.state is SessionState.VOIDED else not_(exists(voided))
    if wanted.review is ReviewState.NOT_REVIEWED:
        yield not_(exists(_review(table, _STATES, _NEWEST_FIRST)))
    elif wanted.review is not None:
        of = _REVIEW.alias("of_session")
        newest = _review(table, _STATES, _NEWEST_FIRST, of.c.deed, of).order_by(of.c.seq.desc()).limit(1)
        yield newest.scalar_subquery() == wanted.review.value


def _review(
    table: Table, deeds: Sequence[str], hint: str, what: ColumnElement[Any] = ONE, of: FromClause | None = None
) -> Select[Any]:
    """``what`` of the deeds done to the session of a row of ``table``."""
    of = _REVIEW.alias("of_session") if of is None else of
    done = (of.c.session_id == table.c.session_id, of.c.deed.in_(deeds))
    return select(what).select_from(of).where(*done).with_hint(of, hint, "sqlite").correlate(table)


def _has_part(table: Table, wanted: SessionFilter) -> ColumnElement[bool]:
    part = _OF_PART.c
    same = (part.submitted_at == table.c.submitted_at, part.session_id == table.c.session_id)
    found = select(ONE).select_from(_OF_PART).where(part.part_number == str(wanted.part_number), *same)
    return exists(found.with_hint(_OF_PART, "INDEXED BY countersign_session_label_by_part", "sqlite").correlate(table))


def moment_of(iso_utc: str) -> datetime:
    return datetime.fromisoformat(iso_utc)
