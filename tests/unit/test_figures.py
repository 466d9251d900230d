"""Who may look at charts, over which days, and what is written of them."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain.charts import ChartCode, Mark, NoteCode, Period
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Person, Role
from app.domain.tallies import DAYS_AT_MOST
from app.domain.wall_time import SlotLength, WallClock
from app.use_cases.authority import Authority
from app.use_cases.figures import Figures
from services.storage.statistics_files import PlainChartFiles
from tests.fakes.station_parts import SetClock
from tests.fakes.statistics import FakeStatistics, KeptFiles, Packed

NOW = datetime(2026, 9, 17, 18, 30, tzinfo=UTC)
TODAY = date(2026, 9, 18)  # in Jakarta
WEEK = Period(date(2026, 9, 12), TODAY)


class Clock(SetClock):
    def utc(self) -> datetime:
        return NOW


def figures_of(statistics: FakeStatistics, files: KeptFiles | None = None) -> Figures:
    authority = Authority(lambda name: Person(name, name, Role(name.lower())), Clock())
    wall = WallClock(ZoneInfo("Asia/Jakarta"))
    return Figures(statistics, files or KeptFiles(), authority, Clock(), wall)


def actor(role: Role) -> Actor:
    return Actor(role.value.upper(), role, "office")


SUPERVISOR = actor(Role.SUPERVISOR)


def test_today_is_the_wall_s() -> None:
    assert figures_of(FakeStatistics()).today() == TODAY


@pytest.mark.parametrize("code", ChartCode)
def test_every_chart_asks_its_own_counts_alone(code: ChartCode) -> None:
    statistics = FakeStatistics(Packed("a", NOW - timedelta(hours=2)))
    chart = figures_of(statistics).chart(SUPERVISOR, code, WEEK)
    names = {ChartCode.THROUGHPUT: "work"}
    assert statistics.asked == [names.get(code, code.value)]
    assert (chart.code, chart.period) == (code, WEEK)


@pytest.mark.parametrize(
    ("code", "days", "length"),
    [
        (ChartCode.THROUGHPUT, 1, SlotLength.HOUR),
        (ChartCode.THROUGHPUT, 8, SlotLength.HOUR),
        (ChartCode.THROUGHPUT, 9, SlotLength.DAY),
        (ChartCode.DURATIONS, 1, SlotLength.HOUR),
        (ChartCode.DURATIONS, 2, SlotLength.DAY),
        (ChartCode.CONFIDENCES, 1, SlotLength.HOUR),
        (ChartCode.CONFIDENCES, 2, SlotLength.DAY),
    ],
)
def test_hours_of_a_short_span_and_days_of_a_long_one(code: ChartCode, days: int, length: SlotLength) -> None:
    chart = figures_of(FakeStatistics()).chart(SUPERVISOR, code, Period(TODAY - timedelta(days=days - 1), TODAY))
    assert chart.slots is not None
    assert (chart.slots.length, len(chart.slots)) == (length, days * (24 if length is SlotLength.HOUR else 1))


def test_a_session_counts_on_the_wall_s_day_and_at_its_station() -> None:
    late = datetime(2026, 9, 17, 17, 10, tzinfo=UTC)  # ten past midnight of the 18th in Jakarta
    statistics = FakeStatistics(Packed("a", late, "one"), Packed("b", late - timedelta(hours=1), "two"))
    figures = figures_of(statistics)
    days = {
        station: figures.chart(SUPERVISOR, ChartCode.THROUGHPUT, Period(TODAY, TODAY, station)).panels[0].series[0]
        for station in ("", "one", "two")
    }
    assert {station: series.total for station, series in days.items()} == {"": 1, "one": 1, "two": 0}
    assert days[""].values[0] == 1


def test_the_longest_span_and_a_longer_one() -> None:
    figures = figures_of(FakeStatistics())
    longest = Period(TODAY - timedelta(days=DAYS_AT_MOST - 1), TODAY)
    assert figures.chart(SUPERVISOR, ChartCode.SUPPLIERS, longest).empty
    with pytest.raises(ValueError, match="days"):
        figures.chart(SUPERVISOR, ChartCode.SUPPLIERS, Period(longest.first - timedelta(days=1), TODAY))


ALLOWED = {Role.OPERATOR: False, Role.SUPERVISOR: True, Role.ADMIN: True}


@pytest.mark.parametrize("role", Role)
def test_operators_see_and_take_away_nothing(role: Role) -> None:
    statistics, files = FakeStatistics(Packed("a", NOW)), KeptFiles()
    figures = figures_of(statistics, files)
    chart = figures.chart(SUPERVISOR, ChartCode.THROUGHPUT, WEEK)
    statistics.asked.clear()
    acts = [
        lambda: figures.stations(actor(role)),
        lambda: figures.chart(actor(role), ChartCode.THROUGHPUT, WEEK),
        lambda: figures.export_csv(actor(role), chart, Path("a.csv")),
        lambda: figures.export_png(actor(role), b"png", Path("a.png")),
    ]
    for act in acts:
        if ALLOWED[role]:
            act()
            continue
        with pytest.raises(OperationalError) as caught:
            act()
        assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert bool(statistics.asked or files.rows or files.bytes) is ALLOWED[role]


def test_the_data_is_the_whole_chart() -> None:
    files = KeptFiles()
    figures = figures_of(FakeStatistics(Packed("a", NOW)), files)
    figures.export_csv(SUPERVISOR, figures.chart(SUPERVISOR, ChartCode.SUPPLIERS, WEEK), Path("a.csv"))
    assert files.rows[Path("a.csv")][1] == ("Anugerah", "0", "1", "1")


def test_a_supplier_that_is_a_formula_is_written_as_text(tmp_path: Path) -> None:
    hostile = ("=cmd|'/c calc'!A0", "@SUM(1)", "\udcff\u202e evil", 'a"b,c')
    statistics = FakeStatistics(*(Packed(str(n), NOW, suppliers=(name,)) for n, name in enumerate(hostile)))
    figures = figures_of(statistics)
    chart = figures.chart(SUPERVISOR, ChartCode.SUPPLIERS, WEEK)
    PlainChartFiles().write_rows(tmp_path / "a.csv", [(name,) for (name,) in chart.names])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = {row[0] for row in csv.reader(stream)}
    assert cells == {"'=cmd|'/c calc'!A0", "'@SUM(1)", "?\u202e evil", 'a"b,c'}


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    files, there = PlainChartFiles(), tmp_path / "a.png"
    files.write_bytes(there, b"one")
    files.write_bytes(there, b"two")
    assert there.read_bytes() == b"two"
    with pytest.raises(OperationalError) as caught:
        files.write_bytes(tmp_path / "none" / "a.png", b"three")
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert [each.name for each in tmp_path.iterdir()] == ["a.png"]


def test_the_day_under_way_says_so() -> None:
    chart = figures_of(FakeStatistics(Packed("a", NOW))).chart(SUPERVISOR, ChartCode.DURATIONS, WEEK)
    assert NoteCode.SO_FAR in {note.code for note in chart.notes}
    assert {panel.mark for panel in chart.panels} == {Mark.LINES, Mark.COLUMNS}
