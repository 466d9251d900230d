"""A whole station with its watch, as processes, and a fault in it.

``python -m tests.fakes.watched_station FOLDER FAULT``: the fault happens a moment after the window is up, in the first
run only, or in every one with ``always``. Each run says ``up PID AFTER LABELS`` on its standard output once its desk
has shown something.
"""

import argparse
import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.commands.watch_station import StationWatch
from app.domain.errors import OperationalError
from app.domain.restarting import StartedAfter
from app.messages import error_sentence
from app.settings import Settings
from app.settings_layers import load_settings
from services.logs.log_files import log_folder

HUNG_S = 1.5


def settings_in(folder: Path) -> Settings:
    return load_settings(
        folder / "none.toml",
        {},
        [
            f"data_dir={folder}",
            f"camera.source={folder / 'unplugged'}",
            "station.detector=local",
            f"model.path={folder / 'none.onnx'}",
            "station.sign_in=false",
            "sound.enabled=false",
            "ui.stay_awake=false",
            f"ui.hung_restart_s={HUNG_S}",
        ],
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _boom() -> None:
    raise ZeroDivisionError("a fault of OP-17, password=Zqhidden")


def _boom_in_thread() -> None:
    threading.Thread(target=_boom, name="some-worker").start()


def _hang() -> None:
    time.sleep(600)


def _stall() -> None:
    time.sleep(HUNG_S * 0.6)
    _say("stalled")


def _hang_with_the_lock() -> None:
    """As a driver does that never comes back: no other Python thread can run any more."""
    ctypes.PyDLL(None).sleep(600)


def _segfault() -> None:
    ctypes.string_at(0)


def _qt_fatal() -> None:
    from PySide6.QtCore import qFatal

    qFatal("Qt has had enough")


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


FAULTS: dict[str, Callable[[], None]] = {
    "none": lambda: None,
    "at-end": lambda: None,
    "exception": _boom,
    "thread": _boom_in_thread,
    "short-stall": _stall,
    "hang": _hang,
    "hang-with-lock": _hang_with_the_lock,
    "native": _segfault,
    "qt-fatal": _qt_fatal,
    "killed": _killed,
}


def _child(folder: Path, fault: str, *, always: bool) -> int:
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest

    from app.commands import safe_state, safe_station
    from app.log_lines import start_log
    from ui.bridge import StationBridge
    from ui.shell.crash_page import CrashPage
    from ui.shell.window import StationWindow

    parser = argparse.ArgumentParser()
    parser.add_argument("--after", type=StartedAfter)
    parser.add_argument("--watched-by", type=int)
    args, _ = parser.parse_known_args()
    args.config, args.overrides, args.dn = folder / "none.toml", [], ""
    guard = safe_state.SafeState.guard
    wanted = fault if always or args.after is StartedAfter.NOTHING else "none"

    def guarded(safe: safe_state.SafeState, window: StationWindow, bridge: StationBridge) -> None:
        guard(safe, window, bridge)
        if wanted == "at-start":
            _boom()
        if wanted == "at-end":
            window.closing.connect(_boom)

        def up() -> None:
            session = window.desk.session
            _say(f"up {os.getpid()} {args.after} {len(session.labels) if session else '-'}")
            QTimer.singleShot(100, FAULTS[wanted])

        window.desk_shown.connect(up, Qt.ConnectionType.SingleShotConnection)

    def shown(page: CrashPage) -> None:
        """Whoever sits there reads the page, and presses Enter; the scanner's filter sees it too."""
        _say(f"page {os.getpid()}")
        QTimer.singleShot(100, lambda: QTest.keyClick(page.windowHandle(), Qt.Key.Key_Return))

    present = CrashPage.present

    def presented(page: CrashPage) -> None:
        present(page)
        shown(page)

    safe_state.SafeState.guard = guarded  # type: ignore[method-assign,assignment]  # a fault is planted from outside
    CrashPage.present = presented  # type: ignore[method-assign,assignment]  # somebody who presses Enter
    safe_state.BEAT_MS = 100
    settings = settings_in(folder)
    if args.after is StartedAfter.FAULTS:
        _say("faults")
    start_log(settings.log)
    try:
        return safe_station.run_station(args, settings)
    except OperationalError as error:
        _say(f"refused {error_sentence(error)}")
        return 1


def main() -> int:
    folder, fault = Path(sys.argv[1]), sys.argv[2]
    always = "always" in sys.argv
    if "--after" in sys.argv:
        return _child(folder, fault, always=always)
    words = [sys.executable, "-m", "tests.fakes.watched_station", *sys.argv[1:]]
    try:
        return StationWatch(words, lambda: log_folder(folder)).run()
    except OperationalError as error:
        _say(f"refused {error_sentence(error)}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
