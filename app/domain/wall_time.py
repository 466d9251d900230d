"""Hours and days as the wall's clock shows them, over a change of the clocks too."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WallClock:
    """Of the site. ``zone`` None: as this machine is set."""

    zone: tzinfo | None = None

    def local(self, moment: datetime) -> datetime:
        """An aware time as the wall shows it, with its offset."""
        return moment.astimezone(self.zone)

    def day_begins(self, day: date) -> datetime:
        """The first moment of a day, in UTC; midnight, unless the clocks jump over it."""
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # the wall's own time
        return (midnight.astimezone(UTC) if self.zone is None else midnight.replace(tzinfo=self.zone)).astimezone(UTC)


class SlotLength(StrEnum):
    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Slots:
    """Rule CH1: a stretch of whole days of the wall's clock in hours or days; a day on which the clocks change has 23
    or 25 hours. ``starts`` (UTC, ascending) are the beginnings; the last slot ends at ``end``."""

    clock: WallClock
    length: SlotLength
    starts: tuple[datetime, ...]
    end: datetime

    def __len__(self) -> int:
        return len(self.starts)

    def place_of(self, moment: datetime) -> int | None:
        """Which slot an aware time falls into; None: none of these."""
        return bisect_right(self.starts, moment) - 1 if self.starts[0] <= moment < self.end else None

    def begun(self, now: datetime) -> int:
        """How many of them have begun by ``now``."""
        return bisect_right(self.starts, now)

    @property
    def local(self) -> tuple[datetime, ...]:
        """The beginnings as the wall shows them."""
        return tuple(map(self.clock.local, self.starts))

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each slot."""
        return tuple(each.date() for each in self.local)


def slots_of(clock: WallClock, first: date, last: date, length: SlotLength) -> Slots:
    """From the first day up to and with the last one. ValueError: it ends before it begins."""
    if last < first:
        raise ValueError(f"{last} is before {first}")
    begin, end = clock.day_begins(first), clock.day_begins(last + _DAY)
    if length is SlotLength.DAY:
        days = (first + _DAY * number for number in range((last - first).days + 1))
        return Slots(clock, length, tuple(map(clock.day_begins, days)), end)
    return Slots(clock, length, tuple(_hours(begin, end)), end)


def _hours(begin: datetime, end: datetime) -> Iterator[datetime]:
    while begin < end:
        yield begin
        begin += _HOUR
