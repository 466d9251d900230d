"""The one place that touches cv2.VideoCapture: quiet, and with pictures of one shape."""

import os
import sys
from typing import Protocol, cast

import cv2
import numpy as np

from app.ports.frame import BgrImage

_BGR_CHANNELS = 3
_OPEN_LIMIT_MS = 5_000
_READ_LIMIT_MS = 2_000

# Both libraries print to stderr at every attempt at an absent camera; we log a condition once instead. FFmpeg's
# level is read at its first use in the process, whoever uses it, so it is set here and not when a source is opened.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

# V4L2 would wait ten seconds for the picture of a camera that stalls, and find it gone only then.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")


class Capture(Protocol):
    """What we use of cv2.VideoCapture."""

    def isOpened(self) -> bool: ...  # noqa: N802  # OpenCV's name
    def read(self) -> tuple[bool, np.ndarray]: ...
    def get(self, propId: int, /) -> float: ...  # noqa: N803
    def set(self, propId: int, value: float, /) -> bool: ...  # noqa: N803
    def release(self) -> None: ...


def quiet_opencv() -> None:
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def is_on_network(address: int | str) -> bool:
    return isinstance(address, str) and "://" in address


def open_capture(address: int | str) -> Capture:
    """A camera number, a device path or an address; the capture may turn out not to be open."""
    quiet_opencv()
    if is_on_network(address):
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_LIMIT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_LIMIT_MS]
        return cv2.VideoCapture(str(address), cv2.CAP_FFMPEG, limits)
    return cv2.VideoCapture(address, _local_interface())


def read_bgr(capture: Capture) -> BgrImage | None:
    """The next picture in a new read-only array, or None when there is none."""
    try:
        ok, image = capture.read()
    except cv2.error:  # a driver's nonsense is a missing picture
        return None
    if not ok or image is None or image.size == 0:
        return None
    if image.ndim != _BGR_CHANNELS or image.shape[2] != _BGR_CHANNELS:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    image.flags.writeable = False
    return cast(BgrImage, image)


def _local_interface() -> int:
    """The usual one of Windows (Media Foundation) may take minutes to open a camera; DirectShow does not."""
    if sys.platform == "win32":
        return cv2.CAP_DSHOW
    return cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY
