"""Stand-ins for what a station needs around its desk: a camera pushed by hand, notes in a dictionary, a set clock."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import numpy as np

from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.detection import FrameStamp
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber
from app.ports.camera import CameraState, CameraStatus
from app.ports.delivery_notes import DeliveryNotes
from app.ports.frame import BgrImage, Frame
from app.ports.packing_store import PackingStore
from app.use_cases.factory import Factory
from tests.fakes.alias_table import FakeAliasTable
from tests.fakes.factory_audit import FakeFactoryAudit
from tests.fakes.people import FakePeopleDirectory
from tests.fakes.settlements import FakeSettlements


class ManualCamera:
    """No thread: ``push`` hands a frame over on the caller's thread; ``state`` is what ``status`` says."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.state = CameraState.LIVE
        self.closed = False
        self._clock = clock
        self._on_frame: Callable[[Frame], None] = lambda frame: None
        self._pushed = 0

    def start(self, on_frame: Callable[[Frame], None]) -> None:
        self._on_frame = on_frame

    def push(self, image: BgrImage | None = None, *, fingerprint: int | None = None) -> FrameStamp:
        """The next frame, captured now; without ``image`` a grey one."""
        self._pushed += 1
        stamp = FrameStamp(self._pushed, self._clock(), self._pushed if fingerprint is None else fingerprint)
        self._on_frame(Frame(stamp, np.full((72, 128, 3), 90, np.uint8) if image is None else image))
        return stamp

    def status(self) -> CameraStatus:
        return CameraStatus(self.state, self._pushed, 15.0)

    def close(self) -> None:
        self.closed = True


class KnownNotes:
    """Knows some notes; while ``held`` is cleared, ``fetch`` waits as a slow ERP makes it wait."""

    def __init__(self, notes: Mapping[str, DeliveryNote]) -> None:
        self._notes = notes
        self.error: OperationalError | None = None
        self.held = threading.Event()
        self.held.set()
        self.closed = False

    def fetch(self, number: DnNumber) -> DeliveryNote:
        self.held.wait(10)
        if self.error is not None:
            raise self.error
        note = self._notes.get(str(number))
        if note is None:
            raise OperationalError(ErrorCode.DN_NOT_REGISTERED, dn=number)
        return note

    def close(self) -> None:
        self.closed = True


class SetClock:
    """Monotonic seconds that only a test moves."""

    def __init__(self, now_s: float = 1000.0) -> None:
        self.now_s = now_s

    def monotonic_s(self) -> float:
        return self.now_s

    def utc(self) -> datetime:
        return datetime(2026, 9, 1, 8, 30, tzinfo=UTC)


def note_of(number: str, **quantities: int) -> DeliveryNote:
    """``note_of("KSS1", Z_CV01_D26RXXX_C03N_NL_DG00=90)``"""
    lines = [DeliveryLine(PartNumber(name.replace("_", "-")), count, "SUB1") for name, count in quantities.items()]
    return DeliveryNote(DnNumber(number), tuple(lines))


def factory_of(notes: DeliveryNotes, store: PackingStore) -> Factory:
    """A factory in memory around the given notes and store."""
    return Factory(notes, store, FakeAliasTable(), store, FakePeopleDirectory(), FakeFactoryAudit(), FakeSettlements())
