"""Which days, which ticks, which inks; and that nobody pays for a chart who sees none."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import chart_making as making
from app.domain.charts import Measure, Period, SeriesCode
from app.domain.tallies import DAYS_AT_MOST, Confidences, Duration, Durations, Work
from app.domain.wall_time import SlotLength, WallClock, slots_of
from tests.unit.test_chart_making import LATER, PERIOD, at, days, hours
from ui.charts.inks import inks
from ui.charts.view_model import (
    TICKS_AT_MOST,
    Asked,
    SpanChoice,
    TickKind,
    day_begins,
    is_tall,
    legend,
    shares,
    time_ticks,
    value_ticks,
)
from ui.theme.tokens import PALETTES, Palette

TODAY = date(2026, 9, 17)


@pytest.mark.parametrize(
    ("choice", "first"),
    [(SpanChoice.TODAY, TODAY), (SpanChoice.WEEK, date(2026, 9, 11)), (SpanChoice.MONTH, date(2026, 8, 19))],
)
def test_ch8_a_span_ends_with_today(choice: SpanChoice, first: date) -> None:
    assert Asked(choice=choice, station_id="one").period(TODAY) == Period(first, TODAY, "one")


def test_ch8_a_custom_span_is_turned_round_and_cut() -> None:
    asked = Asked(choice=SpanChoice.CUSTOM, first=date(2026, 9, 9), last=date(2026, 9, 1))
    assert asked.period(TODAY) == Period(date(2026, 9, 1), date(2026, 9, 9))
    long = Asked(choice=SpanChoice.CUSTOM, first=date(2020, 1, 1), last=TODAY).period(TODAY)
    assert ((long.last - long.first).days + 1, long.last) == (DAYS_AT_MOST, TODAY)
    assert Asked(choice=SpanChoice.CUSTOM).period(TODAY) == Period(TODAY, TODAY)


@given(st.integers(0, 10**8), st.sampled_from([Measure.SESSIONS, Measure.SECONDS]))
def test_ticks_are_whole_few_and_reach_the_highest(highest: int, measure: Measure) -> None:
    ticks = value_ticks(highest, measure)
    step = ticks[1]
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert ticks[-1] - step < max(highest, 1)
    assert [later - earlier for earlier, later in pairwise(ticks)] == [step] * (len(ticks) - 1)
    if measure is Measure.SESSIONS or highest < 86400:
        assert len(ticks) <= TICKS_AT_MOST + 1


def test_ticks_of_a_clock_and_of_a_count() -> None:
    assert value_ticks(3, Measure.SESSIONS) == (0, 1, 2, 3)
    assert value_ticks(40, Measure.PIECES) == (0, 10, 20, 30, 40)
    assert value_ticks(0, Measure.PIECES) == (0, 1)
    assert value_ticks(700, Measure.SECONDS) == (0, 300, 600, 900)


def test_a_single_day_has_a_tick_every_third_hour_of_the_wall() -> None:
    slots = slots_of(WallClock(ZoneInfo("Europe/Berlin")), date(2026, 10, 25), date(2026, 10, 25), SlotLength.HOUR)
    ticks = time_ticks(slots)
    assert {tick.kind for tick in ticks} == {TickKind.HOUR}
    assert [slots.local[tick.slot].hour for tick in ticks] == [0, 3, 6, 9, 12, 15, 18, 21]


def test_a_day_of_hours_is_named_in_its_middle() -> None:
    slots = slots_of(WallClock(UTC), date(2026, 9, 14), date(2026, 9, 16), SlotLength.HOUR)
    assert [(tick.place, tick.slot, tick.kind) for tick in time_ticks(slots)] == [
        (11.5, 0, TickKind.DAY),
        (35.5, 24, TickKind.DAY),
        (59.5, 48, TickKind.DAY),
    ]
    assert day_begins(slots) == [0, 24, 48]


@pytest.mark.parametrize(("days_", "named"), [(7, 7), (8, 8), (12, 6), (30, 4), (92, 13)])
def test_of_many_days_every_second_or_the_mondays_are_named(days_: int, named: int) -> None:
    slots = slots_of(WallClock(UTC), date(2026, 9, 1), date(2026, 9, 1) + timedelta(days=days_ - 1), SlotLength.DAY)
    ticks = time_ticks(slots)
    assert len(ticks) == named
    if days_ > 16:
        assert {slots.days[tick.slot].weekday() for tick in ticks} == {0}


def test_ch9_only_panels_of_several_series_have_a_legend() -> None:
    work = making.throughput([Work(at(14), 1, 1, 1)], PERIOD, hours(), LATER)
    taken = making.durations(Durations([Duration(at(14), 60, 1)], 0), PERIOD, days(), LATER)
    assert legend(work) == ()
    assert legend(taken) == (SeriesCode.MEDIAN, SeriesCode.P90)
    assert [is_tall(panel, work) for panel in work.panels] == [True] * 3
    assert [is_tall(panel, taken) for panel in taken.panels] == [True, False]


def test_shares_are_of_their_own_slot() -> None:
    chart = making.confidences(
        [Confidences(at(14), 0, 1), Confidences(at(14), 5, 3)], PERIOD, days(), datetime(2026, 9, 30, tzinfo=UTC)
    )
    parts = shares(chart.panels[0])
    assert [each[0] for each in parts] == [0.25, 0, 0, 0, 0, 0.75]
    assert [each[1] for each in parts] == [None] * 6


# -- inks -------------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
def test_every_series_stands_out_from_its_ground(colours: Palette) -> None:
    known = inks(colours)
    assert set(known) == set(SeriesCode)
    for ink in known.values():
        assert contrast(ink.colour, colours.surface) >= 3
        assert contrast(ink.colour, colours.selected) >= 1.5  # under the pointer


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
def test_bins_differ_in_lightness_all_the_way(colours: Palette) -> None:
    ramp = [luminance(inks(colours)[SeriesCode(f"bin_{place}")].colour) for place in range(1, 6)]
    assert ramp in (sorted(ramp), sorted(ramp, reverse=True))
    known = inks(colours)
    pairs = [(known[SeriesCode(f"bin_{n}")].colour, known[SeriesCode(f"bin_{n + 1}")].colour) for n in range(1, 5)]
    assert min(contrast(*pair) for pair in pairs) >= 1.25


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
def test_lines_differ_by_more_than_colour(colours: Palette) -> None:
    median, high = (inks(colours)[code] for code in (SeriesCode.MEDIAN, SeriesCode.P90))
    assert (median.dashed, median.mark) != (high.dashed, high.mark)
    assert inks(colours)[SeriesCode.BIN_0].hatched


# -- what it costs those who see none ---------------------------------------------------------------------------------


def test_neither_the_station_nor_the_page_loads_pyqtgraph() -> None:
    program = (
        "import sys; import app.commands.station_window, ui.charts.view, ui.charts.card; "
        "sys.exit('pyqtgraph' in sys.modules or 'ui.charts.plot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
