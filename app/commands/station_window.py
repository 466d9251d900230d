"""The station with its window, for ``countersign station`` and ``countersign demo``."""

import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

import cv2
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import build_station
from app.commands.doctor_window import told_by
from app.commands.listeners import Listeners
from app.commands.setup_window import NOBODY_LOOKS, set_up_first
from app.commands.supervision import Supervision
from app.domain.errors import OperationalError
from app.domain.keystrokes import KeyKind
from app.domain.wedge import BurstRules
from app.ports.clock import SystemClock
from app.settings import ScannerSettings, Settings
from app.settings_file import may_write
from app.settings_layers import config_path, settings_with_origins
from app.use_cases.feedback import SoundingListener
from app.use_cases.station import Station, StationListener
from services.sound.open_sounds import open_sounds
from ui.application import create_application
from ui.bridge import StationBridge
from ui.language import chosen_language, said_error
from ui.paper.printing import PaperPrinter
from ui.scanner.wedge_filter import WedgeFilter
from ui.shell.look import Look
from ui.shell.paperwork import Paperwork
from ui.shell.refusal import RefusalWindow
from ui.shell.window import StationWindow, WindowRules

Attach = Callable[[StationWindow, StationBridge], None]


@dataclass(frozen=True, slots=True)
class SettingsSource:
    """What the settings were read from, so that they can be changed."""

    config: Path | None
    overrides: Sequence[str]

    @property
    def path(self) -> Path:
        return self.config or config_path()


def run_window(
    settings: Settings,
    *listeners: StationListener,
    dn: str = "",
    attach: Attach | None = None,
    source: SettingsSource | None = None,
    kiosk: bool = False,
) -> int:
    """Show the station until its window is closed. ``attach`` gets the window before the first event. ``source`` None:
    the settings are this program's own, and cannot be changed from the window. ``kiosk``: it fills the screen, and only
    who may leaves it.

    A station that cannot be built says why in a window of its own, where there is a screen; its OperationalError is
    raised when that is closed.
    """
    application = made_application(settings)
    if source is not None:
        settings = set_up_first(application, settings, source.config, source.overrides)
    cv2.setNumThreads(1)  # the station has a thread for each job; a pool beside them costs 3 % of a core
    bridge, sounds = StationBridge(), open_sounds(settings.sound)
    listener = Listeners(*listeners, SoundingListener(sounds, SystemClock()), bridge)
    try:
        station = build_station(settings, listener)
    except OperationalError as error:
        sounds.close()
        refuse(application, settings, error)
        raise
    with ExitStack() as at_the_end:  # after a bug the station's threads would keep the process, unseen
        at_the_end.callback(sounds.close)
        at_the_end.callback(station.close)
        rules = replace(window_rules(settings), kiosk=kiosk)
        window = StationWindow(station, bridge, rules, SystemClock())
        paperwork = Paperwork(window, PaperPrinter(window), settings.slip, settings.station.id)
        supervision = Supervision(window, settings, station.record, paperwork, told_by(station, settings))
        at_the_end.callback(supervision.close)
        supervision.hold_in_kiosk()
        _prefer(supervision, source)
        wedge = WedgeFilter(wedge_rules(settings.scanner))
        wedge.scanned.connect(supervision.take_code)
        wedge.suspect.connect(window.suspect)
        application.installEventFilter(wedge)
        if attach is not None:
            attach(window, bridge)
        close_on_signals(window, window.close_for_good)
        window.present()
        _start(station, dn)
        return application.exec()


def _prefer(supervision: Supervision, source: SettingsSource | None) -> None:
    path = source.path if source else config_path()
    origins = settings_with_origins(source.config, overrides=source.overrides)[1] if source else {}
    supervision.prefer(origins, path, writable=source is not None and may_write(path))


def wedge_rules(rules: ScannerSettings) -> BurstRules:
    return BurstRules(rules.burst_gap_ms, KeyKind(rules.terminator), rules.prefix, rules.suffix)


def window_rules(settings: Settings) -> WindowRules:
    rules = settings.ui
    look = Look(chosen_language(rules.language, QLocale.system()), rules.theme, rules.text_percent)
    return WindowRules(settings.station.id, look, rules.full_screen, settings.station.undo_s)


def made_application(settings: Settings) -> QApplication:
    """The one of this process, which may have been made already."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    return create_application(sys.argv[:1], settings.ui.theme, settings.ui.language)


def refuse(application: QApplication, settings: Settings, error: OperationalError) -> None:
    """Say why there is no station in a window of its own, where there is somebody to look at it."""
    if application.platformName() not in NOBODY_LOOKS:
        refusal = RefusalWindow(said_error(error), settings.ui.theme)
        close_on_signals(refusal)
        refusal.show()
        application.exec()


def close_on_signals(window: QWidget, close_it: Callable[[], object] | None = None) -> None:
    """Ctrl-C and a polite kill close the window as its own button does, or by ``close_it``; the window's clock lets
    Python notice them."""

    def close(_number: int, _frame: FrameType | None) -> None:
        QTimer.singleShot(0, close_it or window.close)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)


def _start(station: Station, dn: str) -> None:
    station.start()
    if dn:
        station.open_note(dn)
