"""The page of the charts: what is asked, what is drawn, what is said of it, and what is kept."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QDate, QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from app.domain.charts import Chart, ChartCode, Period, SeriesCode
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Person, Role
from app.domain.wall_time import WallClock
from app.use_cases.authority import Authority
from app.use_cases.figures import Figures, chart_of
from tests.fakes.station_parts import SetClock
from tests.fakes.statistics import Cover, FakeStatistics, KeptFiles, Packed
from ui.charts.card import ChartCard, png_of
from ui.charts.inks import inks
from ui.charts.plot import ChartPlot
from ui.charts.view import ChartsPage
from ui.language import Language, speak
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, Palette, sizes

NOW = datetime(2026, 9, 17, 12, 30, tzinfo=UTC)
TODAY = date(2026, 9, 17)
SIZES = sizes(1366, 768, 96 / 25.4)
SUPERVISOR = Actor("SP-1", Role.SUPERVISOR, "office")
HOSTILE = "<b>bold</b>\u202e=1+1\n" + "x" * 3000


class Clock(SetClock):
    def utc(self) -> datetime:
        return NOW


def packed() -> list[Packed]:
    covers = (
        Cover("accepted", "Z-CV01-D26RXXX-C03N-NL-DG00", "W_A", 0.95),
        Cover("refused", "Z-CV01-D26LXXX-C03N-NL-DG00", "W_B", 0.9, (("wrong_part", "Z-CV01-D26RXXX-C03N-NL-DG00"),)),
        Cover("accepted", "Z-CV01-D26RXXX-C03N-NL-DG00", "W_A", 0.99),
        Cover("undecided", "", "W_A", 0.6),
    )
    return [
        Packed(
            f"s{number}",
            NOW - timedelta(hours=7 * number),
            f"station-{number % 2 + 1}",
            NOW - timedelta(hours=7 * number, minutes=4),
            ("Anugerah", "Jaya"),
            "wet" if number % 5 == 0 else "",
            covers,
        )
        for number in range(20)
        if number not in {8, 9, 10}
    ]


class Desk:
    """The page, on what a test gives it."""

    def __init__(self, qtbot: Any, statistics: FakeStatistics) -> None:
        self.qtbot, self.statistics, self.files = qtbot, statistics, KeptFiles()
        self.person = Person("SP-1", "Sari", Role.SUPERVISOR)
        authority = Authority(lambda name: self.person, Clock())
        figures = Figures(statistics, self.files, authority, Clock(), WallClock(UTC))
        colours = PALETTES["dark"]
        self.page = ChartsPage(figures, SUPERVISOR, colours, SIZES)
        self.page.setStyleSheet(stylesheet(colours, SIZES))
        self.page.resize(1176, 716)
        qtbot.addWidget(self.page)
        self.page.show()

    def count(self) -> None:
        self.page.refresh()
        self.wait()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page._counting.running)

    @property
    def chart(self) -> Chart:
        assert self.page.card is not None
        return self.page.card.chart

    @property
    def plot(self) -> Any:
        assert self.page.card is not None
        return self.page.card.plot

    def text(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return found.text()

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert isinstance(found, QPushButton), name
        return found

    def press(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def save_as(self, path: Path) -> None:
        dialog = self.page.findChild(QFileDialog, "chartFile")
        assert isinstance(dialog, QFileDialog)
        line = dialog.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText(str(path))
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.text("chartSaid") != "")


@pytest.fixture
def desk(qtbot: Any, qapp: Any) -> Iterator[Desk]:
    threads = set(threading.enumerate())
    speak(qapp, Language.EN)
    made = Desk(qtbot, FakeStatistics(*packed()))
    yield made
    made.page.close_page()
    for thread in set(threading.enumerate()) - threads:
        thread.join(5)
        assert not thread.is_alive()


def test_nothing_is_asked_before_the_page_comes_into_view(desk: Desk) -> None:
    assert desk.statistics.asked == []
    desk.count()
    assert desk.statistics.asked == ["stations", "work"]
    assert desk.chart.period == Period(date(2026, 9, 11), TODAY)
    assert desk.text("chartTitle") == "Throughput  ·  11 – 17 September 2026 · All stations"


def test_the_list_is_gone_through_with_the_arrow_keys(desk: Desk) -> None:
    desk.count()
    desk.page.list.setFocus()
    seen = [desk.chart.code]
    for _ in range(len(ChartCode) - 1):
        QTest.keyClick(desk.page.list, Qt.Key.Key_Down)
        desk.wait()
        seen.append(desk.chart.code)
    assert seen == list(ChartCode)


def test_what_was_counted_is_not_counted_again_until_the_page_comes_back(desk: Desk) -> None:
    desk.count()
    for row in (1, 0, 1, 0):
        desk.page.list.setCurrentRow(row)
        desk.wait()
    assert desk.statistics.asked.count("work") == 1
    QTest.keyClick(desk.page, Qt.Key.Key_F5)
    desk.wait()
    assert desk.statistics.asked.count("work") == 2


def test_days_by_mouse_and_by_key(desk: Desk) -> None:
    desk.count()
    desk.press("chartSpan_today")
    desk.wait()
    assert desk.chart.period == Period(TODAY, TODAY)
    QTest.keyClick(desk.page.span_bar.choices, Qt.Key.Key_Right)
    QTest.keyClick(desk.page.span_bar.choices, Qt.Key.Key_Right)
    desk.wait()
    assert desk.chart.period == Period(date(2026, 8, 19), TODAY)
    assert desk.button("chartSpan_month").isChecked()


def test_days_of_ones_own(desk: Desk) -> None:
    desk.count()
    first = desk.page.span_bar.first
    assert not first.isVisible()
    desk.press("chartSpan_custom")
    desk.wait()
    assert first.isVisible()
    assert desk.chart.period == Period(date(2026, 9, 11), TODAY)
    first.setFocus()
    first.setSelectedSection(first.Section.DaySection)
    QTest.keyClick(first, Qt.Key.Key_Up)
    desk.wait()
    assert desk.chart.period == Period(date(2026, 9, 12), TODAY)
    assert first.maximumDate() == QDate(2026, 9, 17)


def test_one_station(desk: Desk) -> None:
    desk.count()
    station = desk.page.span_bar.station
    assert [station.itemText(row) for row in range(station.count())] == ["All stations", "station-1", "station-2"]
    station.setFocus()
    QTest.keyClick(station, Qt.Key.Key_Down)
    desk.wait()
    assert desk.chart.period.station_id == "station-1"
    assert "station-1" in desk.text("chartTitle")
    assert station.currentText() == "station-1"


def test_values_are_read_with_the_mouse(desk: Desk, qapp: Any) -> None:
    desk.press("chartSpan_today")
    desk.wait()
    desk.count()
    plot = desk.plot
    qapp.processEvents()
    box = plot._plots[1].sceneBoundingRect()
    seen = set()
    for step in range(60):
        at = QPoint(round(box.left() + box.width() * step / 60), round(box.center().y()))
        QTest.mouseMove(plot.viewport(), at)
        qapp.processEvents()
        seen.add(desk.text("chartReading"))
    assert "Thu 17 Sept, 12:00   –   Sessions: 1   ·   Labels: 2   ·   Pieces: 20" in seen
    assert "Thu 17 Sept, 13:00   –   still to come" in seen


def test_values_are_read_with_the_keys(desk: Desk) -> None:
    desk.page.asked = replace(desk.page.asked, code=ChartCode.SUPPLIERS)
    desk.count()
    plot = desk.plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert desk.text("chartReading") == "Anugerah   –   With a discrepancy: 3 of 17   ·   Sessions: 17"
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert desk.text("chartReading").startswith("Jaya")
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert desk.text("chartReading").startswith("Jaya")
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert "arrow keys" in desk.text("chartReading")


def test_a_day_without_anything_says_so(desk: Desk) -> None:
    desk.statistics.sessions = [Packed("a", NOW - timedelta(days=2)), Packed("b", NOW)]
    desk.count()
    desk.plot.point_at(24 * 5 + 3)
    assert desk.text("chartReading").endswith("nothing on record")
    assert "nothing is on record (5)" in desk.text("chartNotes")


def test_nothing_packed_is_said_and_cannot_be_saved(desk: Desk) -> None:
    desk.statistics.sessions = []
    desk.count()
    assert desk.text("chartEmpty") == "Nothing was submitted in these days."
    assert not desk.button("chartSaveData").isEnabled()
    QTest.keyClick(desk.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.page.findChild(QFileDialog) is None


def test_trouble_is_said_in_place_of_the_chart_and_f5_tries_again(desk: Desk) -> None:
    desk.count()
    desk.statistics.fails = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="no connection to plant/whcomp")
    desk.count()
    assert desk.page.card is None
    assert "plant/whcomp" in desk.text("chartMessage")
    desk.statistics.fails = None
    QTest.keyClick(desk.page, Qt.Key.Key_F5)
    desk.wait()
    assert not desk.chart.empty


def test_counting_that_takes_long_is_told_and_can_be_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slow(span: Any) -> list[Any]:
        go_on.wait(20)
        return []

    monkeypatch.setattr(desk.statistics, "work", slow)
    desk.page.refresh()
    try:
        desk.qtbot.waitUntil(lambda: desk.text("chartMessage").startswith("Counting"), timeout=5000)
        assert desk.button("chartStop").isVisible()
        QTest.keyClick(desk.page, Qt.Key.Key_Escape)
        assert desk.text("chartMessage") == "Stopped. Nothing was counted."
        assert not desk.page._counting.running
    finally:
        go_on.set()


def test_who_lost_the_right_meanwhile_is_told(desk: Desk) -> None:
    desk.person = Person("SP-1", "Sari", Role.OPERATOR)
    desk.count()
    assert desk.page.card is None
    assert desk.text("chartMessage") != ""
    assert desk.statistics.asked == []


def test_the_data_is_saved(desk: Desk, tmp_path: Path) -> None:
    desk.count()
    QTest.keyClick(desk.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.save_as(tmp_path / "a.csv")
    assert desk.text("chartSaid") == f"Saved as {tmp_path / 'a.csv'}."
    assert desk.files.rows[tmp_path / "a.csv"][0] == ("hour_begins", "sessions", "labels", "pieces")


def test_the_picture_is_saved_twice_as_large(desk: Desk, tmp_path: Path) -> None:
    desk.count()
    size = desk.page.card.size() if desk.page.card else None
    assert size is not None
    desk.press("chartSavePicture")
    desk.save_as(tmp_path / "a.png")
    image = QImage.fromData(desk.files.bytes[tmp_path / "a.png"])
    assert image.size() == size * 2


def test_a_picture_that_cannot_be_saved_is_told(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem="the disk is full")

    monkeypatch.setattr(desk.files, "write_bytes", full)
    desk.count()
    desk.press("chartSavePicture")
    desk.save_as(tmp_path / "a.png")
    assert "the disk is full" in desk.text("chartSaid")


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.count()
    bar = desk.page.span_bar
    for control in (bar.choices, bar.first, bar.last, bar.station, desk.page.list, desk.plot):
        assert control.accessibleName()
        assert control.objectName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert all(each.accessibleName() for each in desk.page.findChildren(QPushButton) if each.objectName())


# -- drawing ----------------------------------------------------------------------------------------------------------


def chart(code: ChartCode, sessions: list[Packed], days: int = 7) -> Chart:
    period = Period(TODAY - timedelta(days=days - 1), TODAY)
    return chart_of(FakeStatistics(*sessions), Clock(), WallClock(UTC), code, period)


def drawn(qtbot: Any, made: Chart, colours: Palette) -> ChartCard:
    card = ChartCard(made, colours, SIZES)
    card.setStyleSheet(stylesheet(colours, SIZES))
    card.resize(720, 460)
    qtbot.addWidget(card)
    return card


def plot_of(card: ChartCard) -> ChartPlot:
    assert card.plot is not None
    return card.plot


def colours_in(image: QImage) -> set[str]:
    pixels = np.frombuffer(image.constBits(), np.uint32) & 0xFFFFFF
    return {f"#{each:06x}" for each in np.unique(pixels)}


INKED = {
    ChartCode.THROUGHPUT: {SeriesCode.ALL},
    ChartCode.VERDICTS: {SeriesCode.ACCEPTED, SeriesCode.UNDECIDED, SeriesCode.REFUSED},
    ChartCode.CONFIDENCES: {SeriesCode.BIN_2, SeriesCode.BIN_4, SeriesCode.BIN_5},
    ChartCode.CONFUSIONS: {SeriesCode.JUDGED, SeriesCode.REFUSED_THEN},
    ChartCode.SUPPLIERS: {SeriesCode.DISCREPANT, SeriesCode.ALL},
    ChartCode.DURATIONS: {SeriesCode.MEDIAN},
}


@pytest.mark.parametrize("days", [1, 30])
@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("code", ChartCode)
def test_every_chart_shows_its_series_in_their_inks(qtbot: Any, code: ChartCode, colours: Palette, days: int) -> None:
    card = drawn(qtbot, chart(code, packed(), days), colours)
    image = card.picture()
    assert image.size() == card.size() * 2
    found = colours_in(image)
    assert {inks(colours)[each].colour.lower() for each in INKED[code]} <= found
    assert colours.surface.lower() in found


def test_hostile_names_are_drawn_as_text(qtbot: Any) -> None:
    cover = Cover("refused", HOSTILE, HOSTILE)
    sessions = [Packed("a", NOW, HOSTILE, None, (HOSTILE,), "wet", (cover, Cover("accepted", "Z-A")))]
    for code in (ChartCode.VERDICTS, ChartCode.CONFUSIONS, ChartCode.SUPPLIERS):
        card = drawn(qtbot, chart(code, sessions), PALETTES["dark"])
        card.picture()
        plot = plot_of(card)
        plot.point_at(0)
        words = card.reading.text()
        assert "\u202e" not in words
        assert "\n" not in words
        assert "<b>bold</b>" in words or words.startswith("Z-A")
        assert len(words) < 300
        assert all(each.textFormat() is Qt.TextFormat.PlainText for each in card.findChildren(QLabel))


def test_a_picture_shows_nothing_that_is_pointed_at(qtbot: Any) -> None:
    card = drawn(qtbot, chart(ChartCode.SUPPLIERS, packed()), PALETTES["light"])
    plain = png_of(card.picture())
    plot_of(card).point_at(0)
    assert png_of(card.picture()) == plain
    assert plot_of(card).place == -1


def test_a_plot_leaves_nothing_running(qtbot: Any, qapp: Any) -> None:
    threads = set(threading.enumerate())
    holder = QWidget()
    qtbot.addWidget(holder)
    for code in ChartCode:
        card = ChartCard(chart(code, packed()), PALETTES["dark"], SIZES)
        card.setParent(holder)
        card.show()
        qapp.processEvents()
        assert not [timer for timer in card.findChildren(QTimer) if timer.isActive()]
        card.deleteLater()
    qtbot.wait(1)
    assert set(threading.enumerate()) == threads
