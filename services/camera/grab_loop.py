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
from services.camera.clarity import Clarity
from services.camera.source import FrameSource, SourceEndedError, SourceGoneError

log = logging.getLogger(__name__)

FIRST_RETRY_S, LONGEST_RETRY_S = 0.5, 4.0
MOST_HANGING = 2
_CLOSE_WAIT_S = 1.0
_RATE_WINDOW_S = 2.0
_ROW_STEP = 4
_WAITING = (CameraState.OPENING, CameraState.LIVE, CameraState.DARK, CameraState.COVERED)
_TROUBLE = (CameraState.ABSENT, CameraState.DARK, CameraState.COVERED)


def fingerprint(image: BgrImage) -> int:
    """Equal for equal pictures; sensor noise changes it. Every fourth row, whole: 0.2 ms for 1280×720.

    Whole rows are copied as they lie in memory, a grid of single pixels costs more and sees less.
    """
    return zlib.crc32(np.ascontiguousarray(image[::_ROW_STEP]).data)


class GrabbingCamera:
    """Implements :class:`app.ports.camera.Camera` over the sources that ``make_source`` makes, one for each attempt.

    FROZEN is measured, because some drivers repeat the last picture for ever after the plug is pulled: no new pixels
    for ``frozen_after_s``. DARK and COVERED are measured too (:mod:`services.camera.clarity`); a shutter that gives the
    same black picture for ever is dark, not frozen. A source that is gone stays ABSENT through all attempts until it
    gives a picture again; the pause between them doubles from half a second to four.

    One thread opens and reads (some drivers insist on that). It is a daemon: a driver may hang for minutes in opening
    a device, and no call can end that. An opening that takes longer than ``open_timeout_s`` is given up and its thread
    replaced by another; when the driver lets go, the old one closes what it has opened and ends without a frame. While
    :data:`MOST_HANGING` of them hang, the next waits for as long as the driver likes. ``close`` waits for a second.
    """

    def __init__(
        self,
        make_source: Callable[[], FrameSource],
        clock_s: Callable[[], float] = time.monotonic,
        *,
        open_timeout_s: float = 10.0,
        frozen_after_s: float = 0.8,
    ) -> None:
        self._make_source = make_source
        self._clock_s, self._open_timeout_s, self._frozen_after_s = clock_s, open_timeout_s, frozen_after_s
        self._on_frame: Callable[[Frame], None] = _nobody
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._state = CameraState.OPENING
        self._detail = ""
        self._frames = 0
        self._last_fingerprint: int | None = None
        self._changed_s: float | None = None
        self._clarity = Clarity()
        self._times_s: deque[float] = deque(maxlen=240)
        self._thread: threading.Thread | None = None
        self._hanging: list[threading.Thread] = []
        self._told_frozen = False
        self._told_note = ""

    def start(self, on_frame: Callable[[Frame], None]) -> None:
        """Returns at once. RuntimeError when started before."""
        if self._thread is not None:
            raise RuntimeError("a camera is started once")
        self._on_frame = on_frame
        self._begin_thread()

    def status(self) -> CameraStatus:
        """Any thread; computed now, so that it is right even while a read hangs."""
        now_s = self._clock_s()
        with self._lock:
            state, detail = self._state_at(now_s), self._detail
            frozen = state is CameraState.FROZEN
            told, self._told_frozen = self._told_frozen, frozen
            if frozen:
                detail = f"no new picture for {now_s - (self._changed_s or now_s):.1f} s: {detail}"
            status = CameraStatus(state, self._frames, self._rate_at(now_s), detail)
        if frozen and not told:
            log.warning("camera frozen: %s", detail)
        elif told and state is CameraState.LIVE:
            log.info("camera live again: %s", detail)
        return status

    def close(self) -> None:
        """Ends the thread, within a second or so; safe to call twice, and from ``on_frame``."""
        self._stop.set()
        with self._lock:
            thread = self._thread
        if thread is None or thread is threading.current_thread():
            return
        thread.join(_CLOSE_WAIT_S)
        if thread.is_alive():
            log.warning("the driver of camera %s hangs; its thread is left to end by itself", self._detail)

    # -- a camera's thread --------------------------------------------------------------------------------------------

    def _run(self) -> None:
        pause_s = FIRST_RETRY_S
        while self._is_current():
            frames_before = self._frames
            try:
                self._play(self._make_source())
            except SourceEndedError:
                self._turn_if_current(CameraState.ENDED, self._detail)
                return
            except SourceGoneError as error:
                self._turn_if_current(CameraState.ABSENT, str(error))
            pause_s = FIRST_RETRY_S if self._frames > frames_before else pause_s
            self._stop.wait(pause_s)
            pause_s = min(2 * pause_s, LONGEST_RETRY_S)

    def _play(self, source: FrameSource) -> None:
        """From opening to closing; closed before the pause, or a camera that is plugged in again gets a new number."""
        try:
            self._open(source)
            while self._is_current():
                image = source.read(self._stop)
                if self._is_current():
                    self._on_frame(self._stamped(image, source))
        finally:
            source.close()

    def _open(self, source: FrameSource) -> None:
        if self._state is CameraState.OPENING:
            self._detail = source.name
        thread = threading.current_thread()
        limit = threading.Timer(self._open_timeout_s, self._takes_too_long, (source.name, thread))
        limit.daemon = True
        limit.start()
        try:
            source.open()
        finally:
            limit.cancel()
            limit.join()
        if self._is_current():
            self._opened(source)

    def _turn_if_current(self, state: CameraState, detail: str) -> None:
        if self._is_current():
            self._turn(state, detail)

    def _stamped(self, image: BgrImage, source: FrameSource) -> Frame:
        now_s = self._clock_s()
        seen = fingerprint(image)
        alone, settled = self._clarity.look(image, now_s)
        clear = alone is CameraState.LIVE and settled is CameraState.LIVE
        with self._lock:
            self._frames += 1
            if seen != self._last_fingerprint or not clear:
                self._last_fingerprint, self._changed_s = seen, now_s
            self._times_s.append(now_s)
            stamp = FrameStamp(self._frames, now_s, seen, clear)
        self._turn(settled, _with_note(source))
        return Frame(stamp, image)

    def _opened(self, source: FrameSource) -> None:
        with self._lock:
            self._changed_s, self._last_fingerprint = self._clock_s(), None
            self._clarity = Clarity()
            self._times_s.clear()
        told, self._told_note = self._told_note, source.note
        if source.note and source.note != told:
            log.warning("camera %s: %s", source.name, source.note)

    # -- any of our threads -------------------------------------------------------------------------------------------

    def _begin_thread(self) -> None:
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    def _is_current(self) -> bool:
        """False: closed, or another thread has taken over."""
        return self._thread is threading.current_thread() and not self._stop.is_set()

    def _takes_too_long(self, name: str, thread: threading.Thread) -> None:
        """On the timer's thread, while ``thread`` hangs in a driver."""
        if self._stop.is_set():
            return
        self._turn(CameraState.ABSENT, f"{name} does not open within {self._open_timeout_s:g} s")
        with self._lock:
            self._hanging = [one for one in self._hanging if one.is_alive()]
            if self._stop.is_set() or len(self._hanging) >= MOST_HANGING:
                return
            self._hanging.append(thread)
            self._begin_thread()

    def _turn(self, state: CameraState, detail: str) -> None:
        """Log a condition once when it begins."""
        with self._lock:
            changed, self._state, self._detail = state is not self._state, state, detail
        if changed:
            log.log(logging.WARNING if state in _TROUBLE else logging.INFO, "camera %s: %s", state, detail)

    def _state_at(self, now_s: float) -> CameraState:
        waits_for_pixels = self._state in _WAITING and self._changed_s is not None
        if waits_for_pixels and now_s - (self._changed_s or 0.0) > self._frozen_after_s:
            return CameraState.FROZEN
        return self._state

    def _rate_at(self, now_s: float) -> float:
        """Frames a second over the last two seconds."""
        recent = [at_s for at_s in self._times_s if now_s - at_s <= _RATE_WINDOW_S]
        if len(recent) < 2 or recent[-1] <= recent[0]:
            return 0.0
        return (len(recent) - 1) / (recent[-1] - recent[0])


def _with_note(source: FrameSource) -> str:
    return f"{source.name}; {source.note}" if source.note else source.name


def _nobody(_frame: Frame) -> None:
    """Before ``start``."""
