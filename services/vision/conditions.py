"""How a cover is seen: light, glare and focus, measured on a small copy of its part of the frame."""

import cv2
import numpy as np

from app.domain.advice import Conditions
from app.domain.detection import Box
from app.ports.frame import BgrImage, Frame

WIDEST_PX = 160
_BURNT_OUT, _WHITE = np.full(3, 245, np.uint8), np.full(3, 255, np.uint8)


class PictureConditions:
    """Implements :class:`app.ports.conditions.ConditionsMeter` with OpenCV; no state, any thread."""

    def measure(self, frame: Frame, box: Box) -> Conditions:
        crop = _cut_out(frame.image, box)
        if crop.size == 0:
            return Conditions(box.area, 0.0, 0.0, 0.0)
        small = _small(crop)
        luma = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        burnt = cv2.countNonZero(cv2.inRange(small, _BURNT_OUT, _WHITE)) / luma.size
        mean, deviation = cv2.meanStdDev(luma)
        edges = cv2.meanStdDev(cv2.Laplacian(luma, cv2.CV_32F))[1]
        contrast = max(float(deviation[0, 0]), 1.0)
        return Conditions(box.area, burnt, float(mean[0, 0]), float(edges[0, 0] / contrast) ** 2)


def _cut_out(image: BgrImage, box: Box) -> BgrImage:
    height, width = image.shape[:2]
    left, right = (min(max(round(x * width), 0), width) for x in (box.x1, box.x2))
    top, bottom = (min(max(round(y * height), 0), height) for y in (box.y1, box.y2))
    return image[top:bottom, left:right]


def _small(crop: BgrImage) -> BgrImage:
    """At most 160 pixels wide and high, by a whole factor: others cost three times as much."""
    factor = -(-max(crop.shape[:2]) // WIDEST_PX)
    rows, columns = crop.shape[0] // factor, crop.shape[1] // factor
    if factor == 1 or rows == 0 or columns == 0:
        return crop
    whole = crop[: rows * factor, : columns * factor]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
