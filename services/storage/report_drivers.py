"""Which index a page of sessions is read along.

Every index of the reports but one has the order of the page: after its own column it goes by ``submitted_at`` and
``session_id``, so a page is one seek and a walk of as many entries as it takes to fill it. With several things asked
for, the rarest drives and the others are looked at on the way, from the newest place on at which each of them occurs;
what is rare is counted first, up to ``COMMON`` index entries. So what matches rarely ends soon for want of entries, and
what matches often for want of room on the page.

The one without that order is the index by DN. It tells how many sessions fit a prefix and between which times they lie:
few are sorted, many are looked at on the way from the newest to the oldest. Of more than ``COUNTED_AT_MOST`` nothing is
known, and the prefix is looked at from the newest session of all.

Slow is left only what is common each by itself, at the same times, and hardly ever together.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, func, select

from app.ports.session_reports import SessionFilter, SessionKey
from services.storage.report_statements import (
    BY_DN,
    BY_LABEL,
    BY_TIME,
    IN_ORDER,
    ONE,
    Driver,
    along,
    keys_statement,
    moment_of,
)
from services.storage.rows import text_from_utc

COMMON = 100_000
"""Index entries from which on a filter counts as common, however many there are."""
SORTED_AT_MOST = 20_000
"""Sessions of a DN prefix that are sorted for a page."""
COUNTED_AT_MOST = 200_000
"""Sessions of a DN prefix that are counted."""
_A_TICK = timedelta(milliseconds=10)
"""More than either engine rounds a time by."""


@dataclass(frozen=True, slots=True)
class OfPrefix:
    """How many sessions fit the DN prefix, and between which times they lie: None for none, or too many."""

    sessions: int
    oldest: datetime | None
    newest: datetime | None


_NO_PREFIX = OfPrefix(COUNTED_AT_MOST + 1, None, None)


def page_keys(connection: Connection, wanted: SessionFilter, after: SessionKey | None, limit: int) -> list[str]:
    """The ids of the page's sessions, newest first."""
    if wanted.label is not None:
        return _ids(connection, BY_LABEL, wanted, after, limit)  # in a few sessions at most
    asked = [driver for driver in IN_ORDER if getattr(wanted, driver.asks)]
    if not wanted.dn_prefix and len(asked) <= 1:
        return _ids(connection, asked[0] if asked else BY_TIME, wanted, after, limit)
    of_prefix = _of_prefix(connection, wanted, after) if wanted.dn_prefix else _NO_PREFIX
    newest = [_newest(connection, driver, wanted, after) for driver in asked]
    if None in newest or not of_prefix.sessions:
        return []
    wanted = _within(of_prefix.oldest, [at for at in (*newest, of_prefix.newest) if at], wanted)
    driver = _rarest(connection, asked, of_prefix, wanted, after)
    return _ids(connection, driver, wanted, after, limit)


def _rarest(
    connection: Connection,
    asked: list[Driver],
    of_prefix: OfPrefix,
    wanted: SessionFilter,
    after: SessionKey | None,
) -> Driver:
    """Each is counted no further than the rarest before it: to be rarer it must end there."""
    rarest, fewest = (asked[0] if asked else BY_TIME), COMMON
    for driver in asked:
        found = _entries(connection, driver, wanted, after, fewest)
        rarest, fewest = (driver, found) if found < fewest else (rarest, fewest)
    return BY_DN if of_prefix.sessions <= min(fewest, SORTED_AT_MOST) else rarest


def _entries(
    connection: Connection, driver: Driver, wanted: SessionFilter, after: SessionKey | None, at_most: int
) -> int:
    """How many index entries a page may have to look at, counted up to one more than ``at_most``."""
    found = along(driver, wanted, after, ONE).limit(at_most + 1)
    return connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()


def _of_prefix(connection: Connection, wanted: SessionFilter, after: SessionKey | None) -> OfPrefix:
    found = along(BY_DN, wanted, after, BY_DN.table.c.submitted_at).limit(COUNTED_AT_MOST + 1).subquery()
    at = found.c.submitted_at
    sessions, oldest, newest = connection.execute(select(func.count(), func.min(at), func.max(at))).one()
    return OfPrefix(sessions, oldest, newest) if sessions <= COUNTED_AT_MOST else _NO_PREFIX


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


def _ids(
    connection: Connection, driver: Driver, wanted: SessionFilter, after: SessionKey | None, limit: int
) -> list[str]:
    return [row.session_id for row in connection.execute(keys_statement(driver, wanted, after, limit))]
