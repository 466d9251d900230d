"""Scans one note's cartons at a real window, as fast as two hands can, and keeps the moments of each answer."""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.bootstrap import build_parts
from app.commands.bench_feedback import Answer, Kind
from app.commands.bench_watch import PaintWatch
from app.commands.bench_window import WindowRig, alone
from app.ports.clock import SystemClock
from app.ports.sounds import Sound
from app.settings import Settings
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.feedback import SoundingListener
from app.use_cases.inspect import Inspected
from services.erp.demo_deliveries import THIRTY_LINES_DN, demo_labels
from ui.shell.banner import InstructionBanner

_LIMIT_S = 30.0
_SETTLED_S = 0.3
_BETWEEN_S = 0.15
"""Between two scans; of the same code two within 0.3 s are one, that bounced."""

_FIRST_CARTON = "LBL-26-0003"
_USED_ELSEWHERE = "LBL-26-000192"


class Moments(QObject):
    """A StationListener, Sounds, and watcher of the banner: when each happened for the label that is waited for.

    ``desk_changed`` and ``play`` are called on the desk's thread, one after the other; the rest in the GUI thread.
    """

    def __init__(self, banner: InstructionBanner | None = None) -> None:
        super().__init__()
        self.desk = DeskState()
        self.bugs: list[BaseException] = []
        self.sounds: defaultdict[int, list[Sound]] = defaultdict(list)  # revision -> what was asked for
        self.revision: int | None = None
        self._label = self.words = ""
        self._enter_s = self._durable_s = self._sound_s = self._painted_s = 0.0
        self._banner = banner

    def expect(self, label: str) -> None:
        """From now on; its last key is pressed next."""
        self._label, self.revision = label, None
        self._durable_s = self._sound_s = self._painted_s = 0.0
        self._enter_s = time.perf_counter()

    @property
    def answered(self) -> bool:
        return bool(self._durable_s and self._sound_s and self._painted_s) or bool(self.bugs)

    def answer(self, kind: Kind) -> Answer:
        durable_ms, sound_ms, painted_ms = (
            1e3 * (at_s - self._enter_s) for at_s in (self._durable_s, self._sound_s, self._painted_s)
        )
        return Answer(kind, self._label, durable_ms, sound_ms, painted_ms, (), self.words)

    # -- the desk's thread ------------------------------------------------------------------------------------------

    def desk_changed(self, state: DeskState) -> None:
        self.desk = state
        if self.revision is None and str(state.notice.details.get("label")) == self._label:
            self._durable_s, self.revision = time.perf_counter(), state.revision

    def inspected(self, inspected: Inspected) -> None:
        """No answer to a scan."""

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)

    def play(self, sound: Sound) -> None:
        self.sounds[self.desk.revision].append(sound)
        if self.desk.revision == self.revision and not self._sound_s:
            self._sound_s = time.perf_counter()

    def close(self) -> None:
        """Nothing is held."""

    # -- the GUI thread ---------------------------------------------------------------------------------------------

    def watch(self, banner: InstructionBanner) -> None:
        self._banner = banner
        PaintWatch(banner).painted.connect(self._banner_painted)

    @Slot()
    def _banner_painted(self) -> None:
        shown = self._banner.state if self._banner else None
        if shown is None or self.revision is None or self._painted_s or shown.revision < self.revision:
            return
        self._painted_s = time.perf_counter()
        self.words = self._banner.text() if self._banner else ""


def scan_all(settings: Settings, folder: Path, count: int) -> list[Answer]:
    """The answers to so many scans, in their order. RuntimeError when one is not answered at all."""
    moments, own = Moments(), alone(settings, folder)
    with WindowRig(own, build_parts(own), moments, SoundingListener(moments, SystemClock())) as rig:
        moments.watch(rig.window.banner)
        rig.type_line(THIRTY_LINES_DN)
        if not rig.run(lambda: moments.desk.phase is Phase.PACKING, _LIMIT_S):
            raise RuntimeError(f"{THIRTY_LINES_DN} did not open: {moments.desk.notice}")
        rig.wait(_SETTLED_S)
        answers = [_scan(rig, moments, kind, label) for kind, label in islice(_scans(), count)]
        rig.wait(_SETTLED_S)  # a sound too many may still come
    return [replace(answer, sounds=tuple(moments.sounds[revision])) for answer, revision in answers]


def _scan(rig: WindowRig, moments: Moments, kind: Kind, label: str) -> tuple[Answer, int]:
    rig.wait(_BETWEEN_S)
    rig.type_line(label, lambda: moments.expect(label))
    answered = rig.run(lambda: moments.answered, _LIMIT_S)
    if moments.bugs or not answered or moments.revision is None:
        raise RuntimeError(f"no answer to {label}") from next(iter(moments.bugs), None)
    return moments.answer(kind), moments.revision


def _scans() -> Iterator[tuple[Kind, str]]:
    """A carton of the note, one nobody knows, and one that was counted before; again and again."""
    cartons = [str(label.code) for label in demo_labels() if str(label.code) > _FIRST_CARTON]
    for number, (carton, before) in enumerate(zip(cartons, [_USED_ELSEWHERE, *cartons], strict=False)):
        yield Kind.COUNTED, carton
        yield Kind.UNKNOWN, f"LBL-26-9{number:05d}"
        yield Kind.REFUSED, before
