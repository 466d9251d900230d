"""The page About in both windows: what it shows, searches and copies, by key, by touch and by mouse."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from app.commands.office_parts import OfficeParts
from app.commands.office_window import Office as RealOffice
from app.commands.supervision import Supervision
from app.domain.about import AboutFacts, Piece
from app.domain.errors import ErrorCode, OperationalError
from app.ports.about import About
from app.version import VERSION
from tests.fakes.hostile_text import hostile_texts
from tests.ui.conftest import Bench
from tests.ui.fitting import misfits
from tests.ui.hands import KeyboardAlone, TouchAlone, reachable
from tests.ui.test_menu_and_help import SCREENS, resized, swept
from tests.ui.test_office import Office
from tests.ui.test_supervision import Site
from ui.about.view import AboutPage
from ui.language import Language, speak
from ui.office.view_model import PageName
from ui.paper.printing import PaperPrinter
from ui.shell.look import Look
from ui.shell.paperwork import Paperwork
from ui.theme.style import dress, stylesheet
from ui.theme.tokens import PALETTES, sizes

QT = Piece("Qt", "6.11.3", "LGPL-3.0-only OR GPL-3.0-only", ("lgpl", "gpl"), "https://qt.invalid/6.11.3/")
NUMPY = Piece("numpy", "2.4.6", "BSD-3-Clause AND MIT", ("numpy",))
BROKEN = Piece("torn", "1", "MIT", ("gone",))
RUNS_ON = (("Python", "3.11.7"), ("Qt", "6.11.3"), ("System", "Linux-6.1-x86_64-with-glibc2.36"))
FACTS = AboutFacts(
    "1.2.3", "abc1234", "2026-11-21T08:00:00+00:00", RUNS_ON, "own@1", (NUMPY, QT, BROKEN), "The notice."
)


class Told(About):
    """``held``: nothing is told before it is set."""

    def __init__(self, facts: AboutFacts | OperationalError = FACTS) -> None:
        self._facts, self.held = facts, Event()
        self.held.set()

    def facts(self) -> AboutFacts:
        self.held.wait(10)
        if isinstance(self._facts, OperationalError):
            raise self._facts
        return self._facts

    def text(self, piece: Piece) -> str:
        self.held.wait(10)
        if piece.name == "torn":
            raise OperationalError(ErrorCode.FILE_UNREADABLE, path="/licences/gone", problem="no such file")
        return "" if not piece.texts else f"licence of {piece.name}\n" * 200


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, Language.EN)


class Shown:
    """The page as a window has it."""

    def __init__(self, qtbot, about: About, screen: tuple[int, int] = (1366, 768), percent: int = 100) -> None:
        self.qtbot, size = qtbot, sizes(*screen, 4.0, percent)
        self.page = AboutPage(about, lambda: "servers@7", PALETTES["dark"], size)
        holder = QFrame()
        holder.setStyleSheet(stylesheet(PALETTES["dark"], size))
        column = QVBoxLayout(holder)
        column.addWidget(self.page)
        qtbot.addWidget(holder)
        holder.resize(screen[0] - 40, screen[1] - 190)
        holder.show()
        self.holder = holder
        self.page.refresh()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page._read.running and not self.page._fetch.running)

    def text(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert found is not None
        return found.text()

    @property
    def rows(self) -> list[str]:
        items = [self.page.list.item(place) for place in range(self.page.list.count())]
        return [item.text() for item in items if item.flags() & Qt.ItemFlag.ItemIsSelectable]


@pytest.fixture
def shown(qtbot, dressed) -> Shown:
    made = Shown(qtbot, Told())
    made.wait()
    return made


def test_versions_the_model_in_use_and_the_notice_are_there_at_once(shown: Shown) -> None:
    assert shown.text("about_version") == "1.2.3"
    assert shown.text("about_build") == "abc1234"
    assert shown.text("about_Qt") == "6.11.3"
    assert shown.text("about_model") == "servers@7"
    assert shown.rows == ["Licences and sources", "numpy 2.4.6", "Qt 6.11.3", "torn 1"]
    assert shown.page.text.toPlainText() == "The notice."
    assert shown.text("aboutCount") == "3 of 3"
    assert not shown.text("aboutSaid")


def test_a_piece_shows_its_licence_its_sources_and_its_text(shown: Shown) -> None:
    for _ in range(2):
        shown.qtbot.keyClick(shown.page, Qt.Key.Key_Down)
    shown.wait()
    assert shown.text("aboutHeading") == "Qt 6.11.3"
    assert shown.text("aboutUnder") == "LGPL-3.0-only OR GPL-3.0-only\nSources: https://qt.invalid/6.11.3/"
    assert shown.page.text.toPlainText().startswith("licence of Qt")
    shown.qtbot.keyClick(shown.page, Qt.Key.Key_PageDown)
    assert shown.page.text.verticalScrollBar().value() > 0
    for _ in range(9):
        shown.qtbot.keyClick(shown.page, Qt.Key.Key_Up)
    assert shown.page.text.toPlainText() == "The notice."
    assert not shown.page._under.isVisible()


def test_what_is_looked_for_is_found_as_it_is_typed(shown: Shown) -> None:
    shown.qtbot.keyClick(shown.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.page.search.hasFocus()
    shown.qtbot.keyClicks(shown.page.search, "lgpl")
    shown.wait()
    assert shown.rows == ["Qt 6.11.3"]
    assert shown.text("aboutCount") == "1 of 3"
    assert shown.page.text.toPlainText().startswith("licence of Qt")
    shown.qtbot.keyClicks(shown.page.search, "x")
    assert shown.rows == []
    assert shown.page.text.toPlainText() == "Nothing is called so."
    shown.page.search.clear()
    assert len(shown.rows) == 4


def test_the_versions_are_copied_for_a_ticket_by_button_and_by_key(shown: Shown) -> None:
    board = QGuiApplication.clipboard()
    for act in (
        lambda: shown.qtbot.mouseClick(shown.page.copy_button, Qt.MouseButton.LeftButton),
        lambda: shown.qtbot.keyClick(
            shown.page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        ),
    ):
        board.clear()
        act()
        assert board.text().splitlines()[:2] == ["Countersign: 1.2.3", "Build: abc1234"]
        assert "Model: servers@7" in board.text()
        assert shown.text("aboutSaid") == "Copied."


def test_a_text_can_be_selected_and_copied(shown: Shown) -> None:
    shown.page.text.setFocus()
    shown.page.text.selectAll()
    shown.qtbot.keyClick(shown.page.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "The notice."


def test_a_text_that_is_gone_is_told_and_the_next_one_shows(shown: Shown) -> None:
    shown.page.search.setText("torn")
    shown.wait()
    assert "/licences/gone cannot be used: no such file." in shown.text("aboutSaid")
    assert shown.page.text.toPlainText() == ""
    shown.page.search.setText("numpy")
    shown.wait()
    assert shown.page.text.toPlainText().startswith("licence of numpy")
    assert not shown.text("aboutSaid")


def test_a_damaged_installation_is_told(qtbot, dressed) -> None:
    error = OperationalError(ErrorCode.FILE_UNREADABLE, path="/licences/licences.json", problem="it is not what it was")
    shown = Shown(qtbot, Told(error))
    shown.wait()
    assert "/licences/licences.json cannot be used" in shown.text("aboutSaid")
    assert shown.rows == []
    shown.page.copy_versions()
    assert "Copied." not in shown.text("aboutSaid")


def test_a_page_that_is_closed_meanwhile_shows_nothing_more(qtbot, dressed) -> None:
    about = Told()
    about.held.clear()
    shown = Shown(qtbot, about)
    assert shown.text("aboutSaid") == "One moment…"
    shown.page.close_page()
    about.held.set()
    QApplication.processEvents()
    assert shown.rows == []
    assert not shown.page._read.running


def test_names_from_outside_stand_as_text(qtbot, dressed) -> None:
    pieces = tuple(Piece(text, "1", text) for text in hostile_texts())
    shown = Shown(qtbot, Told(replace(FACTS, pieces=pieces)))
    shown.wait()
    assert len(shown.rows) == len(pieces) + 1
    for piece in pieces:
        shown.page._head(piece, chosen=True)
        for words in (shown.text("aboutHeading"), shown.text("aboutUnder")):
            assert not any(each in words for each in "\u202e\u2066\x00\x1b\u2028")


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", Language)
def test_every_text_fits(
    qtbot, dressed: QApplication, language: Language, screen: tuple[int, int], percent: int
) -> None:
    speak(dressed, language)
    shown = Shown(qtbot, Told(), screen, percent)
    shown.wait()
    assert [each for each in misfits(shown.holder) if "aboutList" not in each] == []


# -- in the station's window ------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    made = Site(tmp_path, monkeypatch)
    yield made
    made.record.close()


@pytest.fixture
def supervision(bench: Bench, place: Site) -> Iterator[Supervision]:
    paperwork = Paperwork(bench.window, PaperPrinter(bench.window), place.settings.slip, "station-1")
    made = Supervision(bench.window, place.settings, place.record, paperwork)
    yield made
    bench.window.close_popover()
    made.close()


def loaded(bench: Bench) -> AboutPage:
    (page,) = bench.window.findChildren(AboutPage)
    bench.qtbot.waitUntil(lambda: page._facts is not None and not page._fetch.running)
    return page


@pytest.mark.usefixtures("supervision")
def test_the_stations_menu_opens_it_by_key_and_keys_reach_it_while_codes_go_to_the_entry(bench: Bench) -> None:
    keys = KeyboardAlone(bench)
    keys.press(Qt.Key.Key_F10)
    keys.type("?")
    page = loaded(bench)
    assert page.findChild(QLabel, "about_version").text() == VERSION  # type: ignore[union-attr]
    assert bench.window.focusWidget() is bench.window.entry
    keys.press(Qt.Key.Key_Down)
    chosen = page.list.current_row
    assert chosen is not None
    assert chosen.first != "Licences and sources"
    keys.type("OP-17")
    assert bench.window.entry.text() == "OP-17"
    keys.press(Qt.Key.Key_Escape)
    swept(bench.window)
    assert not bench.window.findChildren(AboutPage)


@pytest.mark.usefixtures("supervision")
def test_by_touch_it_opens_and_closes_and_its_buttons_are_large_enough(bench: Bench) -> None:
    resized(bench, SCREENS[0])
    touch = TouchAlone(bench)
    touch.press("menuButton")
    touch.press("menu_about")
    page = loaded(bench)
    QApplication.processEvents()
    least = bench.window.sizes.touch
    for widget in (page.search, page.copy_button, page.close_button):
        assert widget.height() >= least
        assert page.rect().contains(widget.geometry().translated(_offset(widget, page)))
    assert page.list.sizeHintForRow(1) >= least
    assert reachable(page.close_button)
    touch.press("aboutClose")
    swept(bench.window)
    assert not bench.window.findChildren(AboutPage)


def _offset(widget: QWidget, page: QWidget) -> QPoint:
    return widget.mapTo(page, QPoint(0, 0)) - widget.pos()


# -- in the supervisor's window ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_supervisors_window_asks_for_it_whoever_sits_there(qtbot, qapp: QApplication, signed_in: bool) -> None:
    dress(qapp, "dark")
    office, asked = Office(qtbot), []
    office.window.about_asked.connect(lambda: asked.append(True))
    if signed_in:
        office.sign_in()
        assert office.window.page(PageName.SESSIONS) is not None
    button = office.window.findChild(QWidget, "officeAbout")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(office.window, Qt.Key.Key_F1)
    assert asked == [True, True]
    office.window.change_look(Look(theme="light"))
    QApplication.processEvents()
    qtbot.mouseClick(office.window.findChildren(QWidget, "officeAbout")[-1], Qt.MouseButton.LeftButton)
    assert len(asked) == 3
    office.window.close()


def test_the_supervisors_panel_names_the_own_model_and_goes_with_escape(place: Site, qtbot, qapp) -> None:
    dress(qapp, "light")
    parts = OfficeParts(place.settings, place.record, place.sign_in.authority)
    office = RealOffice(place.settings, parts, place.sign_in, Look(theme="light"))
    office.window.show()
    qtbot.keyClick(office.window, Qt.Key.Key_F1)
    (page,) = office.window.findChildren(AboutPage)
    qtbot.waitUntil(lambda: page._facts is not None and not page._fetch.running)
    assert page.findChild(QLabel, "about_model").text() == "countersign-demo@1.1.0"  # type: ignore[union-attr]
    (panel,) = office.window.findChildren(QFrame, "officePanel")
    assert office.window.rect().contains(panel.geometry())
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    swept(office.window)  # type: ignore[arg-type]
    assert not office.window.findChildren(AboutPage)
    office.window.close()
    office.window.deleteLater()
