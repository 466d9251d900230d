"""How alike two part numbers look. It suggests to a supervisor and decides nothing."""

from rapidfuzz.distance import Indel

from app.domain.part_number import PartNumber

# Prefix, cover series, size with side and variant, type code, label flag, finish code: the size says most.
_WEIGHTS = (1.0, 2.0, 5.0, 3.0, 1.0, 2.0)


def similarity(a: PartNumber, b: PartNumber) -> float:
    """0..1, the same both ways round; 1.0 for the same part only. Segment by segment when both have six of them, else
    text against text."""
    if a == b:
        return 1.0
    ours, theirs = a.segments, b.segments
    if len(ours) != len(_WEIGHTS) or len(theirs) != len(_WEIGHTS):
        return Indel.normalized_similarity(a.text, b.text)
    alike = (Indel.normalized_similarity(one, other) for one, other in zip(ours, theirs, strict=True))
    return sum(weight * share for weight, share in zip(_WEIGHTS, alike, strict=True)) / sum(_WEIGHTS)
