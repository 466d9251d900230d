"""A camera: one thread that opens a source, reads it, stamps the pictures, and tries again when the source goes."""

import logging
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable

import numpy as np

from app.domain.detection import FrameStamp
from app.ports.camera import CameraState, CameraStatus
from app.ports.frame import BgrImage, Frame
from services.camera.source import FrameSource, SourceEndedError, SourceGoneError

log = logging.getLogger(__name__)

FROZEN_AFTER_S = 1.0
RETRY_S = 1.0
_CLOSE_WAIT_S = 1.0
_RATE_WINDOW_S = 2.0
_ROW_STEP = 4


def fingerprint(image: BgrImage) -> int:
    """Equal for equal pictures; sensor noise changes it. Every fourth row, whole: 0.2 ms for 1280×720.

    Whole rows are copied as they lie in memory, a grid of single pixels costs more and sees less.
    """
    return zlib.crc32(np.ascontiguousarray(image[::_ROW_STEP]).data)


class GrabbingCamera:
    """Implements :class:`app.ports.camera.Camera` over ``source``.

    FROZEN is measured, because some drivers repeat the last picture for ever after the plug is pulled: no new pixels
    for more than a second. A source that is gone stays ABSENT through all attempts until it gives a picture again.

    The thread is a daemon: a driver may hang for minutes in opening a device, and no call can end that; ``close`` then
    gives it up after a second, and it ends by itself, without another frame, when the driver lets go.
    """

    def __init__(self, source: FrameSource, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock_s = clock_s
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._state = CameraState.OPENING
        self._detail = source.name
        self._frames = 0
        self._last_fingerprint: int | None = None
        self._changed_s: float | None = None
        self._times_s: deque[float] = deque(maxlen=240)
        self._thread: threading.Thread | None = None

    def start(self, on_frame: Callable[[Frame], None]) -> None:
        """Returns at once. RuntimeError when started before."""
        if self._thread is not None:
            raise RuntimeError("a camera is started once")
        self._thread = threading.Thread(target=self._run, args=(on_frame,), name="camera", daemon=True)
        self._thread.start()

    def status(self) -> CameraStatus:
        """Any thread; computed now, so that it is right even while a read hangs."""
        now_s = self._clock_s()
        with self._lock:
            return CameraStatus(self._state_at(now_s), self._frames, self._rate_at(now_s), self._detail)

    def close(self) -> None:
        """Ends the thread, within a second or so; safe to call twice, and from ``on_frame``."""
        self._stop.set()
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return
        thread.join(_CLOSE_WAIT_S)
        if thread.is_alive():
            log.warning("the driver of camera %s hangs; its thread is left to end by itself", self._source.name)

    def _run(self, on_frame: Callable[[Frame], None]) -> None:
        while not self._stop.is_set():
            try:
                self._source.open()
                self._opened()
                self._grab(on_frame)
            except SourceEndedError:
                self._turn(CameraState.ENDED, self._source.name)
                return
            except SourceGoneError as error:
                self._turn(CameraState.ABSENT, str(error))
                self._stop.wait(RETRY_S)
            finally:
                self._source.close()

    def _grab(self, on_frame: Callable[[Frame], None]) -> None:
        while not self._stop.is_set():
            image = self._source.read(self._stop)
            if self._stop.is_set():
                return
            on_frame(self._stamped(image))

    def _stamped(self, image: BgrImage) -> Frame:
        now_s = self._clock_s()
        seen = fingerprint(image)
        with self._lock:
            self._frames += 1
            if seen != self._last_fingerprint:
                self._last_fingerprint, self._changed_s = seen, now_s
            self._times_s.append(now_s)
            stamp = FrameStamp(self._frames, now_s, seen)
        self._turn(CameraState.LIVE, self._source.name)
        return Frame(stamp, image)

    def _opened(self) -> None:
        with self._lock:
            self._changed_s, self._last_fingerprint = self._clock_s(), None
            self._times_s.clear()

    def _turn(self, state: CameraState, detail: str) -> None:
        """Log a condition once when it begins."""
        with self._lock:
            changed, self._state, self._detail = state is not self._state, state, detail
        if changed:
            log.log(logging.WARNING if state is CameraState.ABSENT else logging.INFO, "camera %s: %s", state, detail)

    def _state_at(self, now_s: float) -> CameraState:
        waits_for_pixels = self._state in (CameraState.LIVE, CameraState.OPENING) and self._changed_s is not None
        if waits_for_pixels and now_s - (self._changed_s or 0.0) > FROZEN_AFTER_S:
            return CameraState.FROZEN
        return self._state

    def _rate_at(self, now_s: float) -> float:
        """Frames a second over the last two seconds."""
        recent = [at_s for at_s in self._times_s if now_s - at_s <= _RATE_WINDOW_S]
        if len(recent) < 2 or recent[-1] <= recent[0]:
            return 0.0
        return (len(recent) - 1) / (recent[-1] - recent[0])
