"""A GPU that is not there: decodes for real, then sleeps as long as a batch would take on the device.

What the server itself costs can be measured with it on any machine.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.detection import ModelIdentity
from services.inference.server.synthetic import DETECTION, LABELS
from services.vision import jpeg
from services.vision.batch import BatchResult, FrameResult
from services.vision.canvas import Canvas
from services.vision.postprocess import nothing

INPUT_WIDTH, INPUT_HEIGHT = 640, 384


@dataclass(frozen=True, slots=True)
class SimulatedDevice:
    """Computes one batch at a time: ``batch_ms`` and ``frame_ms`` for each frame in it."""

    batch_ms: float = 3.0
    frame_ms: float = 1.0
    busy: threading.Lock = field(default_factory=threading.Lock)

    def compute(self, frames: int) -> float:
        """Returns the milliseconds from here to the end, with the wait for the device."""
        began_s = time.perf_counter()
        with self.busy:
            time.sleep((self.batch_ms + self.frame_ms * frames) / 1e3)
        return (time.perf_counter() - began_s) * 1e3


class SimulatedEngine:
    """Implements BatchEngine on a :class:`SimulatedDevice`; sees the synthetic detection in every frame."""

    model = ModelIdentity("simulated", "1")
    labels = LABELS

    def __init__(self, device: SimulatedDevice, *, max_batch: int = 16) -> None:
        self.max_batch = max_batch
        self._device = device
        self._canvas = Canvas(INPUT_WIDTH, INPUT_HEIGHT, max_batch)

    def warm_up(self) -> None:
        """Nothing to warm."""

    def infer(self, frames: Sequence[bytes]) -> BatchResult:
        began_s = time.perf_counter()
        results = tuple(self._decode(slot, data) for slot, data in enumerate(frames))
        decode_ms = (time.perf_counter() - began_s) * 1e3
        infer_ms = self._device.compute(len(frames))
        return BatchResult(results, self.model, self.labels, decode_ms, infer_ms)

    def _decode(self, slot: int, data: bytes) -> FrameResult:
        try:
            self._canvas.put_jpeg(slot, data, reduced=True)
        except jpeg.FrameRejected as refused:
            return nothing(refused.reason)
        return DETECTION
