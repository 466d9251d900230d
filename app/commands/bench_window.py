"""A real station in its real window, off screen, with keys pressed as a scanner presses them."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bootstrap import Parts, station_of
from app.commands.listeners import Listeners
from app.commands.station_window import wedge_rules, window_rules
from app.ports.clock import SystemClock
from app.settings import Settings
from app.settings_layers import with_overrides
from app.use_cases.station import StationListener
from ui.application import create_application
from ui.bridge import StationBridge
from ui.scanner.wedge_filter import WedgeFilter
from ui.shell.window import StationWindow

WIDTH, HEIGHT = 1920, 1080
_LOOK_MS = 5


def alone(settings: Settings, folder: Path) -> Settings:
    """The settings, but for a station that needs nobody: its own folder, demo clip, demo ERP and own model; no badge,
    no camera for a label to count, and nothing to wait for between two acts."""
    return with_overrides(
        settings,
        [
            f"data_dir={folder}",
            "camera.source=demo",
            "erp.base_url=demo",
            "database.url=",
            "station.detector=local",
            "station.sign_in=false",
            "station.hold_refusals=false",
            "station.undo_s=0",
            "decision.agreement=two_way",
            "ui.full_screen=false",
        ],
    )


class WindowRig:
    """Context manager: the station runs in its window inside. GUI thread; the event loop runs in ``run``."""

    def __init__(self, settings: Settings, parts: Parts, *listeners: StationListener) -> None:
        cv2.setNumThreads(1)  # as the station does
        self.application = QApplication.instance() or create_application(["countersign"], settings.ui.theme)
        self.bridge = StationBridge()
        self.station = station_of(settings, Listeners(*listeners, self.bridge), parts)
        try:
            self.window = StationWindow(self.station, self.bridge, window_rules(settings), SystemClock())
        except BaseException:
            self.station.close()
            raise
        self._wedge = WedgeFilter(wedge_rules(settings.scanner))
        self._wedge.scanned.connect(self.window.take_code)
        self.window.resize(WIDTH, HEIGHT)

    def __enter__(self) -> Self:
        self.application.installEventFilter(self._wedge)
        self.window.present()
        self.station.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.window.close()
        self.application.removeEventFilter(self._wedge)
        self.window.deleteLater()
        self.bridge.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def type_line(self, line: str, before_enter: Callable[[], None] = lambda: None) -> None:
        """Key by key through the window system; ``before_enter`` is called when only the terminator is missing."""
        handle = self.window.windowHandle()
        for character in line:
            shift = Qt.KeyboardModifier.ShiftModifier if character.isupper() else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(handle, character, shift)  # type: ignore[call-overload]  # the stubs lack characters
        before_enter()
        QTest.keyClick(handle, Qt.Key.Key_Return)

    def run(self, reached: Callable[[], bool], limit_s: float) -> bool:
        """The event loop, until ``reached`` or the time is up; whether it is reached."""
        loop = QEventLoop()
        look = QTimer(interval=_LOOK_MS)
        until_s = time.monotonic() + limit_s

        def look_whether() -> None:
            if reached() or time.monotonic() > until_s:
                loop.quit()

        look.timeout.connect(look_whether)
        look.start()
        if not reached():
            loop.exec()
        return reached()

    def wait(self, seconds: float) -> None:
        """The event loop, and nothing beside it."""
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()
