"""The teach-in on the screen: bar codes that can be read from it, what is said, and what is told."""

from collections.abc import Iterator

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.domain.keystrokes import Burst, Key, text_of
from app.domain.teach_in import CODES, Learnt, TeachIn
from app.domain.wedge import BurstRules
from tests.ui.typist import post
from tests.unit.keys import ENTER, TAB, scan, typed
from ui.scanner.code_card import CodeCard
from ui.scanner.teach_in import TeachInView
from ui.scanner.view_model import Pip, teach_in_state
from ui.scanner.wedge_filter import WedgeFilter
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, Sizes, sizes

WINDOWS = [(1366, 768, 3.8), (1920, 1080, 3.8), (1024, 600, 6.7), (1024, 600, 3.8)]


class Lesson:
    """A view on a filter: what it told, and what it says."""

    def __init__(
        self, qtbot, app: QApplication, theme: str = "dark", window: tuple[int, int, float] = WINDOWS[0]
    ) -> None:
        self.filter = WedgeFilter(BurstRules(), QKeyEvent.timestamp)
        self.learnt: list[Learnt] = []
        self.skips: list[bool] = []
        colours, fitting = PALETTES[theme], sizes(*window)
        self.view = TeachInView(self.filter, colours, fitting)
        self.view.setStyleSheet(stylesheet(colours, fitting))
        self.view.learnt.connect(self.learnt.append)
        self.view.skipped.connect(lambda: self.skips.append(True))
        qtbot.addWidget(self.view)
        self.view.resize(round(window[0] * 0.9), round(window[1] * 0.6))
        self.view.show()
        app.installEventFilter(self.filter)

    def hear(self, keys: list[Key]) -> None:
        self.filter.run_heard.emit(Burst(text_of(keys), tuple(keys)))

    def label(self, name: str) -> QLabel:
        found = self.view.findChild(QLabel, name)
        assert isinstance(found, QLabel)
        return found

    def text(self, name: str) -> str:
        return self.label(name).text()

    def button(self, name: str) -> QPushButton:
        found = self.view.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    @property
    def card(self) -> CodeCard:
        found = self.view.findChild(CodeCard)
        assert isinstance(found, CodeCard)
        return found

    @property
    def shown(self) -> list[str]:
        """What a scanner reads from the screen."""
        QApplication.processEvents()
        picture = self.view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pixels = memoryview(picture.constBits()).cast("B", (picture.height(), picture.bytesPerLine()))
        return [found.text for found in zxingcpp.read_barcodes(pixels)]


@pytest.fixture
def lesson(qtbot, dressed) -> Iterator[Lesson]:
    made = Lesson(qtbot, dressed)
    yield made
    dressed.removeEventFilter(made.filter)
    made.filter.deleteLater()


def test_the_view_state_follows_the_teaching() -> None:
    state = teach_in_state(TeachIn())
    assert (state.code, state.number, state.may_restart) == (CODES[0], 1, False)
    assert state.pips == (Pip.NOW, Pip.TO_COME, Pip.TO_COME, Pip.TO_COME)
    over = TeachIn(tuple(tuple(scan(code)) for code in CODES))
    state = teach_in_state(over)
    assert (state.code, state.may_restart, state.pips) == (None, True, (Pip.DONE,) * 4)
    assert state.learnt == Learnt(slowest_ms=5)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("window", WINDOWS)
def test_every_code_can_be_read_from_the_screen(qtbot, dressed, theme: str, window: tuple[int, int, float]) -> None:
    lesson = Lesson(qtbot, dressed, theme, window)
    dressed.removeEventFilter(lesson.filter)
    for code in CODES:
        assert lesson.shown == [code]
        lesson.hear(scan(code))
    assert lesson.shown == []
    assert not lesson.card.isVisible()


@pytest.mark.parametrize("window", WINDOWS)
def test_its_modules_are_half_a_millimetre_or_what_fits(qtbot, dressed, window: tuple[int, int, float]) -> None:
    lesson = Lesson(qtbot, dressed, window=window)
    dressed.removeEventFilter(lesson.filter)
    assert 0.5 <= lesson.card.module_px / window[2] < 0.8
    lesson.card.resize(260, lesson.card.height())
    assert lesson.card.module_px == 1


