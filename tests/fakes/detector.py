"""A Detector that answers what it is told to, on a thread of its own, and can be made to go away."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.detection import Detection, DetectorSource, FrameDetections, ModelIdentity, Timing
from app.domain.program_version import Programs
from app.ports.detector import DetectorStatus, OnResult
from app.ports.frame import Frame
from app.runtime.latest_slot import LatestSlot

FAKE_MODEL = ModelIdentity("fake", "1")


class FakeDetector:
    """``answer`` gives the detections of a frame; it runs on the detector's thread."""

    def __init__(
        self,
        answer: Callable[[Frame], Sequence[Detection]] = lambda frame: (),
        *,
        source: DetectorSource = DetectorSource.SERVER,
        model: ModelIdentity = FAKE_MODEL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answer, self._source, self._model, self._clock = answer, source, model, clock
        self._slot: LatestSlot[Frame] = LatestSlot()
        self._status = DetectorStatus(source, model)
        self._unanswered = 0
        self.programs: Programs | None = None
        self._thread: threading.Thread | None = None

    def go_away(self, detail: str = "gone") -> None:
        """Any thread: from now on frames are dropped and ``status`` says nobody answers."""
        self._status = replace(self._status, source=None, detail=detail)

    def come_back(self) -> None:
        self._status = replace(self._status, source=self._source, detail="")

    def start(self, on_result: OnResult) -> None:
        self._thread = threading.Thread(target=self._run, args=(on_result,), name="fake-detector")
        self._thread.start()

    def offer(self, frame: Frame) -> None:
        self._slot.put(frame)

    def status(self) -> DetectorStatus:
        return replace(self._status, dropped=self._slot.dropped + self._unanswered, programs=self.programs)

    def close(self) -> None:
        self._slot.close()
        if self._thread:
            self._thread.join()

    def _run(self, on_result: OnResult) -> None:
        while (frame := self._slot.take()) is not None:
            if self._status.source is None:
                self._unanswered += 1
                continue
            detections = tuple(self._answer(frame))
            self._status = replace(self._status, results=self._status.results + 1)
            if not self._slot.closed:
                on_result(FrameDetections(frame.stamp, detections, self._model, self._source, Timing(), self._clock()))
