"""A camera without a device, held to the same suite as the real ones."""

import queue
import threading
import time
import zlib
from collections.abc import Callable, Iterable

from app.domain.detection import FrameStamp
from app.ports.camera import CameraState, CameraStatus
from app.ports.frame import BgrImage, Frame

_Shown = tuple[BgrImage, threading.Event]


class FakeCamera:
    """Plays ``images`` on its own thread as soon as it is started; then ``show`` gives more, unless it ``ends``.

    ``turn`` sets any state (ABSENT, FROZEN, …) until the next picture.
    """

    def __init__(self, images: Iterable[BgrImage] = (), *, ends: bool = False) -> None:
        self._queue: queue.SimpleQueue[_Shown | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._state = CameraState.OPENING
        self._detail = "fake"
        self._frames = 0
        for image in images:
            self._queue.put((image, threading.Event()))
        if ends:
            self._queue.put(None)

    def start(self, on_frame: Callable[[Frame], None]) -> None:
        if self._thread is not None:
            raise RuntimeError("a camera is started once")
        self._thread = threading.Thread(target=self._run, args=(on_frame,), name="camera")
        self._thread.start()

    def show(self, image: BgrImage) -> None:
        """Give one more picture; returns when ``on_frame`` has returned. Not from ``on_frame``."""
        delivered = threading.Event()
        self._queue.put((image, delivered))
        assert delivered.wait(5.0), "nobody took the picture: the fake camera is not running"

    def turn(self, state: CameraState, detail: str = "") -> None:
        self._state, self._detail = state, detail

    def status(self) -> CameraStatus:
        return CameraStatus(self._state, self._frames, 15.0 if self._state is CameraState.LIVE else 0.0, self._detail)

    def close(self) -> None:
        self._closing.set()
        self._queue.put(None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self, on_frame: Callable[[Frame], None]) -> None:
        while (item := self._queue.get()) is not None and not self._closing.is_set():
            image, delivered = item
            self._frames += 1
            self.turn(CameraState.LIVE)
            on_frame(self._stamped(image))
            delivered.set()
        if not self._closing.is_set():
            self.turn(CameraState.ENDED)

    def _stamped(self, image: BgrImage) -> Frame:
        image = image.copy()
        image.flags.writeable = False
        return Frame(FrameStamp(self._frames, time.monotonic(), zlib.crc32(image.data)), image)
