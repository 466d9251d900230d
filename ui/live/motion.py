"""Whether what lies under a box has moved between two frames, measured on small copies of their pictures."""

from collections import deque

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.detection import Box, FrameStamp

Trace = npt.NDArray[np.uint8]

ALIKE_FROM = 0.85
NOISE = 2.0
REACH_S = 0.1
_TRACE_SIZE = (160, 90)
_SAMPLED_SIZE = (320, 180)
_AROUND_PX = 2
_KEPT = 24


def trace_of(image: npt.NDArray[np.uint8]) -> Trace:
    """Any thread; 0.05 ms. ``image``: uint8 [height, width, 3 or 4], BGR or BGRA; the trace holds its green values,
    uint8 [90, 160], whatever its size."""
    sampled = cv2.resize(image, _SAMPLED_SIZE, interpolation=cv2.INTER_NEAREST)
    green = cv2.extractChannel(sampled, 1)
    return np.asarray(cv2.resize(green, _TRACE_SIZE, interpolation=cv2.INTER_AREA), np.uint8)


class Traces:
    """The traces of the last pictures, most of a second; one thread."""

    def __init__(self) -> None:
        self._kept: deque[tuple[FrameStamp, Trace]] = deque(maxlen=_KEPT)

    def add(self, stamp: FrameStamp, trace: Trace) -> None:
        self._kept.append((stamp, trace))

    def moved(self, box: Box, since: FrameStamp) -> bool | None:
        """Between frame ``since`` and the newest picture. A picture of up to 0.1 s before stands in for one that is not
        kept, which can only see more movement; None: there is no such picture."""
        then = next((each for each in reversed(self._kept) if each[0].frame_id <= since.frame_id), None)
        if then is None or since.captured_s - then[0].captured_s > REACH_S:
            return None
        now = self._kept[-1]
        return now is not then and differs(_under(then[1], box), _under(now[1], box))


def differs(then: Trace, now: Trace) -> bool:
    """More than noise, brighter or darker light aside, and less alike (normalised correlation) than a cover that has
    moved by 2 to 4 % of its width."""
    change = cv2.subtract(then, now, dtype=cv2.CV_16S)
    if float(cv2.meanStdDev(change)[1][0, 0]) <= NOISE:
        return False
    return float(cv2.matchTemplate(now, then, cv2.TM_CCOEFF_NORMED)[0, 0]) < ALIKE_FROM


def _under(trace: Trace, box: Box) -> Trace:
    """With a little around it, so that the cover's edge against the bench counts."""
    height, width = trace.shape
    left, right = (min(max(round(x * width), 0), width) for x in (box.x1, box.x2))
    top, bottom = (min(max(round(y * height), 0), height) for y in (box.y1, box.y2))
    around = _AROUND_PX
    return trace[max(0, top - around) : bottom + around, max(0, left - around) : right + around]
