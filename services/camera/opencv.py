"""The one place that touches cv2.VideoCapture: quiet, and with pictures of one shape."""

import os
from typing import cast

import cv2

from app.ports.frame import BgrImage

_BGR_CHANNELS = 3


# Both libraries print to stderr at every attempt at an absent camera; we log a condition once instead. FFmpeg's
# level is read at its first use in the process, whoever uses it, so it is set here and not when a source is opened.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")


def quiet_opencv() -> None:
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def read_bgr(capture: cv2.VideoCapture) -> BgrImage | None:
    """The next picture in a new read-only array, or None when there is none."""
    ok, image = capture.read()
    if not ok or image is None or image.size == 0:
        return None
    if image.ndim != _BGR_CHANNELS or image.shape[2] != _BGR_CHANNELS:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    image.flags.writeable = False
    return cast(BgrImage, image)
