"""From camera frame to a picture the screen can paint without scaling, on a thread of its own."""

import threading
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from app.domain.detection import FrameStamp
from app.ports.frame import Frame
from app.runtime.latest_slot import LatestSlot
from ui.live.motion import Trace, trace_of

Size = tuple[int, int]
Pixels = npt.NDArray[np.uint8]

_BUFFERS_KEPT = 6


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Picture:
    """A frame fitted to the view. ``pixels`` (BGRA) is what ``image`` looks at: nobody writes to it while the picture
    lives. ``trace``: see :mod:`ui.live.motion`."""

    stamp: FrameStamp
    image: QImage
    pixels: Pixels
    trace: Trace


class Buffers:
    """Memory for pictures, used again once a picture is gone: new memory for each would cost ten times the conversion,
    in page faults. Pictures may go on any thread."""

    def __init__(self) -> None:
        self._free: deque[Pixels] = deque(maxlen=_BUFFERS_KEPT)
        self._scaled: Pixels = np.empty((0, 0, 3), np.uint8)

    def scaled(self, size: Size) -> Pixels:
        """For one picture at a time: [height, width, 3], not cleared."""
        if self._scaled.shape[:2] != (size[1], size[0]):
            self._scaled = np.empty((size[1], size[0], 3), np.uint8)
        return self._scaled

    def pixels(self, size: Size) -> Pixels:
        """[height, width, 4], not cleared."""
        while self._free:
            found = self._free.pop()
            if found.shape[:2] == (size[1], size[0]):
                return found
        return np.empty((size[1], size[0], 4), np.uint8)

    def lend(self, picture: Picture) -> None:
        """Takes the pixels back when nobody holds the picture any more."""
        weakref.finalize(picture, self._free.append, picture.pixels).atexit = False


def fitted(width: int, height: int, room: Size) -> Size:
    """The largest size of the same shape inside ``room``."""
    scale = min(room[0] / width, room[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def picture_of(frame: Frame, room: Size, buffers: Buffers | None = None) -> Picture:
    """``buffers``: of the one thread that makes pictures; without them the picture has memory of its own."""
    buffers = buffers or Buffers()
    height, width = frame.image.shape[:2]
    size = fitted(width, height, room)
    scaled, pixels = frame.image, buffers.pixels(size)
    if size != (width, height):
        way = cv2.INTER_LINEAR if 2 * size[0] >= width else cv2.INTER_AREA  # linear is 8 times cheaper
        scaled = np.asarray(cv2.resize(frame.image, size, buffers.scaled(size), interpolation=way), np.uint8)
    cv2.cvtColor(scaled, cv2.COLOR_BGR2BGRA, pixels)
    image = QImage(pixels.data, size[0], size[1], pixels.strides[0], QImage.Format.Format_RGB32)
    picture = Picture(frame.stamp, image, pixels, trace_of(scaled))
    buffers.lend(picture)
    return picture


class PictureFeed:
    """Thread "display": takes the newest frame, fits it, hands it on. Ends when the slot is closed."""

    def __init__(self, frames: LatestSlot[Frame], deliver: Callable[[Picture], None]) -> None:
        self._frames, self._deliver = frames, deliver
        self._room: Size = (640, 360)
        self._buffers = Buffers()
        self._thread = threading.Thread(target=self._run, name="display")

    def start(self) -> None:
        self._thread.start()

    def set_room(self, room: Size) -> None:
        """Any thread: device pixels of the view from the next frame on."""
        self._room = room

    def join(self) -> None:
        """After the slot was closed; also when it was never started."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while (frame := self._frames.take()) is not None:
            self._deliver(picture_of(frame, self._room, self._buffers))
