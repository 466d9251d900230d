"""The rule on the floor today, for comparison: one frame decides, and a part is what its number looks like.

Each of the six segments of a part number is compared by its pairs of neighbouring characters (Dice's coefficient), and
the segments weigh 6, 5, 4, 3, 2 and 1 of 21. Over the 90 ordered pairs of *different* parts that the model knows this
accepts all 90; the lowest scores 0.667.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from app.domain.detection import Detection
from app.domain.part_number import PartNumber, canonical_part_number

ACCEPT_CONFIDENCE = 0.85
ACCEPT_SIMILARITY = 0.65
WEIGHTS = (6, 5, 4, 3, 2, 1)


def accepted(detection: Detection, asked: Iterable[PartNumber]) -> PartNumber | None:
    """The part of the note that one detection is taken for; None when it is not sure or nothing is alike."""
    parts = tuple(asked)
    if detection.confidence < ACCEPT_CONFIDENCE or not parts:
        return None
    seen = canonical_part_number(detection.label)
    best = max(parts, key=lambda part: similarity(seen, part))
    return best if similarity(seen, best) >= ACCEPT_SIMILARITY else None


def similarity(one: PartNumber, other: PartNumber) -> float:
    """0..1; a segment that one of them lacks is not alike."""
    pairs = zip(WEIGHTS, one.segments, other.segments, strict=False)
    return sum(weight * _dice(a, b) for weight, a, b in pairs) / sum(WEIGHTS)


def _dice(one: str, other: str) -> float:
    """Twice the shared bigrams over all bigrams, 0..1; equal texts are 1 however short."""
    if one == other:
        return 1.0
    ours, theirs = Counter(pairwise(one)), Counter(pairwise(other))
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0
