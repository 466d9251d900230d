"""A recorded clip played as if it were a camera."""

from pathlib import Path
from threading import Event

import cv2

from app.ports.frame import BgrImage
from services.camera.opencv import quiet_opencv, read_bgr
from services.camera.pace import Pace
from services.camera.source import SourceEndedError, SourceGoneError

_RATE_IF_UNKNOWN = 15.0
_RATE_AT_MOST = 240.0


class ClipSource:
    """Plays ``path`` at its own frame rate times ``speed``; every frame is given, a slow reader makes it play slower.

    ``loop``: starts again at its end, else SourceEndedError. A file that is no clip is SourceGoneError.
    """

    note = ""

    def __init__(self, path: Path, *, loop: bool, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError("speed is above 0")
        self._path = path
        self._loop = loop
        self._speed = speed
        self._capture: cv2.VideoCapture | None = None
        self._pace = Pace()

    @property
    def name(self) -> str:
        return str(self._path)

    @property
    def period_s(self) -> float:
        """Seconds from frame to frame; 0 before ``open``."""
        return self._pace.period_s

    def open(self) -> None:
        quiet_opencv()
        rate = self._open_at_start()
        self._pace.begin(1.0 / (rate * self._speed))

    def read(self, stop: Event) -> BgrImage:
        image = self._next()
        self._pace.wait(stop)
        return image

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _open_at_start(self) -> float:
        """Frames a second of the clip."""
        self.close()
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            capture.release()
            raise SourceGoneError(f"{self._path} is not a clip that can be played")
        self._capture = capture
        rate = capture.get(cv2.CAP_PROP_FPS)
        return rate if 0 < rate <= _RATE_AT_MOST else _RATE_IF_UNKNOWN

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
