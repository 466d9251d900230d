"""Voiding, reopening and settling by mouse and keys: what is shown, who must agree, and what is told when it fails."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.conflict import ConflictReason
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Role
from app.domain.settlement import Settlement
from tests.contract.test_packing_store import DN, MASTER, record, removing, scanned
from tests.contract.test_session_acts import OTHER, SARI, Site, loser, site_of
from tests.fakes.session_acts import FakeSessionActs, StoreWithSettlements
from tests.ui.fitting import misfits
from ui.settling.act_panel import ActPanel
from ui.settling.conflict_page import ConflictPage
from ui.settling.second_person import SecondPersonPanel
from ui.settling.view_model import SessionDeed, second_refusal
from ui.theme.style import stylesheet
from ui.theme.tokens import DARK, LIGHT, Palette, Sizes, sizes

PIN = "135790"
SIZES = sizes(1366, 768, 3.78)
ROLES = {"SARI": Role.SUPERVISOR, "BUDI": Role.SUPERVISOR, "DEWI": Role.ADMIN}
HOSTILE = "<b>&amp;\u202e'; DROP TABLE labels;--\n\x07" + "x" * 9_000


def authenticate(badge: str, secret: str) -> Actor:
    if badge.upper() == "LOCKED":
        raise OperationalError(ErrorCode.SIGN_IN_LOCKED, wait_s=30)
    if secret != PIN or badge.upper() not in ROLES:
        raise OperationalError(ErrorCode.SIGN_IN_REFUSED)
    return Actor(badge.upper(), ROLES[badge.upper()], "office-1")


class Desk:
    """A page or panel in a window, and what a supervisor does there."""

    def __init__(self, qtbot, page: Any, colours: Palette = DARK, made: Sizes = SIZES) -> None:
        self.qtbot = qtbot
        self.page = page
        self.host = QWidget()
        self.host.setObjectName("content")
        self.host.setStyleSheet(stylesheet(colours, made))
        QVBoxLayout(self.host).addWidget(page)
        self.host.resize(round(1176 * made.unit), round(716 * made.unit))
        qtbot.addWidget(self.host, before_close_func=lambda _: page.close_page())
        self.host.show()

    def text(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return found.text()

    def field(self, name: str) -> QLineEdit:
        found = self.page.findChild(QLineEdit, name)
        assert isinstance(found, QLineEdit), name
        return found

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=5000)

    def keys(self, widget: QWidget, text: str) -> None:
        self.qtbot.keyClicks(widget, text)
        self.qtbot.keyClick(widget, Qt.Key.Key_Return)

    def agree(self, badge: str, secret: str = PIN) -> None:
        self.keys(self.field("askPersonBadge"), badge)
        self.keys(self.field("askPersonSecret"), secret)


@pytest.fixture
def site() -> Iterator[Site]:
    store = StoreWithSettlements()
    made = site_of(store, FakeSessionActs(store))
    store.add_labels(MASTER)
    yield made
    store.close()


def fake(site: Site) -> FakeSessionActs:
    assert isinstance(site.acts_store, FakeSessionActs)
    return site.acts_store


def break_down(site: Site, code: ErrorCode | None) -> None:
    assert isinstance(site.store, StoreWithSettlements)
    site.store.error = OperationalError(code, problem="the link is broken") if code else None


@pytest.fixture
def panel_of(qtbot, dressed: QApplication, site: Site) -> Callable[[SessionDeed], Desk]:
    def make(deed: SessionDeed) -> Desk:
        panel = ActPanel(site.acts, authenticate, SARI, deed, "session-key-1", DARK, SIZES)
        desk = Desk(qtbot, panel)
        panel.refresh()
        desk.until(lambda: not panel._errand.running)
        return desk

    return make


@pytest.fixture
def conflicts(qtbot, dressed: QApplication, site: Site) -> Desk:
    site.store.commit(record("L-1", number=OTHER))
    site.lose(loser("L-1", "L-2"), ConflictReason.LABELS_TAKEN, "L-1")
    page = ConflictPage(site.acts, authenticate, SARI, DARK, SIZES)
    desk = Desk(qtbot, page)
    page.refresh()
    desk.until(lambda: page.state is not None)
    return desk


# -- void and reopen --------------------------------------------------------------------------------------------------


def test_a_void_is_shown_reasoned_agreed_and_done_by_keys_alone(panel_of, site: Site) -> None:
    site.store.commit(record("L-1", "L-2", "M-1"))
    site.store.commit(removing(scanned("M-1"), known=("L-1", "L-2")))
    desk = panel_of(SessionDeed.VOID)
    panel = desk.page
    assert "2, with 40 pieces" in desk.text("actEffect")
    assert "stay as they are: 1" in desk.text("actEffect")
    assert [panel.parts.item(0, place).text() for place in range(4)] == ["Z-CV01-D26LXXX-C03N-NL-DG00", "40", "40", "0"]
    assert [panel.labels.item(row, 0).text() for row in range(3)] == ["L-1", "L-2", "M-1"]
    assert site.recorded() == ["L-1", "L-2"], "nothing is done by looking"
    desk.keys(desk.field("actReason"), "wrong pallet")
    desk.until(desk.field("askPersonBadge").isVisible)
    assert "wrong pallet" in desk.text("secondPersonWhat")
    with desk.qtbot.waitSignal(panel.done):
        desk.agree("budi")
    assert site.recorded() == []
    assert desk.text("actSaid").startswith("✓")
    (act,) = fake(site).acts
    assert (act.by, act.second, act.reason) == ("SARI", "BUDI", "wrong pallet")


def test_a_reason_is_asked_for_before_anybody_else_is(panel_of, site: Site) -> None:
    site.store.commit(record("L-1"))
    desk = panel_of(SessionDeed.VOID)
    desk.keys(desk.field("actReason"), "   ")
    assert "reason" in desk.text("actSaid")
    assert not desk.field("askPersonBadge").isVisible()


def test_a_reopening_takes_one_person(panel_of, site: Site) -> None:
    site.store.commit(record("L-1"))
    desk = panel_of(SessionDeed.REOPEN)
    with desk.qtbot.waitSignal(desk.page.done):
        desk.keys(desk.field("actReason"), "label torn")
    assert [act.deed for act in fake(site).acts] == ["session_reopened"]
    assert site.recorded() == ["L-1"]


def test_after_a_broken_link_the_same_act_is_tried_again_and_done_once(panel_of, site: Site) -> None:
    site.store.commit(record("L-1"))
    desk = panel_of(SessionDeed.REOPEN)
    break_down(site, ErrorCode.DATABASE_UNREACHABLE)
    desk.keys(desk.field("actReason"), "label torn")
    desk.until(lambda: desk.text("actSaid").startswith("✗"))
    assert desk.field("actReason").isEnabled()
    break_down(site, None)
    with desk.qtbot.waitSignal(desk.page.done):
        desk.qtbot.keyClick(desk.field("actReason"), Qt.Key.Key_Return)
    assert len(fake(site).acts) == 1


def test_what_changed_meanwhile_is_told_and_looked_at_again(panel_of, site: Site) -> None:
    site.store.commit(record("L-1", "L-2"))
    desk = panel_of(SessionDeed.REOPEN)
    site.store.commit(removing(scanned("L-2"), known=("L-1",)))
    desk.keys(desk.field("actReason"), "label torn")
    desk.until(lambda: "F5" in desk.text("actSaid"))
    desk.qtbot.keyClick(desk.field("actReason"), Qt.Key.Key_F5)
    desk.until(lambda: desk.page.state.labels == 1)


def test_a_voided_session_and_one_that_is_not_there_are_told(panel_of, site: Site) -> None:
    unknown = panel_of(SessionDeed.VOID)
    assert unknown.text("actSaid").startswith("✗")
    site.store.commit(record("L-1"))
    site.void()
    voided = panel_of(SessionDeed.VOID)
    assert "SARI has voided it" in voided.text("actEffect")
    assert not voided.field("actReason").isEnabled()


def test_escape_leaves_the_second_person_first_and_then_the_panel(panel_of, site: Site) -> None:
    site.store.commit(record("L-1"))
    desk = panel_of(SessionDeed.VOID)
    desk.keys(desk.field("actReason"), "why")
    desk.qtbot.keyClick(desk.field("askPersonBadge"), Qt.Key.Key_Escape)
    assert desk.field("actReason").isVisible()
    with desk.qtbot.waitSignal(desk.page.closed):
        desk.qtbot.keyClick(desk.page, Qt.Key.Key_Escape)
    assert site.recorded() == ["L-1"]


# -- the second person ------------------------------------------------------------------------------------------------


@pytest.fixture
def second(qtbot, dressed: QApplication) -> Desk:
    panel = SecondPersonPanel(authenticate, DARK, SIZES)
    desk = Desk(qtbot, panel)
    panel.ask("Void this session", SARI)
    return desk


@pytest.mark.parametrize(
    ("badge", "secret", "name", "said"),
    [
        ("BUDI", "000000", "askPersonSaid", "do not go together"),
        ("LOCKED", PIN, "askPersonSaid", "locked"),
        ("SARI", PIN, "secondPersonRefusal", "two people"),
        ("DEWI", PIN, "secondPersonRefusal", "DEWI may not"),
    ],
)
def test_who_cannot_agree_is_told(second: Desk, badge: str, secret: str, name: str, said: str) -> None:
    heard: list[Actor] = []
    second.page.agreed.connect(heard.append)
    second.agree(badge, secret)
    second.until(lambda: said in second.text(name))
    assert heard == []
    assert second.field("askPersonSecret").text() == ""
    with second.qtbot.waitSignal(second.page.agreed) as agreed:
        second.field("askPersonBadge").clear()
        second.agree("BUDI")
    assert agreed.args == [Actor("BUDI", Role.SUPERVISOR, "office-1")]


def test_second_refusal_is_by_name_and_role() -> None:
    assert second_refusal(SARI, replace(SARI, station_id="elsewhere")) is ErrorCode.SECOND_PERSON_NEEDED
    assert second_refusal(SARI, Actor("OP", Role.OPERATOR, "")) is ErrorCode.NOT_ALLOWED
    assert second_refusal(SARI, Actor("BUDI", Role.SUPERVISOR, "")) is None


# -- conflicts --------------------------------------------------------------------------------------------------------


def test_both_sides_stand_beside_one_another(conflicts: Desk) -> None:
    page = conflicts.page
    cells = [[page.case.labels.item(row, place).text() for place in range(6)] for row in range(2)]
    assert [row[0] for row in cells] == ["L-1", "L-2"]
    assert cells[0][3:] == ["yes", "taken", "KSS009999Z, at station-1"]
    assert cells[1][3:] == ["", "free", ""]
    assert not page.case.choices.buttons[Settlement.SEND_AGAIN].isEnabled()
    assert "Void the other session first" in conflicts.text("effect_send_again")
    assert not page.go.isEnabled(), "nothing is chosen beforehand"


def choose(desk: Desk, settlement: Settlement) -> None:
    button = desk.page.case.choices.buttons[settlement]
    button.setFocus()
    desk.qtbot.keyClick(button, Qt.Key.Key_Space)
    assert button.isChecked()


def test_a_settlement_that_books_is_agreed_by_two(conflicts: Desk, site: Site) -> None:
    page = conflicts.page
    choose(conflicts, Settlement.WITHOUT_DISPUTED)
    conflicts.keys(conflicts.field("settleReason"), "counted twice")
    conflicts.until(conflicts.field("askPersonBadge").isVisible)
    assert "Without: L-1" in conflicts.text("secondPersonWhat")
    with conflicts.qtbot.waitSignal(page.settled):
        conflicts.agree("BUDI")
    assert site.recorded() == ["L-2"]
    conflicts.until(lambda: page.state is not None and not page.state.open)
    assert conflicts.text("conflictSaid").startswith("✓")
    assert "SARI, BUDI" in conflicts.text("caseSettled")


def test_setting_aside_takes_one_and_the_control_key(conflicts: Desk, site: Site) -> None:
    page = conflicts.page
    choose(conflicts, Settlement.SET_ASIDE)
    conflicts.qtbot.keyClicks(conflicts.field("settleReason"), "pallet is gone")
    with conflicts.qtbot.waitSignal(page.settled):
        conflicts.qtbot.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert site.recorded() == []
    assert [act.second for act in fake(site).acts] == [""]


def test_a_settlement_without_reason_or_too_late_is_told(conflicts: Desk, site: Site) -> None:
    page = conflicts.page
    choose(conflicts, Settlement.SET_ASIDE)
    conflicts.qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    assert "reason" in conflicts.text("conflictSaid")
    site.store.commit(record("L-2", key="key-5", number=OTHER))
    conflicts.keys(conflicts.field("settleReason"), "late")
    conflicts.until(lambda: page.case.labels.item(1, 4).text() == "taken")
    assert conflicts.text("conflictSaid").startswith("✗")
    assert fake(site).acts == []
    assert page.state is not None
    assert page.state.open


def test_a_database_that_is_away_is_told_and_the_same_act_goes_on_later(conflicts: Desk, site: Site) -> None:
    page = conflicts.page
    choose(conflicts, Settlement.SET_ASIDE)
    break_down(site, ErrorCode.DATABASE_UNREACHABLE)
    conflicts.keys(conflicts.field("settleReason"), "gone")
    conflicts.until(lambda: conflicts.text("conflictSaid").startswith("✗"))
    break_down(site, None)
    with conflicts.qtbot.waitSignal(page.settled):
        conflicts.qtbot.keyClick(conflicts.field("settleReason"), Qt.Key.Key_Return)
    assert len(fake(site).acts) == 1


def test_the_other_session_can_be_looked_at(conflicts: Desk) -> None:
    page = conflicts.page
    button = page.findChild(QWidget, "theirsOpen")
    with conflicts.qtbot.waitSignal(page.session_asked) as asked:
        conflicts.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == ["session-key-1"]


def test_with_no_conflict_the_page_says_so(qtbot, dressed: QApplication, site: Site) -> None:
    page = ConflictPage(site.acts, authenticate, SARI, DARK, SIZES)
    desk = Desk(qtbot, page)
    page.refresh()
    desk.until(lambda: "No conflicts" in desk.text("conflictsEmpty"))
    assert not desk.field("settleReason").isVisible()


@pytest.mark.parametrize("screen", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])
def test_everything_fits_and_hostile_text_is_only_text(
    qtbot, dressed: QApplication, site: Site, colours: Palette, screen: tuple[int, int]
) -> None:
    site.store.commit(record("L-1", "L-2"))
    site.lose(replace(record("L-1", "M-1", key="key-8", number=OTHER), operator=HOSTILE), ConflictReason.LABELS_TAKEN)
    site.acts.settle(SARI, None, site.case("key-8"), Settlement.SET_ASIDE, HOSTILE, "one")
    made = sizes(*screen, 3.78)
    page = ConflictPage(site.acts, authenticate, SARI, colours, made)
    desk = Desk(qtbot, page, colours, made)
    page.refresh()
    desk.until(lambda: page.state is not None)
    assert "\u202e" not in desk.text("caseSettled")
    assert "<b>&amp;" in desk.text("caseSettled")
    assert {each.textFormat() for each in desk.host.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert misfits(desk.host, may_be_cut=lambda text: "DROP" in text or text.startswith("PKG")) == []


def test_every_control_has_a_name(conflicts: Desk) -> None:
    for widget in conflicts.page.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible() and widget.objectName():
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget.objectName()
    assert DN.text in conflicts.text("caseTitle")
