"""One picture in three figures: its light, its glare, and how sharp it is at the size at which a model sees it."""

from dataclasses import dataclass
from heapq import nlargest

import cv2
import numpy as np

from app.ports.frame import BgrImage

WIDTH_PX = 640
_COLUMNS, _ROWS, _CONTRASTY = 8, 5, 8
_SMOOTHED_PX = 1.0
"""Before edges are looked for: what a sensor adds as noise would look sharp in any blur."""
_BURNT_OUT, _WHITE = np.full(3, 245, np.uint8), np.full(3, 255, np.uint8)


@dataclass(frozen=True, slots=True)
class PictureFigures:
    """``brightness``: mean luma, 0..255; ``glare``: share of burnt-out pixels, 0..1; ``sharpness``: variance of the
    Laplacian over the variance of the field, of the sharpest among the eight fields (of 40) with the most contrast."""

    brightness: float
    glare: float
    sharpness: float


def figures(image: BgrImage) -> PictureFigures:
    """``image`` is uint8 [height, width, 3] BGR, any size; about 2 ms."""
    height = max(_ROWS, round(image.shape[0] * WIDTH_PX / image.shape[1]))
    small = np.asarray(cv2.resize(image, (WIDTH_PX, height), interpolation=cv2.INTER_AREA), np.uint8)
    luma = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    burnt = cv2.countNonZero(cv2.inRange(small, _BURNT_OUT, _WHITE)) / luma.size
    smooth = cv2.GaussianBlur(luma.astype(np.float32), (0, 0), _SMOOTHED_PX)
    fields = [
        field for row in np.array_split(smooth, _ROWS) for field in np.array_split(row, _COLUMNS, axis=1) if field.size
    ]
    contrasty = nlargest(_CONTRASTY, ((_deviation(field), place) for place, field in enumerate(fields)))
    sharpest = max(_sharpness(fields[place], contrast) for contrast, place in contrasty)
    return PictureFigures(float(luma.mean()), burnt, sharpest)


def _sharpness(field: cv2.typing.MatLike, contrast: float) -> float:
    return (_deviation(cv2.Laplacian(field, cv2.CV_32F)) / max(contrast, 1.0)) ** 2


def _deviation(field: cv2.typing.MatLike) -> float:
    return float(cv2.meanStdDev(field)[1][0, 0])
