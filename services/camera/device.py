"""A real camera: on USB by number or device path, or on the network by address."""

import sys
import time
from threading import Event

import cv2

from app.ports.frame import BgrImage
from services.camera.opencv import quiet_opencv, read_bgr
from services.camera.source import SourceGoneError

_OPEN_LIMIT_MS = 5_000
_READ_LIMIT_MS = 2_000
_MISSES_END_AFTER_S = 0.5
_MISS_PAUSE_S = 0.02


class DeviceSource:
    """``address``: a camera number, a device path (``/dev/video0``), or ``rtsp://``/``http://``.

    Width, height and rate are asked for; a camera may give others. Opening can block as long as the driver likes.
    """

    def __init__(self, address: int | str, width_px: int, height_px: int, fps: int) -> None:
        self._address = address
        self._wanted = (
            (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),  # raw 720p does not fit through USB 2
            (cv2.CAP_PROP_FRAME_WIDTH, width_px),
            (cv2.CAP_PROP_FRAME_HEIGHT, height_px),
            (cv2.CAP_PROP_FPS, fps),
            (cv2.CAP_PROP_BUFFERSIZE, 1),
        )
        self._capture: cv2.VideoCapture | None = None

    @property
    def name(self) -> str:
        return f"camera {self._address}" if isinstance(self._address, int) else self._address

    def open(self) -> None:
        quiet_opencv()
        capture = self._network_capture() if self._is_on_network() else self._local_capture()
        if not capture.isOpened():
            capture.release()
            raise SourceGoneError(f"{self.name} cannot be opened")
        self._capture = capture

    def read(self, stop: Event) -> BgrImage:
        """One broken picture is passed over; half a second without any is a camera that has gone."""
        began_s = time.monotonic()
        while self._capture is not None:
            image = read_bgr(self._capture)
            if image is not None:
                return image
            if time.monotonic() - began_s > _MISSES_END_AFTER_S or stop.wait(_MISS_PAUSE_S):
                break
        raise SourceGoneError(f"{self.name} gives no picture any more")

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _is_on_network(self) -> bool:
        return isinstance(self._address, str) and "://" in self._address

    def _network_capture(self) -> cv2.VideoCapture:
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_LIMIT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_LIMIT_MS]
        return cv2.VideoCapture(str(self._address), cv2.CAP_FFMPEG, limits)

    def _local_capture(self) -> cv2.VideoCapture:
        capture = cv2.VideoCapture(self._address, _local_interface())
        if capture.isOpened():
            for which, value in self._wanted:
                capture.set(which, value)
        return capture


def _local_interface() -> int:
    """The usual one of Windows (Media Foundation) may take minutes to open a camera; DirectShow does not."""
    if sys.platform == "win32":
        return cv2.CAP_DSHOW
    return cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY
