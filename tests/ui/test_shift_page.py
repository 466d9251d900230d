"""The summary of a shift on the screen and on paper, and what is handed over."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.audit import AuditDeed
from app.domain.people import Actor, Person, Role
from app.domain.shift import WorkedSession
from app.use_cases.authority import Authority
from app.use_cases.shift import ShiftRules, Shifts
from tests.fakes.hostile_text import hostile_texts
from tests.fakes.station_record import FakeStationRecord
from tests.unit.builders import D26L, D26R, part
from tests.unit.test_shift import Wall
from ui.paper.document import page_image
from ui.shift.page import ShiftPage
from ui.shift.sheet import ShiftSheet
from ui.shift.view_model import CheckState, Matter, ShiftState
from ui.theme.style import dress, stylesheet
from ui.theme.tokens import DARK, sizes
from ui.theme.widgets import ActionButton

SIZES = sizes(1366, 768, 4.0)
PEOPLE = {"OP-1": Person("OP-1", "Budi", Role.OPERATOR), "SV-1": Person("SV-1", "Sari", Role.SUPERVISOR)}


class Book:
    def __init__(self) -> None:
        self.sessions: list[WorkedSession] = []

    def worked(self, _since: datetime, _until: datetime) -> Iterator[WorkedSession]:
        return iter(self.sessions)


class Place:
    def __init__(self, qtbot, role: Role) -> None:
        self.qtbot, self.record, self.book, self.clock = qtbot, FakeStationRecord(), Book(), Wall()
        rules = ShiftRules(check=True, good=part(D26R), bad=part(D26L), zone=UTC)
        authority = Authority(PEOPLE.get, self.clock)
        self.shifts = Shifts(self.record.audit, self.book, authority, self.clock, rules)
        name = "OP-1" if role is Role.OPERATOR else "SV-1"
        self.page = ShiftPage(self.shifts, Actor(name, role, "station-7"), DARK, SIZES)
        self.page.setStyleSheet(stylesheet(DARK, SIZES))
        qtbot.addWidget(self.page)
        self.page.resize(1150, 700)
        self.page.show()

    def load(self) -> ShiftState:
        self.page.refresh()
        self.wait()
        assert self.page._state is not None
        return self.page._state

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page._errand.running)
        QApplication.processEvents()  # what is new in a layout is shown with the next event

    def words(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        return found.text() if found is not None and found.isVisible() else ""

    def button(self, name: str) -> ActionButton:
        found = self.page.findChild(ActionButton, name)
        assert found is not None
        return found


def worked(number: int, state: str = "submitted", sent: str = "confirmed", discrepancy: str = "") -> WorkedSession:
    return WorkedSession(f"s-{number}", f"KSS{number:06d}A", state, sent, ("OP-1",), 12, 240, 5, 1, 2, discrepancy)


@pytest.fixture
def place(qtbot, qapp, request: pytest.FixtureRequest) -> Place:
    dress(qapp, "dark")
    return Place(qtbot, getattr(request, "param", Role.OPERATOR))


def test_an_empty_shift_says_that_nothing_is_left_over(place: Place) -> None:
    state = place.load()
    assert state.matters == ()
    assert place.words("shift_submitted") == "0"
    assert place.words("shiftNothing")
    assert state.check is CheckState.DUE
    assert not place.button("shiftOver").isVisible()


def test_what_the_next_shift_has_to_know_comes_worst_first(place: Place) -> None:
    place.book.sessions = [
        worked(1, discrepancy="damaged parts"),
        worked(2, sent="waiting"),
        worked(3, sent="conflict"),
        worked(4, "open", ""),
    ]
    state = place.load()
    assert [matter for matter, _ in state.matters] == list(Matter)
    assert (place.words("shift_submitted"), place.words("shift_pieces")) == ("3", "720")
    assert "OP-1" in place.words("shiftPeople")


def test_a_word_is_handed_over_with_the_summary_and_read_by_the_next(place: Place) -> None:
    place.load()
    place.qtbot.keyClicks(place.page.words, "lamp 2 flickers")
    place.qtbot.mouseClick(place.button("shiftGive"), Qt.MouseButton.LeftButton)
    place.qtbot.waitUntil(lambda: "lamp 2 flickers" in place.words("shiftTold"))
    assert place.page.words.text() == ""
    assert [line.act.deed for line in place.record.audit.kept] == [AuditDeed.SHIFT_HANDED_OVER]


@pytest.mark.parametrize("place", [Role.SUPERVISOR], indirect=True)
def test_a_supervisor_goes_over_the_check_with_a_reason_and_not_without(place: Place) -> None:
    place.load()
    place.qtbot.mouseClick(place.button("shiftOver"), Qt.MouseButton.LeftButton)
    place.wait()
    assert "reason" in place.words("shiftSaid")
    assert place.record.audit.kept == []
    place.qtbot.keyClicks(place.page.words, "the bad piece is lost")
    with place.qtbot.waitSignal(place.page.changed):
        place.qtbot.mouseClick(place.button("shiftOver"), Qt.MouseButton.LeftButton)
    place.wait()
    assert place.page._state is not None
    assert place.page._state.check is CheckState.OVERRIDDEN
    assert not place.button("shiftOver").isVisible()


def test_the_shift_before_is_to_look_at(place: Place) -> None:
    place.load()
    place.qtbot.mouseClick(place.button("shiftOther"), Qt.MouseButton.LeftButton)
    place.wait()
    assert place.page._state is not None
    assert not place.page._state.running
    assert not place.button("shiftGive").isVisible()


def test_hostile_names_and_reasons_are_text_on_screen_and_paper(place: Place) -> None:
    texts = hostile_texts()
    place.book.sessions = [
        WorkedSession(f"s-{n}", text, "submitted", "conflict", (text,), 1, 1, 0, 0, 0, text)
        for n, text in enumerate(texts[:120])
    ]
    state = place.load()
    for words in place.page.findChildren(QLabel):
        assert words.textFormat() is Qt.TextFormat.PlainText
        assert not set(words.text()) & set("\x00\x07\x1b\u202e\u2066")
    assert not page_image(ShiftSheet(state, texts[3]), 0, 60).isNull()


def test_the_sheet_holds_what_the_screen_says_and_counts_what_finds_no_room(place: Place, tmp_path: Path) -> None:
    place.book.sessions = [worked(number, sent="conflict") for number in range(90)]
    sheet = ShiftSheet(place.load(), "station-7")
    lines = sheet._lines(50.0)
    assert len(lines) * 6 + 50 <= 297 - 14
    assert lines[-1][0].startswith("…")
    assert sheet.file_name == "shift-20260914-0600.pdf"
    assert page_image(sheet, 0, 100).save(str(tmp_path / "shift.png"))
