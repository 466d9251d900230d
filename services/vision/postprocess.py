"""From candidates to one box per object, on the frame they were seen in."""

import cv2
import numpy as np

from services.vision.batch import FrameResult
from services.vision.layout import Candidates
from services.vision.letterbox import Letterbox

MAX_DETECTIONS = 100


def select(candidates: Candidates, letterbox: Letterbox, *, iou: float | None) -> FrameResult:
    """Non-maximum suppression within each class (``iou`` None: done already), best first, normalised and clipped.

    Boxes that are no boxes (not a number, without a size, wholly in the grey) are not there.
    """
    sizes = candidates.boxes[:, 2:] - candidates.boxes[:, :2]
    sound = np.flatnonzero((sizes > 0).all(axis=1) & np.isfinite(sizes).all(axis=1))
    if iou is not None and sound.size:
        sound = sound[_suppressed(_taken(candidates, sound), iou)]
    found = _taken(candidates, sound)
    boxes = letterbox.to_frame(found.boxes)
    inside = np.flatnonzero((boxes[:, 2:] > boxes[:, :2]).all(axis=1))
    order = inside[np.lexsort((boxes[inside, 0], found.classes[inside], -found.scores[inside]))][:MAX_DETECTIONS]
    scores = np.minimum(found.scores[order], np.float32(1))
    return FrameResult(boxes[order], scores, found.classes[order].astype(np.int32))


def nothing(reason: str = "") -> FrameResult:
    """No detections; ``reason`` when the frame was not computed."""
    return FrameResult(np.empty((0, 4), np.float32), np.empty(0, np.float32), np.empty(0, np.int32), reason)


def _taken(candidates: Candidates, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Candidates:
    return Candidates(candidates.boxes[rows], candidates.scores[rows], candidates.classes[rows])


def _suppressed(candidates: Candidates, iou: float) -> list[int]:
    """Indices of those that stay. Lists: OpenCV converts them faster than arrays."""
    corner, size = candidates.boxes[:, :2], candidates.boxes[:, 2:] - candidates.boxes[:, :2]
    rectangles = np.concatenate((corner, size), axis=1).tolist()
    scores, classes = candidates.scores.tolist(), candidates.classes.tolist()
    return list(cv2.dnn.NMSBoxesBatched(rectangles, scores, classes, 0.0, iou))
