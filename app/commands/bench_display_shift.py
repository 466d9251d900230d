"""A whole shift in a few minutes: notes opened, cartons scanned, sessions submitted at a real window."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Slot

from app.bootstrap import build_parts
from app.commands.bench_display_memory import CARTONS_A_NOTE, NOTES_AN_HOUR
from app.commands.bench_display_rig import first_pictures
from app.commands.bench_display_stream import PreparedSource, PromptDetector
from app.commands.bench_watch import PaintWatch
from app.commands.bench_window import WindowRig, alone
from app.domain.command import Command, code_of
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.labels import LabelCode, LabelRecord
from app.domain.part_number import PartNumber
from app.settings import Settings
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.inspect import Inspected
from services.camera.grab_loop import GrabbingCamera

_LINES = 10
_EACH = 12
_PICTURES = 12
_COVERS = 8
_LIMIT_S = 60.0
_PARTS = tuple(
    PartNumber(f"Z-CV0{series}-{size}{side}XXX-C03N-NL-DG00")
    for series in (1, 2)
    for size in ("B20", "D23", "D26")
    for side in "LR"
)[:_LINES]


def _dn(number: int) -> str:
    return f"KSB{number:06d}A"


def _carton(note: int, number: int) -> str:
    return f"LBL-90-{note:04d}{number:02d}"


class Paper:
    """DeliveryNotes of the shift: every note has the same parts, and its cartons fulfil it."""

    def fetch(self, number: DnNumber) -> DeliveryNote:
        each = _EACH * CARTONS_A_NOTE // _LINES
        return DeliveryNote(number, tuple(DeliveryLine(part, each, "SUB1") for part in _PARTS))

    def close(self) -> None:
        """Nothing is held."""


def _labels(notes: int) -> Iterator[LabelRecord]:
    for note in range(notes):
        for number in range(CARTONS_A_NOTE):
            part = _PARTS[number % _LINES]
            yield LabelRecord(LabelCode(_carton(note, number)), part, _EACH, active=True, used=False)


class Shift(QObject):
    """A StationListener. ``work`` runs all of it, calling ``sample`` a hundred times or so on the way."""

    def __init__(self, settings: Settings, folder: Path, hours: int, frames_an_hour: int) -> None:
        super().__init__()
        self._settings, self._hours, self._frames_an_hour = alone(settings, folder), hours, frames_an_hour
        self._desk = DeskState()
        self._bugs: list[BaseException] = []
        self._painted = threading.Semaphore(2)  # frames on their way: one is painted while one is read
        self.frames = self.scans = self.notes = 0

    def work(self, sample: Callable[[], None]) -> None:
        parts = build_parts(self._settings)
        parts.factory.lookups.add_labels(tuple(_labels(self._hours * NOTES_AN_HOUR)))
        images = first_pictures(_PICTURES)
        camera = GrabbingCamera(lambda: PreparedSource(images, self._wait_for_paint))
        real = parts.factory
        factory = replace(real, notes=Paper())
        real.notes.close()
        parts = replace(parts, camera=camera, detector=PromptDetector(0.0, _COVERS), factory=factory)
        with WindowRig(self._settings, parts, self) as rig:
            PaintWatch(rig.window.live).painted.connect(self._frame_painted)
            for number in range(self._hours * NOTES_AN_HOUR):
                self._pack(rig, number, sample)

    def _pack(self, rig: WindowRig, note: int, sample: Callable[[], None]) -> None:
        self._scan(rig, _dn(note), lambda: self._desk.phase is Phase.PACKING)
        for number in range(CARTONS_A_NOTE):
            self._scan(rig, _carton(note, number), partial(self._has_counted, number + 1))
            self._let_frames_pass(rig, note, number + 1)
        sample()
        self._scan(rig, code_of(Command.CONFIRM), lambda: self._desk.phase is Phase.SUBMITTED)
        self._scan(rig, code_of(Command.NEXT), lambda: self._desk.phase is Phase.WAITING_FOR_NOTE)
        self.notes += 1
        sample()

    def _scan(self, rig: WindowRig, line: str, answered: Callable[[], bool]) -> None:
        rig.type_line(line)
        self.scans += 1
        if not rig.run(lambda: answered() or bool(self._bugs), _LIMIT_S) or self._bugs:
            raise RuntimeError(f"no answer to {line}: {self._desk.notice}") from next(iter(self._bugs), None)

    def _let_frames_pass(self, rig: WindowRig, note: int, cartons: int) -> None:
        due = self._frames_an_hour * (note + cartons / CARTONS_A_NOTE) / NOTES_AN_HOUR
        rig.run(lambda: self.frames >= due, _LIMIT_S)

    def _has_counted(self, cartons: int) -> bool:
        return self._desk.session is not None and len(self._desk.session.labels) >= cartons

    # -- GUI thread -------------------------------------------------------------------------------------------------

    @Slot()
    def _frame_painted(self) -> None:
        self.frames += 1
        self._painted.release()

    # -- the camera's thread ----------------------------------------------------------------------------------------

    def _wait_for_paint(self, stop: Event) -> None:
        """No longer than a camera of 15 frames a second would take: a frame may be dropped instead of painted."""
        if not stop.is_set():
            self._painted.acquire(timeout=1 / 15)

    # -- the desk's thread ------------------------------------------------------------------------------------------

    def desk_changed(self, state: DeskState) -> None:
        self._desk = state

    def inspected(self, inspected: Inspected) -> None:
        """Nothing to do."""

    def bug(self, error: BaseException) -> None:
        self._bugs.append(error)
