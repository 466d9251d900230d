"""From the model's output to detections: read the layout, keep the confident, one box per object."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.detection import Box, Detection
from services.vision.letterbox import FloatArray, Letterbox

MAX_CANDIDATES = 1000
MAX_DETECTIONS = 100


@dataclass(frozen=True, slots=True)
class Candidates:
    """Boxes before suppression: ``boxes`` [n, 4] x1 y1 x2 y2 in input pixels, ``scores`` [n] 0..1, ``classes`` [n]."""

    boxes: FloatArray
    scores: FloatArray
    classes: npt.NDArray[np.intp]


ReadOutput = Callable[[FloatArray, float], Candidates]
"""(output of one frame, floor confidence) → the candidates at or above the floor."""


def recognise_layout(shape: Sequence[object], class_count: int) -> ReadOutput | None:
    """The reader for an output of ``shape`` (symbolic dimensions are names), or None: not a known layout."""
    if len(shape) == 3 and shape[1] == 4 + class_count:
        return read_rows
    return None


def read_rows(output: FloatArray, floor: float) -> Candidates:
    """YOLOv8's layout: [4 + classes, anchors]; rows cx, cy, w, h in input pixels, then one score 0..1 per class."""
    best = output[4:].max(axis=0)
    kept = np.flatnonzero(best >= floor)
    kept = kept[np.argsort(-best[kept], kind="stable")[:MAX_CANDIDATES]]
    columns = output[:, kept]
    centre, half = columns[:2], columns[2:4] * np.float32(0.5)
    boxes = np.concatenate((centre - half, centre + half)).T
    return Candidates(boxes, best[kept], columns[4:].argmax(axis=0))


def select(candidates: Candidates, letterbox: Letterbox, labels: Sequence[str], *, iou: float) -> tuple[Detection, ...]:
    """Non-maximum suppression within each class; boxes normalised to the frame and clipped; best first."""
    boxes = letterbox.to_frame(candidates.boxes)
    sizes = boxes[:, 2:] - boxes[:, :2]
    sound = np.flatnonzero((sizes > 0).all(axis=1))  # not a number, or wholly outside the frame: neither is > 0
    if not sound.size:
        return ()
    boxes, scores, classes = boxes[sound], candidates.scores[sound], candidates.classes[sound]
    rectangles = np.concatenate((boxes[:, :2], sizes[sound]), axis=1)
    kept = cv2.dnn.NMSBoxesBatched(rectangles.tolist(), scores.tolist(), classes.tolist(), 0.0, iou)
    found = [
        Detection(labels[classes[index]], min(float(scores[index]), 1.0), Box(*map(float, boxes[index])))
        for index in kept
    ]
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.label, one.box.x1))[:MAX_DETECTIONS])
