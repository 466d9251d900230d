"""A station that fills the screen: every way out asks, and only who may gets out. Real keys, real close events."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.commands.supervision import Supervision
from app.domain.audit import AuditDeed
from app.domain.people import Actor, Role, nobody_at
from app.settings import Settings
from app.use_cases.kiosk import Kiosk
from tests.ui.conftest import Bench, _made
from tests.ui.test_supervision import PIN, Site
from ui.office.ask_person import AskPerson
from ui.shell import kiosk
from ui.shell.kiosk import HoldPanel
from ui.shell.paperwork import Paperwork
from ui.shell.sign_in import PinPad
from ui.shell.window import WindowRules

KIOSK = WindowRules("station-1", kiosk=True)


class KioskBench:
    def __init__(self, bench: Bench, site: Site, settings: Settings) -> None:
        self.bench, self.site, self.window = bench, site, bench.window
        paper = Paperwork.__new__(Paperwork)
        self.supervision = Supervision(bench.window, settings, site.record, paper)
        self.exit = self.supervision.hold_in_kiosk()

    @property
    def asking(self) -> AskPerson | None:
        found = self.window.findChild(AskPerson)
        return found if found is not None and found.isVisible() else None

    @property
    def holding(self) -> HoldPanel | None:
        found = self.window.findChild(HoldPanel)
        return found if found is not None and found.isVisible() else None

    def asked(self) -> AskPerson:
        self.bench.qtbot.waitUntil(lambda: self.asking is not None)
        assert self.asking is not None
        return self.asking

    def touch_in(self, badge: str, pin: str) -> None:
        """With a scanner and a finger, and no keyboard."""
        beside = self.asked().parentWidget()
        pad = beside.findChild(PinPad) if beside else None
        assert isinstance(pad, PinPad)
        self.supervision.take_code(badge, time.monotonic())
        for name in [f"pin_{digit}" for digit in f"9{pin}"] + ["pinEnter"]:
            key = pad.findChild(QPushButton, name)
            assert isinstance(key, QPushButton)
            self.bench.qtbot.mouseClick(key, Qt.MouseButton.LeftButton)
            if name == "pin_9" and self.asked().secret.text() == "9":
                delete = pad.findChild(QPushButton, "pinDelete")
                assert isinstance(delete, QPushButton)
                self.bench.qtbot.mouseClick(delete, Qt.MouseButton.LeftButton)

    def prove(self, badge: str, secret: str) -> None:
        panel, qtbot = self.asked(), self.bench.qtbot
        self.supervision.take_code(badge, time.monotonic())
        assert panel.badge.text() == badge
        qtbot.keyClicks(panel.secret, secret)
        qtbot.keyClick(panel.secret, Qt.Key.Key_Return)

    @property
    def held(self) -> bool:
        window = self.window
        return window.isFullScreen() and bool(window.windowFlags() & Qt.WindowType.FramelessWindowHint)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    made = Site(tmp_path, monkeypatch)
    yield made
    made.record.close()


@pytest.fixture
def guarded(site: Site, qtbot: QtBot, dressed: QApplication) -> Iterator[KioskBench]:
    with _made(qtbot, rules=KIOSK) as bench:
        made = KioskBench(bench, site, site.settings)
        yield made
        made.supervision.close()
        bench.window.close_for_good()


@pytest.fixture
def open_one(site: Site, qtbot: QtBot, dressed: QApplication) -> Iterator[KioskBench]:
    """Where a badge alone packs, nobody can be asked for a secret."""
    settings = site.settings.model_copy(
        update={"identity": site.settings.identity.model_copy(update={"secret": "none"})}
    )
    with _made(qtbot, rules=KIOSK) as bench:
        made = KioskBench(bench, site, settings)
        yield made
        made.supervision.close()
        bench.window.close_for_good()


def alt_f4(kiosk_bench: KioskBench) -> None:
    """The key itself, and what a window manager makes of it."""
    kiosk_bench.bench.qtbot.keyClick(kiosk_bench.window, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    kiosk_bench.window.close()


def f11(kiosk_bench: KioskBench) -> None:
    kiosk_bench.bench.qtbot.keyClick(kiosk_bench.window.entry, Qt.Key.Key_F11)


def menu(kiosk_bench: KioskBench) -> None:
    kiosk_bench.window.show_menu()
    button = kiosk_bench.window.findChild(QPushButton, "menu_full_screen")
    assert isinstance(button, QPushButton)
    assert "Leave" in button.text()
    kiosk_bench.bench.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_way_out_asks_who_it_is_and_the_station_goes_on(guarded: KioskBench) -> None:
    for way in (alt_f4, f11, menu):
        way(guarded)
        guarded.asked()
        assert guarded.held, way.__name__
        assert guarded.window.isVisible(), way.__name__
        assert not guarded.bench.camera.closed, way.__name__
        guarded.bench.qtbot.keyClick(guarded.asked(), Qt.Key.Key_Escape)
        assert guarded.asking is None, way.__name__
        assert guarded.held, way.__name__


def test_it_fills_the_screen_above_all_others_and_no_key_at_all_leaves_it(guarded: KioskBench) -> None:
    assert guarded.held
    assert guarded.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    keys = [key for key in Qt.Key if key not in {Qt.Key.Key_unknown, Qt.Key.Key_Any}]
    none, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
    for key in keys:
        for modifier in (none, alt, Qt.KeyboardModifier.ControlModifier):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(guarded.window.entry, QKeyEvent(kind, key, modifier))
        if guarded.window.tour is not None:
            guarded.window.close_popover()
    QApplication.processEvents()
    assert guarded.held
    assert guarded.window.isVisible()
    assert not guarded.bench.camera.closed


def test_a_window_manager_does_not_make_it_smaller(guarded: KioskBench) -> None:
    for smaller in (guarded.window.showMinimized, guarded.window.showNormal):
        smaller()
        guarded.bench.qtbot.waitUntil(lambda: guarded.held and not guarded.window.isMinimized())


def test_control_an_ordinary_window_is_closed_by_the_very_same(qtbot: QtBot, dressed: QApplication) -> None:
    with _made(qtbot) as bench:
        bench.window.close()
        assert not bench.window.isVisible()
        assert bench.camera.closed


@pytest.mark.parametrize(("badge", "touching"), [("SUP-1", True), ("ADM-1", False)])
def test_ki1_a_supervisor_or_an_administrator_leaves_it_and_the_audit_tells(
    guarded: KioskBench, badge: str, touching: bool
) -> None:
    f11(guarded)
    (guarded.touch_in if touching else guarded.prove)(badge, PIN)
    guarded.bench.qtbot.waitUntil(lambda: not guarded.held)
    assert guarded.window.isVisible(), "the station goes on in an ordinary window"
    assert not guarded.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert AuditDeed.KIOSK_LEFT in guarded.site.deeds()
    guarded.window.close()
    assert not guarded.window.isVisible()


def test_ki1_a_wrong_pin_does_not_and_an_operator_neither(guarded: KioskBench) -> None:
    f11(guarded)
    guarded.prove("SUP-1", "111222")
    panel = guarded.asked()
    guarded.bench.qtbot.waitUntil(lambda: "do not go together" in panel._said.text())
    assert guarded.held
    guarded.prove("OP-17", PIN)
    guarded.bench.qtbot.waitUntil(lambda: "may not do this" in guarded.window._toast.text)
    assert guarded.held
    assert AuditDeed.KIOSK_LEFT not in guarded.site.deeds()


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "button"])
def test_without_secrets_it_is_held_on_purpose(
    open_one: KioskBench, monkeypatch: pytest.MonkeyPatch, by_key: bool
) -> None:
    qtbot = open_one.bench.qtbot
    monkeypatch.setattr(kiosk, "HOLD_MS", 300)
    f11(open_one)
    qtbot.waitUntil(lambda: open_one.holding is not None)
    panel = open_one.holding
    assert panel is not None
    press, release = (
        (lambda: qtbot.keyPress(panel, Qt.Key.Key_Return), lambda: qtbot.keyRelease(panel, Qt.Key.Key_Return))
        if by_key
        else (
            lambda: qtbot.mousePress(panel.hold, Qt.MouseButton.LeftButton),
            lambda: qtbot.mouseRelease(panel.hold, Qt.MouseButton.LeftButton),
        )
    )
    press()
    release()
    qtbot.waitUntil(lambda: not panel.hold.running)  # pressed and let go is not held
    assert open_one.held
    press()
    if by_key:  # as X tells a key that is held
        release()
        press()
    qtbot.waitUntil(lambda: not open_one.held)
    assert AuditDeed.KIOSK_LEFT in open_one.site.deeds()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_the_supervisors_window_comes_above_it_and_a_polite_kill_closes_both(guarded: KioskBench) -> None:
    guarded.window.office_asked.emit()
    office = guarded.supervision._office
    assert office is not None
    assert office.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    guarded.window.close_for_good()
    assert not guarded.window.isVisible()
    assert guarded.bench.camera.closed


def test_nobody_without_a_secret_leaves_where_secrets_are_asked_for(site: Site) -> None:
    from app.domain.errors import ErrorCode, OperationalError

    guarded_kiosk = Kiosk(site.sign_in.authority, site.record.audit, lambda: True, "station-1")
    with pytest.raises(OperationalError) as raised:
        guarded_kiosk.leave(nobody_at("station-1"))
    assert raised.value.code is ErrorCode.NOT_ALLOWED
    guarded_kiosk.leave(Actor("SUP-1", Role.SUPERVISOR, "station-1"))