@pytest.mark.parametrize(("every_ms", "allowed_ms"), [(5, 50), (60, 130)])
def test_four_scans_teach_it(qtbot, lesson: Lesson, every_ms: int, allowed_ms: int) -> None:
    """Through the filter, with a prefix and a terminator that it does not know."""
    qtbot.waitUntil(lambda: lesson.view.windowHandle() is not None)
    for number, code in enumerate(CODES):
        assert lesson.card.code == code
        post(lesson.view.windowHandle(), typed("]C1" + code, 10_000 * number, every_ms, TAB))
        QApplication.processEvents()
        lesson.filter._looked_again = True
        lesson.filter._gap_passed()
    assert lesson.learnt == [Learnt("]C1", "", TAB, allowed_ms, slowest_ms=every_ms)]
    assert lesson.text("teachInAsk") == "✓ The scanner is understood"
    assert "]C1" in lesson.text("teachInSaid")
    assert not lesson.label("teachInWarning").isVisible()


def test_a_run_ends_by_itself(qtbot, lesson: Lesson) -> None:
    post(lesson.view.windowHandle(), typed(CODES[0], 0, 5, ENTER))
    qtbot.waitUntil(lambda: lesson.card.code == CODES[1])


def test_a_refusal_says_what_to_do_and_shows_the_same_code(lesson: Lesson) -> None:
    lesson.hear(scan(CODES[0]))
    assert lesson.text("teachInSaid") == "✓ Understood. Now this one."
    lesson.hear(typed(CODES[1]))
    assert lesson.text("teachInSaid").startswith("✗ The scanner ends a code with neither Enter nor Tab.")
    assert lesson.card.code == CODES[1]
    lesson.hear(scan(CODES[1]))
    assert lesson.card.code == CODES[2]


def test_it_warns_of_caps_lock_and_of_another_layout(lesson: Lesson) -> None:
    for code in CODES:
        lesson.hear(scan(code.lower().replace("-", "ß")))
    warning = lesson.text("teachInWarning")
    assert "Caps Lock is on" in warning
    assert "- → ß" in warning
    assert lesson.learnt[0].caps_lock


def test_it_starts_again_and_can_be_skipped(qtbot, lesson: Lesson) -> None:
    again, skip = lesson.button("teachInAgain"), lesson.button("teachInSkip")
    assert not again.isEnabled()
    for code in CODES:
        lesson.hear(scan(code))
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert lesson.card.code == CODES[0]
    assert lesson.card.isVisible()
    qtbot.mouseClick(skip, Qt.MouseButton.LeftButton)
    assert lesson.skips == [True]
    assert len(lesson.learnt) == 1


def test_only_what_is_to_be_seen_is_taught(qtbot, lesson: Lesson) -> None:
    scans: list[str] = []
    lesson.filter.scanned.connect(lambda text, _: scans.append(text))
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    lesson.view.hide()
    post(other.windowHandle(), scan("KSS007317A"))
    QApplication.processEvents()
    lesson.hear(scan(CODES[0]))
    assert (scans, lesson.card.code) == (["KSS007317A"], CODES[0])
    lesson.view.show()
    for code in CODES:
        lesson.hear(scan(code))
    post(other.windowHandle(), scan("LBL-1", 9000))
    QApplication.processEvents()
    assert scans == ["KSS007317A", "LBL-1"]


def test_every_control_has_a_name(lesson: Lesson) -> None:
    assert CODES[0] in lesson.card.accessibleName()
    for button in lesson.view.findChildren(QPushButton):
        assert button.objectName()
        assert button.text()


def test_it_follows_the_window(lesson: Lesson) -> None:
    small: Sizes = sizes(1024, 600, 6.0)
    lesson.view.set_sizes(small)
    assert lesson.button("teachInSkip").height() == small.touch
