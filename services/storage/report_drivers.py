"""Which index a page of sessions is read along.

Every index of the reports but one has the order of the page: after its own column it goes by ``submitted_at`` and
``session_id``, so a page is one seek and a walk of as many entries as it takes to fill it. With several things asked
for, the rarest drives and the others are looked at on the way, from the newest place on at which each of them occurs;
what is rare is counted first, up to ``COMMON`` index entries. So what matches rarely ends soon for want of entries, and
what matches often for want of room on the page.

The one without that order is the index by DN. Where a prefix fits few sessions they are read and sorted. Where all that
is asked for is common, the newest entries most often fill the page. Where they do not, the prefix may belong to
another time: the index by DN tells to which, up to ``COUNTED_AT_MOST`` sessions.

What supervisors have done is few as a rule: then those sessions are looked up by their ids and sorted. Where it is a
great many, and where it is asked for what nobody has done, each session is asked about on the way.

Slow is left only what is common each by itself, at the same times, and hardly ever together.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Select, func, select

from app.domain.review import ReviewDeed, SessionState
from app.ports.session_reports import SessionFilter, SessionKey, readings
from services.storage.report_statements import (
    BY_DN,
    BY_LABEL,
    BY_TIME,
    IN_ORDER,
    ONE,
    Driver,
    along,
    deed_asked,
    deed_keys_statement,
    deeds_statement,
    keys_statement,
    moment_of,
)
from services.storage.rows import text_from_utc

COMMON = 100_000
"""Index entries from which on a filter counts as common, however many there are."""
SORTED_AT_MOST = 20_000
"""Index entries that are looked at without a second thought."""
COUNTED_AT_MOST = 200_000
"""Sessions of a DN prefix that are asked for their times."""
_KEPT_ELSEWHERE = {SessionState.CONFLICT, SessionState.PROVISIONAL}
_A_TICK = timedelta(milliseconds=10)
"""More than either engine rounds a time by."""


Key = tuple[datetime, str]
"""``submitted_at``, as the database has it, and ``session_id``."""


def page_keys(connection: Connection, wanted: SessionFilter, after: SessionKey | None, limit: int) -> list[str]:
    """The ids of the page's sessions, newest first. A searched text may mean several things: each is looked for."""
    if wanted.state in _KEPT_ELSEWHERE:
        return []
    if wanted.state is SessionState.DISCREPANCY:
        wanted = replace(wanted, with_discrepancy=True)
    if wanted.with_discrepancy and wanted.state is SessionState.COMMITTED:
        return []
    found = {key for each in readings(wanted) for key in _keys_of(connection, each, after, limit)}
    return [session_id for _, session_id in sorted(found, reverse=True)[:limit]]


def _keys_of(connection: Connection, wanted: SessionFilter, after: SessionKey | None, limit: int) -> list[Key]:
    if wanted.label is not None:
        return _keys(connection, BY_LABEL, wanted, after, limit)  # in a few sessions at most
    deed = deed_asked(wanted)
    if deed is not None and _deeds(connection, deed) <= SORTED_AT_MOST:
        return _read(connection, deed_keys_statement(deed, wanted, after, limit))
    asked = [driver for driver in IN_ORDER if getattr(wanted, driver.asks)]
    if not wanted.dn_prefix and len(asked) <= 1:
        return _keys(connection, asked[0] if asked else BY_TIME, wanted, after, limit)
    newest = [_newest(connection, driver, wanted, after) for driver in asked]
    if None in newest:
        return []
    wanted = _within(None, [at for at in newest if at], wanted)
    rarest, fewest = _rarest(connection, asked, wanted, after)
    few = min(fewest, SORTED_AT_MOST)
    if wanted.dn_prefix and _entries(connection, BY_DN, _prefix_alone(wanted), None, few) <= few:
        return _keys(connection, BY_DN, wanted, after, limit)
    if wanted.dn_prefix and fewest > SORTED_AT_MOST:
        return _common(connection, rarest, wanted, after, limit)
    return _keys(connection, rarest, wanted, after, limit)


