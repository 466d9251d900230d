"""Badge and PIN at the station's window: by touch, by keyboard, and what a scanner cannot do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.command import Command
from app.domain.people import Role
from app.domain.wedge import BurstRules
from app.use_cases.desk_state import Phase
from app.use_cases.sign_in import SignIn
from app.use_cases.workplace import WorkplaceRules
from tests.fakes.people import FakeSecrets, account, known
from tests.fakes.station_parts import SetClock
from tests.fakes.station_record import FakeAudit, FakeSignIns, Told
from tests.ui.conftest import DN, UNDO_S, Bench, _made
from tests.ui.fitting import misfits
from tests.ui.test_accessibility import outside, per_mm, place, too_close, too_small, unnamed
from tests.ui.test_menu_and_help import resized, swept
from tests.ui.typist import post
from tests.unit.keys import scan as scanned_keys
from tests.unit.keys import typed
from ui.scanner.wedge_filter import WedgeFilter
from ui.shell.keypad import Keypad
from ui.shell.window import WindowRules

BUDI, SARI, PIN, OTHER_PIN, WRONG = "OP-17", "OP-18", "482915", "739164", "111112"
SCREENS = [(1024, 600), (1366, 768), (1920, 1080)]
IDLE_S = 300.0


class BenchClock:
    """The bench's, once there is a bench."""

    def __init__(self) -> None:
        self.clock = SetClock()

    def monotonic_s(self) -> float:
        return self.clock.monotonic_s()

    def utc(self) -> datetime:
        return self.clock.utc()


@pytest.fixture
def guarded(qtbot, dressed: QApplication) -> Iterator[Bench]:
    """A bench where a badge is followed by its PIN, with a wedge scanner."""
    people = known(
        account(BUDI, secret=PIN), account(SARI, Role.SUPERVISOR, OTHER_PIN), fetched_at="2026-09-01T08:00:00+00:00"
    )
    told, clock = Told(), BenchClock()
    sign_in = SignIn(FakeSignIns(told, people), FakeSecrets(), FakeAudit(told), clock, "station-7")
    rules = WorkplaceRules(sign_in=True, undo_s=UNDO_S, hold=True, identity=sign_in, idle_lock_s=IDLE_S)
    with _made(qtbot, workplace=rules, rules=WindowRules("station-7", undo_s=UNDO_S)) as made:
        qtbot.waitUntil(lambda: made.window._desk.phase is Phase.SIGNED_OUT)
        clock.clock = made.clock
        yield made


def reaches(bench: Bench, phase: Phase) -> None:
    bench.qtbot.waitUntil(lambda: bench.window._desk.phase is phase)


def asked(bench: Bench, badge: str = BUDI) -> None:
    bench.type_line(badge)
    reaches(bench, Phase.SIGNING_IN)


def signed_in(bench: Bench) -> None:
    asked(bench)
    bench.type_line(PIN)
    reaches(bench, Phase.WAITING_FOR_NOTE)


def locked(bench: Bench) -> None:
    signed_in(bench)
    bench.open_note()
    bench.clock.now_s += IDLE_S
    reaches(bench, Phase.LOCKED)


def waiting(bench: Bench) -> None:
    asked(bench)
    for _ in range(5):
        bench.type_line(WRONG)


def locked_for_another(bench: Bench) -> None:
    locked(bench)
    bench.press("signInOther")


def another_asked(bench: Bench) -> None:
    signed_in(bench)
    bench.open_note()
    asked(bench, SARI)


STATES = {
    "asked": asked,
    "waiting": waiting,
    "another asked": another_asked,
    "locked": locked,
    "locked, another": locked_for_another,
}


# -- the three ways ---------------------------------------------------------------------------------------------------


def test_by_touch_alone(guarded: Bench) -> None:
    guarded.press("keypadButton")
    for key in ("key_O", "key_P", "key_minus", "key_1", "key_7", "keypadEnter"):
        guarded.press(key)
    reaches(guarded, Phase.SIGNING_IN)
    for digit in (*PIN, "9"):
        guarded.press(f"pin_{digit}")
    assert guarded.window.entry.displayText() == "●" * 7
    guarded.press("pinDelete")
    guarded.press("pinEnter")
    reaches(guarded, Phase.WAITING_FOR_NOTE)
    assert (guarded.window.operator, guarded.window.entry.text(), guarded.window.entry.hides) == (BUDI, "", False)


def test_by_keyboard_alone_and_back_with_escape(guarded: Bench) -> None:
    asked(guarded)
    guarded.qtbot.keyClicks(guarded.window.entry, "12")
    guarded.qtbot.keyClick(guarded.window.entry, Qt.Key.Key_Escape)
    assert (guarded.window.entry.text(), guarded.window._desk.phase) == ("", Phase.SIGNING_IN), "first what was typed"
    guarded.qtbot.keyClick(guarded.window.entry, Qt.Key.Key_Escape)
    reaches(guarded, Phase.SIGNED_OUT)
    signed_in(guarded)


def test_a_burst_of_a_scanner_is_a_badge_and_never_a_secret(guarded: Bench) -> None:
    """Neither into the field, nor onto the screen; the badge asks for its own secret."""
    wedge = WedgeFilter(BurstRules())
    wedge.scanned.connect(guarded.window.take_code)
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(wedge)
    try:
        asked(guarded)
        guarded.qtbot.keyClicks(guarded.window.entry, "12")
        revision = guarded.window._desk.revision
        post(guarded.window.windowHandle(), scanned_keys(PIN, 10_000))
        guarded.qtbot.waitUntil(lambda: guarded.window._desk.revision > revision)
        assert (guarded.window._desk.phase, guarded.window.entry.text()) == (Phase.SIGNING_IN, "12")
        assert PIN not in guarded.said
        post(guarded.window.windowHandle(), scanned_keys(SARI, 20_000))
        guarded.qtbot.waitUntil(lambda: guarded.window._desk.signing_in == SARI)
    finally:
        application.removeEventFilter(wedge)
        wedge.deleteLater()


