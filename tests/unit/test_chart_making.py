"""From counts to charts, rule by rule."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import chart_making as making
from app.domain.charts import NAMES_SHOWN, Chart, Mark, Measure, NoteCode, Period, SeriesCode, Value, table_rows
from app.domain.tallies import (
    DAYS_AT_MOST,
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
from app.domain.wall_time import SlotLength, Slots, WallClock, slots_of

FIRST, LAST = date(2026, 9, 14), date(2026, 9, 16)
PERIOD = Period(FIRST, LAST)
CLOCK = WallClock(UTC)
LATER = datetime(2026, 9, 30, tzinfo=UTC)


def hours() -> Slots:
    return slots_of(CLOCK, FIRST, LAST, SlotLength.HOUR)


def days() -> Slots:
    return slots_of(CLOCK, FIRST, LAST, SlotLength.DAY)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC)


def values(chart: Chart, panel: int = 0, series: int = 0) -> tuple[Value, ...]:
    return chart.panels[panel].series[series].values


def notes(chart: Chart) -> dict[NoteCode, int]:
    return {note.code: note.n for note in chart.notes}


# -- throughput -------------------------------------------------------------------------------------------------------


def test_ch2_a_day_without_anything_is_a_gap_and_an_hour_without_is_zero() -> None:
    chart = making.throughput([Work(at(14, 7), 2, 5, 90), Work(at(16, 8, 45), 1, 1, 4)], PERIOD, hours(), LATER)
    sessions = values(chart)
    assert sessions[:24] == (0,) * 7 + (2,) + (0,) * 16
    assert sessions[24:48] == (None,) * 24
    assert sessions[48 + 8] == 1
    assert chart.gaps == ((24, 48),)
    assert notes(chart) == {NoteCode.COUNTED: 3, NoteCode.GAPS: 1}


def test_ch3_what_is_still_to_come_is_no_gap_and_what_is_under_way_is_told() -> None:
    chart = making.throughput([Work(at(14, 7), 2, 5, 90)], PERIOD, hours(), at(14, 9, 20))
    assert values(chart)[:10] == (0,) * 7 + (2, 0, 0)
    assert set(values(chart)[10:]) == {None}
    assert (chart.begun, chart.under_way, chart.gaps) == (10, True, ())
    assert notes(chart) == {NoteCode.COUNTED: 2, NoteCode.SO_FAR: 1}


def test_quarters_add_up_to_hours_and_days_in_every_measure() -> None:
    rows = [Work(at(14, 7, 15 * quarter), 1, 2, 10) for quarter in range(4)]
    for slots in (hours(), days()):
        chart = making.throughput(rows, PERIOD, slots, LATER)
        assert [panel.measure for panel in chart.panels] == [Measure.SESSIONS, Measure.LABELS, Measure.PIECES]
        assert [panel.series[0].total for panel in chart.panels] == [4, 8, 40]
        assert max(value or 0 for value in values(chart, 2)) == 40


def test_nothing_at_all_is_an_empty_chart() -> None:
    chart = making.throughput([], PERIOD, days(), LATER)
    assert chart.empty
    assert set(values(chart)) == {None}
    assert not making.throughput([Work(at(14), 1, 0, 0)], PERIOD, days(), LATER).empty


# -- confidences ------------------------------------------------------------------------------------------------------


def test_shares_carry_their_whole_and_add_up_to_it() -> None:
    rows = [Confidences(at(14, 7), 0, 1), Confidences(at(14, 9), 5, 3), Confidences(at(16), 2, 2)]
    chart = making.confidences(rows, PERIOD, days(), LATER)
    shares, counts = chart.panels
    assert [panel.mark for panel in chart.panels] == [Mark.SHARES, Mark.COLUMNS]
    assert list(counts.series[0].values) == [4, None, 2]
    for place, whole in ((0, 4), (2, 2)):
        assert sum(series.values[place] or 0 for series in shares.series) == whole
        assert {series.of[place] for series in shares.series} == {whole}
    assert {series.values[1] for series in shares.series} == {None}


def test_an_hour_without_covers_on_a_working_day_has_no_share_but_a_count_of_zero() -> None:
    chart = making.confidences([Confidences(at(14, 7), 4, 1)], PERIOD, hours(), LATER)
    assert values(chart, 0, 4)[8] is None
    assert values(chart, 1)[8] == 0
    assert chart.gaps == ((24, 72),)


# -- durations --------------------------------------------------------------------------------------------------------


def test_ch4_a_percentile_is_a_time_that_was_measured() -> None:
    assert making.percentile({60: 1}, 50) == 60
    assert making.percentile({60: 1, 120: 1}, 50) == 60
    assert making.percentile({60: 1, 120: 1, 300: 1}, 50) == 120
    assert making.percentile(dict.fromkeys(range(1, 11), 1), 90) == 9
    assert making.percentile({1: 9, 100: 1}, 90) == 1
    assert making.percentile({1: 8, 100: 2}, 90) == 100


@given(st.dictionaries(st.integers(0, 5000), st.integers(1, 9), min_size=1), st.integers(1, 100))
def test_ch4_no_fewer_than_so_many_of_a_hundred_took_no_longer(times: dict[int, int], percent: int) -> None:
    found, whole = making.percentile(times, percent), sum(times.values())
    assert found in times
    assert 100 * sum(n for seconds, n in times.items() if seconds <= found) >= percent * whole
    assert 100 * sum(n for seconds, n in times.items() if seconds < found) < percent * whole


def test_ch5_nine_of_ten_is_not_told_of_fewer_than_ten() -> None:
    known = [Duration(at(14), 60, 9), Duration(at(15, 1), 60, 9), Duration(at(15, 2), 600, 1)]
    chart = making.durations(Durations(known, 4), PERIOD, days(), LATER)
    assert values(chart, 0, 0) == (60, 60, None)
    assert values(chart, 0, 1) == (None, 60, None)
    assert values(chart, 1) == (9, 10, None)
    told = {NoteCode.COUNTED: 19, NoteCode.GAPS: 1, NoteCode.OPENING_UNKNOWN: 4, NoteCode.FEW_FOR_P90: 1}
    assert notes(chart) == told


# -- rankings ---------------------------------------------------------------------------------------------------------


def test_ch6_an_undecided_cover_counts_under_the_part_its_label_mostly_is() -> None:
    rows = [
        Verdicts("Z-A", "W_A", "accepted", 5),
        Verdicts("Z-B", "W_A", "accepted", 2),
        Verdicts("Z-B", "W_B", "refused", 1),
        Verdicts("", "W_A", "undecided", 3),
        Verdicts("", "W_NEW", "undecided", 1),
    ]
    chart = making.verdicts(rows, PERIOD)
    assert chart.names == (("Z-A",), ("Z-B",), ("W_NEW",))
    assert [panel.series[0].code for panel in chart.panels] == [
        SeriesCode.ACCEPTED,
        SeriesCode.UNDECIDED,
        SeriesCode.REFUSED,
    ]
    assert [values(chart, panel) for panel in range(3)] == [(5, 2, 0), (3, 0, 1), (0, 1, 0)]
    assert notes(chart) == {NoteCode.COUNTED: 12, NoteCode.UNDECIDED_BY_LABEL: 4}


def test_ch7_the_greatest_are_drawn_and_all_are_in_the_data() -> None:
    rows = [Verdicts(f"Z-{number:02d}", "W", "accepted", number) for number in range(1, NAMES_SHOWN + 6)]
    chart = making.verdicts(rows, PERIOD)
    assert (chart.places, chart.shown) == (NAMES_SHOWN + 5, NAMES_SHOWN)
    assert chart.names[0] == (f"Z-{NAMES_SHOWN + 5:02d}",)
    assert notes(chart)[NoteCode.MORE_NAMES] == 5
    assert len(list(table_rows(chart))) == 1 + NAMES_SHOWN + 5


def test_pairs_of_both_kinds_stand_side_by_side_and_never_say_who_erred() -> None:
    rows = [
        Confusion("Z-A", "Z-B", PairSource.JUDGED, 2),
        Confusion("Z-B", "Z-A", PairSource.REFUSED_THEN, 3),
        Confusion("Z-A", "Z-B", PairSource.REFUSED_THEN, 2),
    ]
    chart = making.confusions(rows, PERIOD)
    assert chart.names == (("Z-A", "Z-B"), ("Z-B", "Z-A"))
    assert (values(chart, 0), values(chart, 1)) == ((2, 0), (2, 3))
    assert NoteCode.NOT_WHO_ERRED in notes(chart)
    assert NoteCode.NOT_WHO_ERRED not in notes(making.confusions(rows[:1], PERIOD))


def test_discrepancies_stand_beside_all_sessions_of_the_supplier() -> None:
    rows = [Supplied("Jaya", 100, 1), Supplied("Indo", 10, 3), Supplied("", 5, 0), Supplied("", 2, 1)]
    chart = making.suppliers(rows, PERIOD)
    assert chart.names == (("Indo",), ("Jaya",), ("",))
    assert values(chart) == (3, 1, 1)
    assert chart.panels[0].series[0].of == values(chart, 1) == (10, 100, 7)
    assert set(notes(chart)) == {NoteCode.SEVERAL_SUPPLIERS}


@pytest.mark.parametrize(
    "chart", [making.verdicts([], PERIOD), making.confusions([], PERIOD), making.suppliers([], PERIOD)]
)
def test_no_names_is_an_empty_chart(chart: Chart) -> None:
    assert (chart.empty, chart.shown, chart.notes) == (True, 0, ())


# -- as a table -------------------------------------------------------------------------------------------------------


def test_a_chart_over_time_as_a_table_leaves_a_gap_empty() -> None:
    chart = making.throughput([Work(at(14, 7), 2, 5, 90)], PERIOD, days(), LATER)
    assert list(table_rows(chart)) == [
        ("day_begins", "sessions", "labels", "pieces"),
        ("2026-09-14T00:00:00+00:00", "2", "5", "90"),
        ("2026-09-15T00:00:00+00:00", "", "", ""),
        ("2026-09-16T00:00:00+00:00", "", "", ""),
    ]


def test_the_bins_of_a_table_are_called_by_their_edges() -> None:
    rows = list(table_rows(making.confidences([Confidences(at(14), 0, 3)], PERIOD, days(), LATER)))
    assert rows[0][:3] == ("day_begins", "covers_0_to_0.85", "covers_0.85_to_0.88")
    assert rows[0][-2:] == ("covers_0.97_to_1", "covers")
    assert rows[1][1:] == ("3", "0", "0", "0", "0", "0", "3")


def test_rankings_as_a_table() -> None:
    pairs = making.confusions([Confusion("Z-A", "Z-B", PairSource.JUDGED, 2)], PERIOD)
    assert list(table_rows(pairs)) == [
        ("claimed", "right", "times_judged", "times_refused_then"),
        ("Z-A", "Z-B", "2", "0"),
    ]
    supplied = making.suppliers([Supplied("Jaya", 100, 1)], PERIOD)
    assert list(table_rows(supplied)) == [
        ("supplier", "sessions_discrepant", "sessions_discrepant_of", "sessions"),
        ("Jaya", "1", "100", "100"),
    ]


def test_a_span_has_an_end_and_a_bound() -> None:
    begin = at(1)
    assert Span(begin, begin + timedelta(days=DAYS_AT_MOST)).station_id == ""
    for until in (begin, begin - timedelta(1), begin + timedelta(days=DAYS_AT_MOST + 1)):
        with pytest.raises(ValueError, match="days"):
            Span(begin, until)
