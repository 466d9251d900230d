"""Which days, which ticks, which series a legend names: all that a chart's view shows, but for the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.charts import Chart, ChartCode, Mark, Measure, Panel, Period, SeriesCode, Value
from app.domain.tallies import DAYS_AT_MOST
from app.domain.wall_time import SlotLength, Slots

TICKS_AT_MOST = 5
_ROUND = (1, 2, 5)
_ROUND_SECONDS = (10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400)
_HOURS_OF_ONE_DAY = 3


class SpanChoice(StrEnum):
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    CUSTOM = "custom"


_DAYS = {SpanChoice.TODAY: 1, SpanChoice.WEEK: 7, SpanChoice.MONTH: 30}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is asked for. ``first`` and ``last`` count for a custom span alone."""

    code: ChartCode = ChartCode.THROUGHPUT
    choice: SpanChoice = SpanChoice.WEEK
    first: date | None = None
    last: date | None = None
    station_id: str = ""

    def period(self, today: date) -> Period:
        """Rule CH8: a span ends with today, and a custom one is turned round where it ends before it begins, and cut at
        its beginning where it is longer than ``DAYS_AT_MOST`` days."""
        if self.choice is not SpanChoice.CUSTOM:
            return Period(today - timedelta(days=_DAYS[self.choice] - 1), today, self.station_id)
        first, last = sorted((self.first or today, self.last or today))
        return Period(max(first, last - timedelta(days=DAYS_AT_MOST - 1)), last, self.station_id)


# -- axes -------------------------------------------------------------------------------------------------------------


def value_ticks(highest: float, measure: Measure) -> tuple[int, ...]:
    """Round values from 0 up to the first that is not below ``highest``; whole ones, times in steps of a clock."""
    highest = max(highest, 1)
    if measure is Measure.SECONDS:
        steps: Sequence[int] = _ROUND_SECONDS
    else:
        steps = [first * 10**power for power in range(10) for first in _ROUND]
    step = next((each for each in steps if each * TICKS_AT_MOST >= highest), steps[-1])
    return tuple(step * number for number in range(-(-int(-(-highest // 1)) // step) + 1))


class TickKind(StrEnum):
    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class TimeTick:
    """``place`` counts slots from 0 and may lie between two; ``slot`` is whose time is written there."""

    place: float
    slot: int
    kind: TickKind


def time_ticks(slots: Slots) -> tuple[TimeTick, ...]:
    """Every third hour of a single day; each day in its middle up to a week; of more days every second one up to two
    weeks, and Mondays beyond."""
    days, begins = slots.days, day_begins(slots)
    if slots.length is SlotLength.HOUR and len(begins) == 1:
        local = slots.local
        hours = [place for place, at in enumerate(local) if at.hour % _HOURS_OF_ONE_DAY == 0 and at.minute == 0]
        return tuple(TimeTick(place, place, TickKind.HOUR) for place in hours)
    ends = [*begins[1:], len(slots)]
    middles = [TimeTick((begin + end - 1) / 2, begin, TickKind.DAY) for begin, end in zip(begins, ends, strict=True)]
    if len(begins) <= 8:
        return tuple(middles)
    if len(begins) <= 16:
        return tuple(middles[::2])
    return tuple(tick for tick in middles if days[tick.slot].weekday() == 0)


def day_begins(slots: Slots) -> list[int]:
    """The first slot of each day."""
    days = slots.days
    return [place for place, day in enumerate(days) if place == 0 or day != days[place - 1]]


# -- series -----------------------------------------------------------------------------------------------------------


def highest(panel: Panel, shown: int) -> float:
    """Of the values that are drawn; 0 where there are none."""
    return max((value for each in panel.series for value in each.values[:shown] if value is not None), default=0)


def legend(chart: Chart) -> tuple[SeriesCode, ...]:
    """Rule CH9: a legend only where one panel holds several series; a panel of one is named by its title."""
    return tuple(series.code for panel in chart.panels if len(panel.series) > 1 for series in panel.series)


def shares(panel: Panel) -> tuple[tuple[Value, ...], ...]:
    """Of each series, the share of its place's whole; None where there is no whole."""
    return tuple(
        tuple(
            value / whole if value is not None and whole else None
            for value, whole in zip(series.values, series.of, strict=True)
        )
        for series in panel.series
    )


def is_tall(panel: Panel, chart: Chart) -> bool:
    """Whether a panel is the chart's own matter, and not the count that stands below it."""
    return panel.mark is not Mark.COLUMNS or all(each.mark is Mark.COLUMNS for each in chart.panels)
