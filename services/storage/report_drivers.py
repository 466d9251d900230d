"""Which index a page of sessions is read along, and the statements that read it.

Every index of the reports but one has the order of the page: after its own column it goes by ``submitted_at`` and
``session_id``, so a page is one seek and a walk of as many entries as it takes to fill it. With several things asked
for, the rarest drives, from the newest place at which each of them occurs, and the others are looked at on the way;
what is rare is counted first, up to ``COMMON`` index entries. The one without that order is the index by DN: what fits
a prefix is read whole and sorted, unless that is a good part of all there is: then the prefix is looked at on the way.
So what matches rarely ends soon for want of entries, and what matches often for want of room on the page. Slow is left
only what is common each by itself, at the same time, and hardly ever together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from app.ports.session_reports import SessionFilter, SessionKey
from services.storage.report_terms import moment, starts_with
from services.storage.rows import text_from_utc
from services.storage.schema import countersign_session, countersign_session_label

COMMON = 100_000
"""Index entries from which on a filter counts as common, however many there are."""
SORTED_AT_MOST = 200_000
"""Sessions of a DN prefix that are sorted for a page, from the index alone."""
SOUGHT_AT_MOST = 20_000
"""Sessions of a DN prefix each of which is asked for its parts."""
_ALL = 2**31 - 1
"""DNs are numbered as time goes on: read from the last, the newest come first and hardly any other enters the page
that is being sorted. Without a limit of its own that reading would lose its order."""
_A_TICK = timedelta(milliseconds=10)
"""More than either engine rounds a time by."""
_END_OF_TIME = "9999-12-31T00:00:00+00:00"

_SESSION = countersign_session
_LABEL = countersign_session_label
_OF_PART = _LABEL.alias("of_part")
_ONE: ColumnElement[int] = literal_column("1")
# As the filtered indices spell them, or they would not be used.
_DISCREPANT = _SESSION.c.discrepancy_reason != literal_column("''")
_REMOVING = _SESSION.c.removed > literal_column("0")


@dataclass(frozen=True, slots=True)
class Driver:
    """``asks``: the field of the filter that its index answers; "" for time alone. ``sorts``: the index has not the
    order of the page."""

    asks: str
    table: Table
    index: str
    sorts: bool = False


_BY_LABEL = Driver("label", _LABEL, "countersign_session_label_by_label")
_BY_TIME = Driver("", _SESSION, "countersign_session_by_time")
_BY_DN = Driver("dn_prefix", _SESSION, "countersign_session_by_dn", sorts=True)
_IN_ORDER = (
    Driver("with_removals", _SESSION, "countersign_session_removing"),
    Driver("with_discrepancy", _SESSION, "countersign_session_discrepant"),
    Driver("station_id", _SESSION, "countersign_session_by_station"),
    Driver("part_number", _LABEL, "countersign_session_label_by_part"),
)
"""In the order of preference among equals."""


def page_keys(connection: Connection, wanted: SessionFilter, after: SessionKey | None, limit: int) -> list[str]:
    """The ids of the page's sessions, newest first."""
    asked = [driver for driver in _IN_ORDER if getattr(wanted, driver.asks)]
    if wanted.label is not None:
        return _ids(connection, _BY_LABEL, wanted, after, limit)  # in a few sessions at most
    if len(asked) + bool(wanted.dn_prefix) > 1:
        newest = [_newest(connection, driver, wanted, after) for driver in asked]
        if None in newest:
            return []
        wanted = _not_after(min(filter(None, newest)), wanted)
    return _ids(connection, _best(connection, asked, wanted, after), wanted, after, limit)


def _best(connection: Connection, asked: list[Driver], wanted: SessionFilter, after: SessionKey | None) -> Driver:
    """Each is counted no further than the best before it: to be rarer it must end there."""
    best, fewest = (asked[0] if asked else _BY_TIME), COMMON
    if not wanted.dn_prefix and len(asked) <= 1:
        return best
    for driver in asked:
        found = entries(connection, driver, wanted, after, fewest)
        best, fewest = (driver, found) if found < fewest else (best, fewest)
    if wanted.dn_prefix:
        at_most = min(fewest, SORTED_AT_MOST if wanted.part_number is None else SOUGHT_AT_MOST)
        return _BY_DN if entries(connection, _BY_DN, wanted, after, at_most) <= at_most else best
    return best


def entries(
    connection: Connection, driver: Driver, wanted: SessionFilter, after: SessionKey | None, at_most: int
) -> int:
    """How many index entries a page may have to look at, counted up to one more than ``at_most``."""
    found = _along(driver, wanted, after, _ONE).limit(at_most + 1)
    return connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()


def _newest(connection: Connection, driver: Driver, wanted: SessionFilter, after: SessionKey | None) -> datetime | None:
    at: Column[datetime] = driver.table.c.submitted_at
    return connection.execute(_along(driver, wanted, after, at).order_by(at.desc()).limit(1)).scalar()


def _not_after(newest: datetime, wanted: SessionFilter) -> SessionFilter:
    until = text_from_utc(newest + _A_TICK)
    return replace(wanted, until=min(until, wanted.until or until, key=_moment))


def _ids(
    connection: Connection, driver: Driver, wanted: SessionFilter, after: SessionKey | None, limit: int
) -> list[str]:
    return [row.session_id for row in connection.execute(keys_statement(driver, wanted, after, limit))]


def keys_statement(driver: Driver, wanted: SessionFilter, after: SessionKey | None, limit: int) -> Select[Any]:
    """``submitted_at`` and ``session_id`` of the page's sessions, each once, newest first."""
    columns = driver.table.c.submitted_at, driver.table.c.session_id
    found = _along(driver, wanted, after, *columns).where(*_besides(driver, wanted))
    if driver.sorts:
        scanned = found.order_by(driver.table.c.no_dn.desc()).limit(_ALL).subquery()
        return _newest_first(select(scanned), scanned, limit)
    return _newest_first(found.distinct() if driver.table is _LABEL else found, driver.table, limit)


def _newest_first(found: Select[Any], of: FromClause, limit: int) -> Select[Any]:
    return found.order_by(of.c.submitted_at.desc(), of.c.session_id.desc()).limit(limit)


def _along(
    driver: Driver, wanted: SessionFilter, after: SessionKey | None, *columns: ColumnElement[Any]
) -> Select[Any]:
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
    if after is not None and not (wanted.until and _moment(wanted.until) <= _moment(after.submitted_at)):
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
        yield exists(select(_ONE).where(_SESSION.c.session_id == table.c.session_id, *rest).correlate(table))
    else:
        yield from rest


def _has_part(table: Table, wanted: SessionFilter) -> ColumnElement[bool]:
    part = _OF_PART.c
    same = (part.submitted_at == table.c.submitted_at, part.session_id == table.c.session_id)
    found = select(_ONE).select_from(_OF_PART).where(part.part_number == str(wanted.part_number), *same)
    return exists(found.with_hint(_OF_PART, "INDEXED BY countersign_session_label_by_part", "sqlite").correlate(table))


def _moment(iso_utc: str) -> datetime:
    return datetime.fromisoformat(iso_utc)
