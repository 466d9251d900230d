"""Which family of detectors an output belongs to, told from its shape; and how such an output is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from services.vision.letterbox import FloatArray

MAX_CANDIDATES = 1000
MAX_VOICES = 300
VOICE_FROM = 0.05
_STRIDES = (8, 16, 32)
_ANCHORS_A_CELL = 3
_MOST_FINAL_BOXES = 1000
"""End-to-end models answer 100 to 300 rows; anything longer is a grid of anchors."""


@dataclass(frozen=True, slots=True)
class Voices:
    """What the model says anywhere at 0.05 or above, of every class: ``boxes`` [m, 4] as in :class:`Candidates`,
    ``scores`` [m, classes]. The loudest :data:`MAX_VOICES`."""

    boxes: FloatArray
    scores: FloatArray


@dataclass(frozen=True, slots=True)
class Candidates:
    """Boxes before suppression, best first: ``boxes`` [n, 4] x1 y1 x2 y2 in input pixels, ``scores`` [n] 0..1."""

    boxes: FloatArray
    scores: FloatArray
    classes: npt.NDArray[np.intp]
    voices: Voices


ReadOutput = Callable[[FloatArray, float, int], Candidates]
"""(output of one frame, floor confidence, number of classes) → the candidates at or above the floor."""


@dataclass(frozen=True, slots=True)
class Layout:
    """``suppressed``: the graph itself leaves one box per object."""

    name: str
    read: ReadOutput
    suppressed: bool


def read_rows(output: FloatArray, floor: float, classes: int) -> Candidates:
    """[4 + classes, anchors]: rows cx, cy, w, h in input pixels, then one score 0..1 per class."""
    scores = output[4 : 4 + classes]
    loud = _best_first(scores.max(axis=0), min(floor, VOICE_FROM))
    return _candidates(_corners(output[:4, loud].T), scores[:, loud].T, floor)


def read_columns(output: FloatArray, floor: float, classes: int) -> Candidates:
    """[anchors, 5 + classes]: cx, cy, w, h in input pixels, objectness, then one score per class; confidence: both."""
    quietest = min(floor, VOICE_FROM)
    rows = output[np.flatnonzero(output[:, 4] >= quietest)]
    scores = rows[:, 5 : 5 + classes] * rows[:, 4:5]
    loud = _best_first(scores.max(axis=1), quietest)
    return _candidates(_corners(rows[loud, :4]), scores[loud], floor)


def read_final(output: FloatArray, floor: float, classes: int) -> Candidates:
    """[boxes, 6]: x1, y1, x2, y2 in input pixels, confidence, class; rows of confidence 0 fill up."""
    known = (output[:, 5] > -0.5) & (output[:, 5] < classes - 0.5)
    rows = output[known]
    rows = rows[_best_first(rows[:, 4], min(floor, VOICE_FROM))]
    scores = np.zeros((len(rows), classes), np.float32)
    scores[np.arange(len(rows)), np.rint(rows[:, 5]).astype(np.intp)] = rows[:, 4]
    return _candidates(rows[:, :4], scores, floor)


ROWS = Layout("YOLOv8 [batch, 4 + classes, anchors]", read_rows, suppressed=False)
COLUMNS = Layout("YOLOv5 [batch, anchors, 5 + classes]", read_columns, suppressed=False)
FINAL = Layout("end-to-end [batch, boxes, 6]", read_final, suppressed=True)


def recognise(shapes: Sequence[Sequence[int]], classes: int, input_size: tuple[int, int]) -> Layout | None:
    """The layout of the first output, or None when it is not known or the others make it something else.

    ``input_size`` is (width, height). Old YOLOv5 files answer their raw heads, of rank 5, as well: they are ignored.
    """
    first = shapes[0] if shapes else ()
    if len(first) != 3:
        return None
    if len(shapes) > 1:
        heads = all(len(shape) == 5 and shape[-1] == 5 + classes for shape in shapes[1:])
        return COLUMNS if heads and first[2] == 5 + classes else None
    if first[1] == 4 + classes:
        return ROWS
    if first[2] == 5 + classes and (first[2] != 6 or _is_anchors(first[1], input_size)):
        return COLUMNS
    return FINAL if first[2] == 6 and first[1] <= _MOST_FINAL_BOXES else None


def expected(classes: int) -> str:
    """The shapes that would have been recognised, in words."""
    anchors = f"[batch, {4 + classes}, anchors], [batch, anchors, {5 + classes}]"
    return f"{anchors} or [batch, boxes, 6] for its {classes} classes"


def _is_anchors(count: int, input_size: tuple[int, int]) -> bool:
    """One class: YOLOv5's rows are as long as final boxes, and only their number tells them apart."""
    width, height = input_size
    cells = sum((width // stride) * (height // stride) for stride in _STRIDES)
    return count == _ANCHORS_A_CELL * cells or count > _MOST_FINAL_BOXES


def _candidates(boxes: FloatArray, scores: FloatArray, floor: float) -> Candidates:
    """From the boxes worth hearing, best first, and their ``scores`` [n, classes]: those at the floor or above."""
    best = scores.max(axis=1)
    count = int(np.count_nonzero(best >= floor))
    voices = Voices(boxes[:MAX_VOICES], scores[:MAX_VOICES])
    return Candidates(boxes[:count], best[:count], scores[:count].argmax(axis=1), voices)


def _best_first(scores: FloatArray, floor: float) -> npt.NDArray[np.intp]:
    kept = np.flatnonzero(scores >= floor)
    return kept[np.argsort(-scores[kept], kind="stable")[:MAX_CANDIDATES]]


def _corners(boxes: FloatArray) -> FloatArray:
    """[n, 4] cx cy w h → x1 y1 x2 y2."""
    centre, half = boxes[:, :2], boxes[:, 2:] * np.float32(0.5)
    return np.concatenate((centre - half, centre + half), axis=1)
