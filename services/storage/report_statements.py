"""The statements that read a page's keys along one index. The choice of the index is in ``report_drivers.py``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, exists, literal_column, or_, select

from app.ports.session_reports import SessionFilter, SessionKey
from services.storage.report_terms import moment, starts_with
from services.storage.schema import countersign_session, countersign_session_label

_END_OF_TIME = "9999-12-31T00:00:00+00:00"
_SESSION = countersign_session
_LABEL = countersign_session_label
_OF_PART = _LABEL.alias("of_part")
ONE: ColumnElement[int] = literal_column("1")
# As the filtered indices spell them, or they would not be used.
_DISCREPANT = _SESSION.c.discrepancy_reason != literal_column("''")
_REMOVING = _SESSION.c.removed > literal_column("0")


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
    Driver("part_number", _LABEL, "countersign_session_label_by_part"),
)
"""In the order of preference among equals."""


def keys_statement(driver: Driver, wanted: SessionFilter, after: SessionKey | None, limit: int) -> Select[Any]:
    """``submitted_at`` and ``session_id`` of the page's sessions, each once, newest first."""
    at, session_id = driver.table.c.submitted_at, driver.table.c.session_id
    found = along(driver, wanted, after, at, session_id).where(*_besides(driver, wanted))
    found = found.distinct() if driver.table is _LABEL else found
    return found.order_by(at.desc(), session_id.desc()).limit(limit)


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
    of_session = ("station_id", "with_discrepancy", "with_removals")
    rest = [_condition(asks, _SESSION, wanted) for asks in of_session if getattr(wanted, asks) and asks != driver.asks]
    if rest and table is _LABEL:
        yield exists(select(ONE).where(_SESSION.c.session_id == table.c.session_id, *rest).correlate(table))
    else:
        yield from rest


def _has_part(table: Table, wanted: SessionFilter) -> ColumnElement[bool]:
    part = _OF_PART.c
    same = (part.submitted_at == table.c.submitted_at, part.session_id == table.c.session_id)
    found = select(ONE).select_from(_OF_PART).where(part.part_number == str(wanted.part_number), *same)
    return exists(found.with_hint(_OF_PART, "INDEXED BY countersign_session_label_by_part", "sqlite").correlate(table))


def moment_of(iso_utc: str) -> datetime:
    return datetime.fromisoformat(iso_utc)
