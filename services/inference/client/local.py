"""The station's own model."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from app.domain.detection import DetectorSource, FrameDetections, Timing
from app.domain.errors import OperationalError
from app.messages import error_sentence
from app.ports.detector import DetectorStatus, OnResult
from app.ports.frame import Frame
from app.runtime.latest_slot import LatestSlot
from app.runtime.priority import give_way
from services.vision.engine import Engine

log = logging.getLogger(__name__)


class LocalDetector:
    """Implements Detector on one thread, which loads and warms up the model as its first deed after ``start``.

    A model that cannot be used leaves ``status().source`` None and the sentence in ``detail``. ``take`` hands over
    another model, warm already, which is used from the next frame on.
    """

    def __init__(self, load: Callable[[], Engine], clock: Callable[[], float] = time.monotonic) -> None:
        self._load = load
        self._clock = clock
        self._slot: LatestSlot[tuple[Frame, float]] = LatestSlot()
        self._status = DetectorStatus(source=None, model=None, detail="the model is loading")
        self._thread: threading.Thread | None = None
        self._engine: Engine | None = None

    def start(self, on_result: OnResult) -> None:
        self._thread = threading.Thread(target=self._run, args=(on_result,), name="local-detector")
        self._thread.start()

    def offer(self, frame: Frame) -> None:
        self._slot.put((frame, self._clock()))

    def status(self) -> DetectorStatus:
        engine, status = self._engine, self._status
        model = status.model if engine is None or status.source is None else engine.model
        return replace(status, model=model, dropped=self._slot.dropped)

    def take(self, engine: Engine) -> None:
        """Any thread, once the first model is loaded (``status().model``); nobody else uses ``engine`` from now on."""
        self._engine = engine

    def close(self) -> None:
        self._slot.close()
        if self._thread:
            self._thread.join()

    def _run(self, on_result: OnResult) -> None:
        give_way()
        try:
            self._engine = engine = self._load()
            engine.warm_up()
            self._status = DetectorStatus(DetectorSource.LOCAL, engine.model)
            while (waiting := self._slot.take()) is not None:
                result = self._detect(self._engine, *waiting)
                self._status = replace(self._status, results=self._status.results + 1)
                if not self._slot.closed:
                    on_result(result)
        except OperationalError as error:
            self._gone(str(error_sentence(error)))
            log.error("local model: %s", error)
        except Exception as error:
            self._gone(f"bug: {error!r}")
            log.exception("bug in %s", threading.current_thread().name)

    def _gone(self, detail: str) -> None:
        self._status = replace(self._status, source=None, detail=detail)

    def _detect(self, engine: Engine, frame: Frame, offered_s: float) -> FrameDetections:
        began_s = self._clock()
        result = engine.infer_image(frame.image)
        done_s = self._clock()
        timing = Timing(
            queue_ms=(began_s - offered_s) * 1e3,
            decode_ms=result.decode_ms,
            infer_ms=result.infer_ms,
            total_ms=(done_s - offered_s) * 1e3,
        )
        return FrameDetections(frame.stamp, result.detections, engine.model, DetectorSource.LOCAL, timing, done_s)
