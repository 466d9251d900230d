"""From camera frame to a picture the screen can paint without scaling, on a thread of its own."""

import threading
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


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame fitted to the view. ``pixels`` (BGRA) is what ``image`` looks at: nobody writes to it again. ``trace``:
    see :mod:`ui.live.motion`."""

    stamp: FrameStamp
    image: QImage
    pixels: npt.NDArray[np.uint8]
    trace: Trace


def fitted(width: int, height: int, room: Size) -> Size:
    """The largest size of the same shape inside ``room``."""
    scale = min(room[0] / width, room[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def picture_of(frame: Frame, room: Size) -> Picture:
    height, width = frame.image.shape[:2]
    size = fitted(width, height, room)
    way = cv2.INTER_LINEAR if 2 * size[0] >= width else cv2.INTER_AREA  # linear is 5 times cheaper
    scaled = frame.image if size == (width, height) else cv2.resize(frame.image, size, interpolation=way)
    pixels = np.asarray(cv2.cvtColor(scaled, cv2.COLOR_BGR2BGRA), dtype=np.uint8)
    image = QImage(pixels.data, size[0], size[1], pixels.strides[0], QImage.Format.Format_RGB32)
    return Picture(frame.stamp, image, pixels, trace_of(pixels))


class PictureFeed:
    """Thread "display": takes the newest frame, fits it, hands it on. Ends when the slot is closed."""

    def __init__(self, frames: LatestSlot[Frame], deliver: Callable[[Picture], None]) -> None:
        self._frames, self._deliver = frames, deliver
        self._room: Size = (640, 360)
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
            self._deliver(picture_of(frame, self._room))
