"""Watches the pictures of a prepared camera being painted, and the threads at work."""

import threading
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.bootstrap import build_parts
from app.commands.bench_display_picture import FPS, Watched
from app.commands.bench_display_rig import first_pictures
from app.commands.bench_display_stream import PromptDetector, camera_at
from app.commands.bench_watch import PaintWatch
from app.commands.bench_window import WindowRig, alone
from app.settings import Settings
from services.erp.demo_deliveries import DEMO_DN
from ui.live.view import LiveView

_ANSWERED_S = 0.025
_PICTURES = 24
_WARM_UP_S = 3.0
_TICKS_A_S = 100
_STAT = Path("/proc/self/task")


def watch_pictures(settings: Settings, folder: Path, seconds: float, covers: int) -> Watched:
    own = alone(settings, folder)
    camera = camera_at(first_pictures(_PICTURES), FPS)
    parts = replace(build_parts(own), camera=camera, detector=PromptDetector(_ANSWERED_S, covers))
    with WindowRig(own, parts) as rig:
        ages = Ages(rig.window.live)
        rig.type_line(DEMO_DN)
        rig.wait(_WARM_UP_S)
        ages.of.clear()
        began_s, cpu_s, threads = time.monotonic(), time.process_time(), cpu_of_threads()
        rig.wait(seconds)
        took_s, cpu_s = time.monotonic() - began_s, time.process_time() - cpu_s
        spent = {name: spent_s - threads.get(name, 0.0) for name, spent_s in cpu_of_threads().items()}
    cores_of = {name: spent_s / took_s for name, spent_s in spent.items()}
    return Watched(took_s, tuple(ages.of.values()), cpu_s / took_s, cores_of)


class Ages(QObject):
    """How old each frame was when it was painted for the first time, ms."""

    def __init__(self, live: LiveView) -> None:
        super().__init__()
        self._live = live
        self.of: dict[int, float] = {}
        PaintWatch(live).painted.connect(self._painted)

    @Slot()
    def _painted(self) -> None:
        shown = self._live.shown
        if shown is not None:
            self.of.setdefault(shown.frame_id, 1e3 * (time.monotonic() - shown.captured_s))


def cpu_of_threads() -> dict[str, float]:
    """CPU seconds of Python's threads so far, by name; empty where the system does not tell."""
    spent: dict[str, float] = {}
    for thread in threading.enumerate():
        stat = _STAT / str(thread.native_id) / "stat"
        if stat.exists():
            fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
            spent[thread.name] = spent.get(thread.name, 0.0) + (int(fields[11]) + int(fields[12])) / _TICKS_A_S
    return spent
