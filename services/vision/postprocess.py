"""From candidates to one box per object, on the frame they were seen in."""

import cv2
import numpy as np

from services.vision.batch import FrameResult
from services.vision.layout import Candidates, Voices
from services.vision.letterbox import FloatArray, Letterbox

MAX_DETECTIONS = 100
SAME_PLACE_IOU = 0.5


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
    kept = _taken(found, order)
    scores, rivals = (np.minimum(each, np.float32(1)) for each in (kept.scores, _rivals(kept)))
    return FrameResult(boxes[order], scores, kept.classes.astype(np.int32), rivals=rivals)


def nothing(reason: str = "") -> FrameResult:
    """No detections; ``reason`` when the frame was not computed."""
    return FrameResult(np.empty((0, 4), np.float32), np.empty(0, np.float32), np.empty(0, np.int32), reason)


def _taken(candidates: Candidates, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Candidates:
    return Candidates(candidates.boxes[rows], candidates.scores[rows], candidates.classes[rows], candidates.voices)


def _rivals(found: Candidates) -> FloatArray:
    """[n]: how loud the loudest other class is in the place of each box, suppressed or below the floor or not."""
    near = _overlaps(found.boxes, found.voices) > SAME_PLACE_IOU
    heard = np.where(near[:, :, None], found.voices.scores, np.float32(0)).max(axis=1, initial=0)
    heard[np.arange(len(heard)), found.classes] = 0
    rivals: FloatArray = heard.max(axis=1, initial=0)
    return rivals


def _overlaps(boxes: FloatArray, voices: Voices) -> FloatArray:
    """IoU [n, m]; that of a voice whose box is none is not above anything."""
    with np.errstate(invalid="ignore", over="ignore"):
        low = np.maximum(boxes[:, None, :2], voices.boxes[None, :, :2])
        high = np.minimum(boxes[:, None, 2:], voices.boxes[None, :, 2:])
        shared = np.maximum(high - low, 0).prod(axis=2)
        own, other = ((each[:, 2:] - each[:, :2]).prod(axis=1) for each in (boxes, voices.boxes))
        overlaps: FloatArray = shared / (own[:, None] + other[None] - shared)
    return overlaps


def _suppressed(candidates: Candidates, iou: float) -> list[int]:
    """Indices of those that stay. Lists: OpenCV converts them faster than arrays."""
    corner, size = candidates.boxes[:, :2], candidates.boxes[:, 2:] - candidates.boxes[:, :2]
    rectangles = np.concatenate((corner, size), axis=1).tolist()
    scores, classes = candidates.scores.tolist(), candidates.classes.tolist()
    return list(cv2.dnn.NMSBoxesBatched(rectangles, scores, classes, 0.0, iou))
