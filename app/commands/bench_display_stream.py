"""A camera and a detector of a bench: prepared pictures at a set rate, each answered after a set time."""

import threading
import time
from collections.abc import Callable, Sequence
from threading import Event

from app.commands.bench_display_rig import covers_in
from app.domain.detection import DetectorSource, ModelIdentity
from app.ports.detector import DetectorStatus, OnResult
from app.ports.frame import BgrImage, Frame
from app.runtime.latest_slot import LatestSlot
from services.camera.grab_loop import GrabbingCamera
from services.camera.pace import Pace


class PreparedSource:
    """A FrameSource that gives the same pictures again and again, when ``wait`` returns. They are decoded already and
    not copied, so that only what a camera's thread does with a picture is paid for."""

    name, note = "prepared pictures", ""

    def __init__(self, images: Sequence[BgrImage], wait: Callable[[Event], None]) -> None:
        self._images, self._wait = images, wait
        self._given = 0

    def open(self) -> None:
        """They are there."""

    def read(self, stop: Event) -> BgrImage:
        self._wait(stop)
        self._given += 1
        return self._images[self._given % len(self._images)]

    def close(self) -> None:
        """Nothing is held."""


def camera_at(images: Sequence[BgrImage], fps: float) -> GrabbingCamera:
    pace = Pace()
    pace.begin(1 / fps)
    return GrabbingCamera(lambda: PreparedSource(images, pace.wait))


class PromptDetector:
    """A Detector that finds the same covers, up to eight, in every frame, ``delay_s`` after it was offered."""

    def __init__(self, delay_s: float, covers: int) -> None:
        self._delay_s, self._covers = delay_s, covers
        self._slot: LatestSlot[Frame] = LatestSlot()
        self._thread: threading.Thread | None = None
        self._results = 0

    def start(self, on_result: OnResult) -> None:
        self._thread = threading.Thread(target=self._run, args=(on_result,), name="prompt-detector")
        self._thread.start()

    def offer(self, frame: Frame) -> None:
        self._slot.put(frame)

    def status(self) -> DetectorStatus:
        model = ModelIdentity("bench", "1")
        return DetectorStatus(DetectorSource.LOCAL, model, results=self._results, dropped=self._slot.dropped)

    def close(self) -> None:
        self._slot.close()
        if self._thread is not None:
            self._thread.join()

    def _run(self, on_result: OnResult) -> None:
        while (frame := self._slot.take()) is not None:
            time.sleep(self._delay_s)
            self._results += 1
            if not self._slot.closed:
                on_result(covers_in(frame.stamp, self._covers))