def _rarest(
    connection: Connection, asked: list[Driver], wanted: SessionFilter, after: SessionKey | None
) -> tuple[Driver, int]:
    """And its entries. Each is counted no further than the rarest before it: to be rarer it must end there."""
    rarest, fewest = (asked[0] if asked else BY_TIME), COMMON
    for driver in asked:
        found = _entries(connection, driver, wanted, after, fewest)
        rarest, fewest = (driver, found) if found < fewest else (rarest, fewest)
    return rarest, fewest


def _common(
    connection: Connection, driver: Driver, wanted: SessionFilter, after: SessionKey | None, limit: int
) -> list[Key]:
    """Of a DN prefix beside nothing rare: among the driver's newest entries, or else in the prefix's own time."""
    at = driver.table.c.submitted_at
    entries = along(driver, wanted, after, at).order_by(at.desc()).limit(SORTED_AT_MOST + 1).subquery()
    recent = connection.execute(select(func.min(entries.c.submitted_at))).scalar()
    found = _keys(connection, driver, _within(recent, [], wanted), after, limit)
    if len(found) == limit:
        return found
    oldest, newest = _times_of_prefix(connection, wanted)
    return _keys(connection, driver, _within(oldest, [newest] if newest else [], wanted), after, limit)


def _entries(
    connection: Connection, driver: Driver, wanted: SessionFilter, after: SessionKey | None, at_most: int
) -> int:
    """How many index entries a page may have to look at, counted up to one more than ``at_most``."""
    found = along(driver, wanted, after, ONE).limit(at_most + 1)
    return connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()


def _prefix_alone(wanted: SessionFilter) -> SessionFilter:
    """At any time: the index by DN would look at every other time to count those of one."""
    return SessionFilter(dn_prefix=wanted.dn_prefix)


def _times_of_prefix(connection: Connection, wanted: SessionFilter) -> tuple[datetime | None, datetime | None]:
    """The oldest and the newest; None: it fits too many to tell."""
    of_prefix = along(BY_DN, _prefix_alone(wanted), None, BY_DN.table.c.submitted_at)
    found = of_prefix.limit(COUNTED_AT_MOST + 1).subquery()
    at = found.c.submitted_at
    sessions, oldest, newest = connection.execute(select(func.count(), func.min(at), func.max(at))).one()
    return (oldest, newest) if sessions <= COUNTED_AT_MOST else (None, None)


def _newest(connection: Connection, driver: Driver, wanted: SessionFilter, after: SessionKey | None) -> datetime | None:
    at: Column[datetime] = driver.table.c.submitted_at
    return connection.execute(along(driver, wanted, after, at).order_by(at.desc()).limit(1)).scalar()


def _within(oldest: datetime | None, newest: list[datetime], wanted: SessionFilter) -> SessionFilter:
    """What is wanted, not before ``oldest`` and not after any of ``newest``."""
    untils = [text_from_utc(at + _A_TICK) for at in newest] + [wanted.until]
    sinces = [text_from_utc(oldest - _A_TICK) if oldest else "", wanted.since]
    return replace(
        wanted,
        since=max(filter(None, sinces), key=moment_of, default=""),
        until=min(filter(None, untils), key=moment_of, default=""),
    )


def _deeds(connection: Connection, deed: ReviewDeed) -> int:
    """How often it was done, counted up to one more than are looked up and sorted."""
    found = deeds_statement(deed).limit(SORTED_AT_MOST + 1)
    return connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()


def _keys(
    connection: Connection, driver: Driver, wanted: SessionFilter, after: SessionKey | None, limit: int
) -> list[Key]:
    return _read(connection, keys_statement(driver, wanted, after, limit))


def _read(connection: Connection, statement: Select[Any]) -> list[Key]:
    return [(row.submitted_at, row.session_id) for row in connection.execute(statement)]
