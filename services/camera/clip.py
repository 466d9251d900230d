"""A recorded clip played as if it were a camera."""

import time
from pathlib import Path
from threading import Event

import cv2

from app.ports.frame import BgrImage
from services.camera.opencv import quiet_opencv, read_bgr
from services.camera.source import SourceEndedError, SourceGoneError

_RATE_IF_UNKNOWN = 15.0
_RATE_AT_MOST = 240.0


class ClipSource:
    """Plays ``path`` at its own frame rate times ``speed``; every frame is given, a slow reader makes it play slower.

    ``loop``: starts again at its end, else SourceEndedError. A file that is no clip is SourceGoneError.
    """

    def __init__(self, path: Path, *, loop: bool, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError("speed is above 0")
        self._path = path
        self._loop = loop
        self._speed = speed
        self._capture: cv2.VideoCapture | None = None
        self._period_s = 0.0
        self._due_s = 0.0

    @property
    def name(self) -> str:
        return str(self._path)

    @property
    def period_s(self) -> float:
        """Seconds from frame to frame; 0 before ``open``."""
        return self._period_s

    def open(self) -> None:
        quiet_opencv()
        self._open_at_start()
        self._due_s = time.monotonic()

    def read(self, stop: Event) -> BgrImage:
        image = self._next()
        now_s = time.monotonic()
        stop.wait(max(0.0, self._due_s - now_s))
        # After a pause the schedule starts anew: no burst of frames to catch up.
        self._due_s = max(self._due_s, now_s) + self._period_s
        return image

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _open_at_start(self) -> None:
        self.close()
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            capture.release()
            raise SourceGoneError(f"{self._path} is not a clip that can be played")
        rate = capture.get(cv2.CAP_PROP_FPS)
        rate = rate if 0 < rate <= _RATE_AT_MOST else _RATE_IF_UNKNOWN
        self._period_s = 1.0 / (rate * self._speed)
        self._capture = capture

    def _next(self) -> BgrImage:
        image = self._read()
        if image is None and self._loop:
            self._open_at_start()
            image = self._read()
            if image is None:
                raise SourceGoneError(f"{self._path} holds no picture")
        if image is None:
            raise SourceEndedError
        return image

    def _read(self) -> BgrImage | None:
        return None if self._capture is None else read_bgr(self._capture)
