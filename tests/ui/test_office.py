"""The supervisor's window: signing in, the pages of each role, locking, panels; with real keys and a real mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import RIGHTS, Actor, Role
from tests.fakes.station_parts import SetClock
from ui.language import Language
from ui.office.ask_person import AskPerson
from ui.office.view_model import OPENED_BY, PageName, Seat, is_idle, pages_for
from ui.office.window import OfficeWindow
from ui.shell.look import Look
from ui.theme.style import dress
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton

SECRETS = {"SV-1": ("493817", Role.SUPERVISOR), "AD-1": ("718203", Role.ADMIN), "OP-1": ("550912", Role.OPERATOR)}
IDLE_S = 300.0


def authenticate(badge: str, secret: str) -> Actor:
    known = SECRETS.get(badge)
    if badge == "OP-LOCKED":
        raise OperationalError(ErrorCode.SIGN_IN_LOCKED, wait_s=30)
    if known is None or known[0] != secret:
        raise OperationalError(ErrorCode.SIGN_IN_REFUSED)
    return Actor(badge, known[1], "office-1")


class Page(QWidget):
    def __init__(self, name: PageName, actor: Actor) -> None:
        super().__init__()
        self.name, self.actor, self.shown, self.open = name, actor, 0, True
        QLabel(name.value, self)

    def refresh(self) -> None:
        self.shown += 1

    def close_page(self) -> None:
        self.open = False


class Office:
    def __init__(self, qtbot) -> None:
        self.qtbot, self.clock = qtbot, SetClock()
        self.made: list[Page] = []
        self.window = OfficeWindow(authenticate, self._make, Look(), "office-1", self.clock, IDLE_S)
        qtbot.addWidget(self.window)
        self.window.show()

    def _make(self, name: PageName, actor: Actor, _c: Palette, _s: Sizes, _window: OfficeWindow) -> QWidget:
        self.made.append(Page(name, actor))
        return self.made[-1]

    @property
    def ask(self) -> AskPerson:
        return next(each for each in self.window.findChildren(AskPerson) if each.isVisibleTo(self.window))

    def type_in(self, badge: str, secret: str) -> None:
        ask = self.ask
        ask.badge.clear()
        self.qtbot.keyClicks(ask.badge, badge)
        self.qtbot.keyClick(ask.badge, Qt.Key.Key_Return)
        self.qtbot.keyClicks(ask.secret, secret)
        self.qtbot.keyClick(ask.secret, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: ask.go.isEnabled())

    def sign_in(self, badge: str = "SV-1") -> None:
        self.type_in(badge, SECRETS[badge][0])
        assert self.window.seat.open

    def said(self) -> str:
        found = self.ask.findChild(QLabel, "askPersonSaid")
        assert found is not None
        return found.text()

    def buttons(self) -> list[str]:
        found = [each for each in self.window.findChildren(ActionButton) if each.isVisibleTo(self.window)]
        return [each.objectName().removeprefix("page_") for each in found if each.objectName().startswith("page_")]

    def click(self, name: str) -> None:
        found = self.window.findChild(ActionButton, name)
        assert found is not None
        self.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.window, key, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def office(qtbot, qapp) -> Iterator[Office]:
    dress(qapp, "dark")
    made = Office(qtbot)
    yield made
    made.window.close()


def test_of1_a_role_gets_the_pages_of_its_rights_and_no_other() -> None:
    for role in Role:
        assert set(pages_for(role)) == {page for page in PageName if OPENED_BY[page] in RIGHTS[role]}
    assert pages_for(Role.OPERATOR) == ()
    assert PageName.PEOPLE not in pages_for(Role.SUPERVISOR)
    assert PageName.CONFLICTS not in pages_for(Role.ADMIN)


@pytest.mark.parametrize("badge", SECRETS)
def test_of1_the_window_offers_just_these(office: Office, badge: str) -> None:
    office.sign_in(badge)
    assert office.buttons() == [page.value for page in pages_for(SECRETS[badge][1])]


def test_a_page_of_another_role_cannot_be_opened_by_its_key(office: Office) -> None:
    office.sign_in("AD-1")
    office.press(Qt.Key.Key_2)
    assert PageName.CONFLICTS not in {page.name for page in office.made}


def test_wrong_secrets_open_nothing_and_are_forgotten(office: Office) -> None:
    for badge in ("SV-1", "NOBODY", "OP-LOCKED"):
        office.type_in(badge, "000000")
        assert not office.window.seat.open
        assert office.made == []
        assert office.ask.secret.text() == ""
        assert office.said()
    assert "30" in office.said()
    office.sign_in()
    assert office.made[0].name is PageName.SESSIONS


def test_pages_are_made_when_first_opened_and_loaded_whenever_they_come_into_view(office: Office) -> None:
    office.sign_in()
    assert [page.name for page in office.made] == [PageName.SESSIONS]
    office.press(Qt.Key.Key_5)
    office.press(Qt.Key.Key_1)
    assert [page.name for page in office.made] == [PageName.SESSIONS, PageName.CHARTS]
    assert office.made[0].shown == 2


def test_of2_a_lock_hides_everything_and_who_comes_back_finds_it_as_it_was(office: Office) -> None:
    office.sign_in()
    office.press(Qt.Key.Key_5)
    office.press(Qt.Key.Key_L)
    assert not any(page.isVisibleTo(office.window) for page in office.made)
    assert office.buttons() == []
    assert office.ask.badge.text() == "SV-1"
    office.press(Qt.Key.Key_1)
    assert not any(page.isVisibleTo(office.window) for page in office.made)
    office.sign_in()
    assert len(office.made) == 2
    assert office.made[1].isVisibleTo(office.window)


def test_of2_somebody_else_begins_anew(office: Office) -> None:
    office.sign_in()
    office.press(Qt.Key.Key_L)
    office.sign_in("AD-1")
    assert not office.made[0].open
    assert {page.actor.user_name for page in office.made if page.open} == {"AD-1"}


def test_of3_nobody_there_for_a_while_locks_it(office: Office) -> None:
    office.sign_in()
    office.clock.now_s += IDLE_S - 1
    office.press(Qt.Key.Key_5)
    office.clock.now_s += IDLE_S - 1
    office.window._lock_when_idle()
    assert office.window.seat.open
    office.clock.now_s += 1
    office.window._lock_when_idle()
    assert office.window.seat == Seat(Actor("SV-1", Role.SUPERVISOR, "office-1"), locked=True)


@pytest.mark.parametrize(("limit_s", "idle"), [(0.0, False), (10.0, True), (10.1, False)])
def test_of3_zero_never_locks(limit_s: float, idle: bool) -> None:
    assert is_idle(20.0, 10.0, limit_s) is idle


def test_signing_out_closes_the_pages_and_tells_who_went(office: Office) -> None:
    office.sign_in()
    with office.qtbot.waitSignal(office.window.signed_out) as gone:
        office.click("officeSignOut")
    assert gone.args[0].user_name == "SV-1"
    assert not office.made[0].open
    assert office.ask.badge.text() == ""


def test_a_scanned_badge_fills_the_badge_and_never_the_secret(office: Office) -> None:
    office.ask.secret.setFocus()
    office.window.take_code("SV-1\u202e")
    assert office.ask.badge.text() == "SV-1\ufffd"
    assert office.ask.secret.text() == ""
    office.sign_in()
    office.window.take_code("AD-1")
    assert office.window.seat.open


def test_a_panel_lies_over_the_page_until_escape_and_goes_with_a_lock(office: Office) -> None:
    office.sign_in()
    first = Page(PageName.CHARTS, office.made[0].actor)
    office.window.open_panel(first)
    assert first.isVisible()
    office.qtbot.keyClick(office.window, Qt.Key.Key_Escape)
    assert not first.open
    second = Page(PageName.CHARTS, office.made[0].actor)
    office.window.open_panel(second)
    office.window.lock()
    assert not second.open


def test_another_look_keeps_who_sits_there_and_builds_the_page_anew(office: Office) -> None:
    office.sign_in()
    office.press(Qt.Key.Key_5)
    office.click("officeTheme")
    office.click("officeLanguage")
    assert office.window.seat.open
    shown = [page for page in office.made if page.open]
    assert [page.name for page in shown] == [PageName.CHARTS]
    assert (office.window.look.theme, office.window.look.language) == ("light", Language.ID)


def test_an_operator_is_told_that_there_is_nothing_here(office: Office) -> None:
    office.sign_in("OP-1")
    words = [each.text() for each in office.window.findChildren(QLabel) if each.property("role") == "empty"]
    assert len(words) == 1
    assert office.made == []
