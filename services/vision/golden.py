"""The golden frame: a picture that a model must recognise, as it did when it was made, before it is called ready."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.detection import Detection
from services.vision.model_card import CARD_NAME, read_card_values, unusable, write_card_values

FRAME_NAME = "golden.jpg"
BEYOND_DOUBT = 0.5
"""Only detections from here on are written down and looked for: a weak one may come and go by a rounding."""
CONFIDENCE_TOLERANCE = 0.05
LEAST_IOU = 0.9
"""Half precision and other providers stay well inside both; a wrong colour order, scale or class order does not."""


def write_golden(folder: Path, jpeg: bytes, detections: Sequence[Detection]) -> None:
    """Add to the card of the model in ``folder`` that it sees ``detections`` in ``jpeg``.

    MODEL_UNUSABLE: there is no card, or nothing in the frame is seen beyond doubt.
    """
    sure = [one for one in detections if one.confidence >= BEYOND_DOUBT]
    values = read_card_values(folder / CARD_NAME)
    if values is None or not sure:
        raise unusable(folder, "it has no model.toml" if values is None else "it sees nothing in the golden frame")
    (folder / FRAME_NAME).write_bytes(jpeg)
    rows = [{"label": one.label, "confidence": round(one.confidence, 4), "box": _corners(one)} for one in sure]
    write_card_values(folder / CARD_NAME, values | {"golden": {"frame": FRAME_NAME, "detections": rows}})


def differs(expected: Sequence[Detection], found: Sequence[Detection], floor: float) -> str:
    """What is missing or too much among ``found`` (all from ``floor`` upwards), in words; empty when all is well."""
    left = list(found)
    for one in expected:
        match = next((each for each in left if _same(one, each)), None)
        if match is None and one.confidence - CONFIDENCE_TOLERANCE >= floor:
            return f"no {one.label} where it should be"
        if match is not None:
            left.remove(match)
    doubtless = [each for each in left if each.confidence >= BEYOND_DOUBT + CONFIDENCE_TOLERANCE]
    return f"a {doubtless[0].label} where there is none" if doubtless else ""


def _same(one: Detection, other: Detection) -> bool:
    return (
        one.label == other.label
        and abs(one.confidence - other.confidence) <= CONFIDENCE_TOLERANCE
        and one.box.iou(other.box) >= LEAST_IOU
    )


def _corners(one: Detection) -> list[float]:
    return [round(edge, 4) for edge in (one.box.x1, one.box.y1, one.box.x2, one.box.y2)]