# -- what it shows ----------------------------------------------------------------------------------------------------


def test_what_is_typed_is_shown_to_nobody(guarded: Bench) -> None:
    asked(guarded)
    guarded.press("keypadButton")
    guarded.qtbot.keyClicks(guarded.window.entry, PIN)
    keypad = guarded.window.findChild(Keypad)
    assert keypad is not None
    assert (keypad._echo.text(), guarded.window.entry.displayText()) == ("●" * 6, "●" * 6)
    guarded.press("keypadShift")
    guarded.press("key_Q")
    assert guarded.window.entry.text() == PIN + "q"
    guarded.window.change_look(replace(guarded.window.look, theme="light"))
    assert guarded.window.entry.text() == "", "another look forgets it"
    assert guarded.window.entry.hides
    swept(guarded.window)


def test_a_wrong_pin_is_told_and_the_wait_counts_down(guarded: Bench) -> None:
    asked(guarded)
    guarded.type_line(WRONG)
    assert "do not go together" in guarded.said
    for _ in range(4):
        guarded.type_line(WRONG)
    panel = guarded.window.sign_in
    assert "Wait 30 s." in panel.accessibleName()
    guarded.clock.now_s += 12.5
    guarded.qtbot.waitUntil(lambda: "Wait 18 s." in panel.accessibleName())
    guarded.clock.now_s += 17.5
    guarded.qtbot.waitUntil(lambda: panel.state.wait_s == 0)
    guarded.type_line(PIN)
    reaches(guarded, Phase.WAITING_FOR_NOTE)


def test_the_lock_hides_note_and_picture_and_keeps_the_session(guarded: Bench) -> None:
    signed_in(guarded)
    guarded.open_note()
    guarded.type_line("L1")
    guarded.window.show_menu()
    guarded.clock.now_s += IDLE_S
    reaches(guarded, Phase.LOCKED)
    window = guarded.window
    assert window.sign_in.isVisible()
    assert not window.live.isVisible()
    assert not guarded.text("dnNumber")
    assert guarded.window.packing.parts.rows == {}
    assert window._popover is None
    assert window.operator == "", "nobody who could change the settings"
    assert f"Locked for {BUDI}" in window.sign_in.accessibleName()
    guarded.type_line(PIN)
    reaches(guarded, Phase.PACKING)
    assert guarded.text("dnNumber") == DN
    session = window._desk.session
    assert session is not None
    assert [str(label.code) for label in session.labels] == ["L1"]


def masked(bench: Bench) -> bool:
    return bench.window.entry.hides


def test_somebody_else_takes_over_a_locked_station_by_typing(guarded: Bench) -> None:
    locked(guarded)
    guarded.qtbot.keyClicks(guarded.window.entry, "482")
    guarded.press("signInOther")
    assert masked(guarded) is False
    assert guarded.window.entry.text() == "", "what was typed unseen is not shown now"
    guarded.press("signInBack")
    assert masked(guarded), "back to who is locked out"
    guarded.press("signInOther")
    asked(guarded, SARI)
    guarded.type_line(OTHER_PIN)
    reaches(guarded, Phase.PACKING)
    assert guarded.window.operator == SARI


def test_a_badge_that_was_not_meant_leaves_the_operator_at_work(guarded: Bench) -> None:
    another_asked(guarded)
    assert f"What {BUDI} has open is kept." in guarded.window.sign_in.accessibleName()
    guarded.press("signInBack")
    reaches(guarded, Phase.PACKING)
    assert guarded.window.operator == BUDI


def test_any_touch_keeps_the_station_open(guarded: Bench) -> None:
    signed_in(guarded)
    presence = guarded.station._workplace._presence
    for place_in_time in range(3):
        guarded.clock.now_s += IDLE_S - 50
        guarded.window._touches._last.invalidate()
        post(guarded.window.windowHandle(), typed("x", 10_000 * place_in_time))
        guarded.qtbot.waitUntil(lambda now=guarded.clock.now_s: presence._touched_s == now)
    assert guarded.window._desk.phase is Phase.WAITING_FOR_NOTE


def test_signing_out_of_a_locked_station_is_for_everybody(guarded: Bench) -> None:
    locked(guarded)
    guarded.station.do(Command.SIGN_OUT)
    reaches(guarded, Phase.SIGNED_OUT)


# -- on every screen --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("reach", STATES.values(), ids=STATES)
def test_it_fits_and_can_be_hit_with_gloves(guarded: Bench, reach, percent: int) -> None:
    reach(guarded)
    guarded.window.change_look(replace(guarded.window.look, text_percent=percent))
    swept(guarded.window)
    for screen in SCREENS:
        resized(guarded, screen)
        window = guarded.window
        assert unnamed(window) == []
        assert too_small(guarded, window) == [], screen
        assert too_close(guarded, window) == [], screen
        assert outside(window) == [], screen
        assert misfits(window.sign_in) == [], screen
        wanted = round(15.0 * per_mm(guarded))
        assert all(min(key.width(), key.height()) >= wanted for key in window.sign_in.pad.keys)
        visible = [place(key) for key in window.sign_in.pad.keys if key.isVisible()]
        assert all(place(window.sign_in).contains(each) for each in visible)
