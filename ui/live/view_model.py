"""What the live view shows, as a pure function of the newest result, the shown frame, the camera and the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from app.domain.decision import Accepted, Decision, Refused, Undecided, UndecidedReason
from app.domain.detection import Box, Detection, FrameStamp
from app.domain.grade import Grade, grade
from app.domain.part_number import PartNumber, canonical_part_number
from app.domain.stamp import StampSays
from app.ports.camera import CameraState
from app.use_cases.desk import Phase
from app.use_cases.inspect import Inspected

STALE_LAG_S = 0.150
GREEN_AGE_S = 0.500
GONE_AGE_S = 1.500
HOLD_AGE_S = 0.400
STILL_AGE_S = 1.000
SAME_COVER_IOU = 0.70


_RISING = {UndecidedReason.COLLECTING, UndecidedReason.CONFIDENCE_LOW}


class Verdict(StrEnum):
    NONE = "none"
    LOOKING = "looking"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class BoxMark:
    """One drawn box. ``percent`` is rounded down: 84.9 % is not yet 85. ``equals``: accepted covers of its part in
    view, a layer to be held against the label's quantity. ``stamp_text``: what was read on the lid,
    when it says otherwise."""

    box: Box
    short: str
    label: str
    confidence: float
    percent: int
    grade: Grade
    verdict: Verdict
    hint: UndecidedReason | None = None
    stale: bool = False
    equals: int = 1
    stamp_text: str = ""


class Veil(StrEnum):
    """What is said over the picture when it cannot be trusted."""

    NONE = "none"
    OPENING = "opening"
    ABSENT = "absent"
    FROZEN = "frozen"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class LiveState:
    marks: tuple[BoxMark, ...]
    veil: Veil


def live_state(inspected: Inspected | None, shown: FrameStamp | None, camera: CameraState, now_s: float) -> LiveState:
    veil = veil_over(shown, camera, now_s)
    if inspected is None or shown is None or veil is not Veil.NONE:
        return LiveState((), veil)
    captured_s = inspected.result.stamp.captured_s
    if now_s - captured_s > GONE_AGE_S:
        return LiveState((), veil)
    stale = is_stale(captured_s, shown.captured_s, now_s)
    pairs = [(detection, _decision_for(detection, inspected.decisions)) for detection in inspected.result.detections]
    return LiveState(tuple(_mark(*pair, stale, inspected.in_view) for pair in _uncluttered(pairs)), veil)


def is_stale(result_s: float, shown_s: float, now_s: float) -> bool:
    """Rule V1: boxes are stale when the shown frame is more than 150 ms newer, or theirs is more than 500 ms old."""
    return shown_s - result_s > STALE_LAG_S or now_s - result_s > GREEN_AGE_S


def veil_over(shown: FrameStamp | None, camera: CameraState, now_s: float) -> Veil:
    """Rule V2: the camera's own word first; a picture more than 1 s old counts as frozen whatever the camera says."""
    said = {CameraState.ABSENT: Veil.ABSENT, CameraState.FROZEN: Veil.FROZEN, CameraState.ENDED: Veil.ENDED}
    if camera in said:
        return said[camera]
    if shown is None or camera is CameraState.OPENING:
        return Veil.OPENING
    return Veil.FROZEN if now_s - shown.captured_s > STILL_AGE_S else Veil.NONE


def picture_to_show(captured: Sequence[float], result_s: float | None, now_s: float) -> int | None:
    """Rule V3: while results flow, no frame runs more than 150 ms ahead of them, so that boxes sit on their frame;
    400 ms without a result, and the newest is shown. Index into ``captured`` (oldest first), None: keep the shown one.
    """
    if not captured:
        return None
    if result_s is None or now_s - result_s > HOLD_AGE_S:
        return len(captured) - 1
    ready = [index for index, moment in enumerate(captured) if moment - result_s <= STALE_LAG_S]
    return ready[-1] if ready else None


def seen_parts(inspected: Inspected | None, phase: Phase, now_s: float) -> frozenset[PartNumber]:
    """Rule V4: while packing, the parts whose boxes are drawn: at least 40 %, in a frame not older than 500 ms."""
    if phase is not Phase.PACKING or inspected is None or now_s - inspected.result.stamp.captured_s > GREEN_AGE_S:
        return frozenset()
    pairs = [(detection, _decision_for(detection, inspected.decisions)) for detection in inspected.result.detections]
    drawn = _uncluttered(pairs)
    return frozenset(_part(d, decision) for d, decision in drawn if grade(d.confidence) is not Grade.DIM)


def _decision_for(detection: Detection, decisions: Sequence[Decision]) -> Decision | None:
    """The decision whose newest vote is this very detection."""
    return next((d for d in decisions if d.evidence.box == detection.box), None)


def _part(detection: Detection, decision: Decision | None) -> PartNumber:
    if isinstance(decision, Accepted | Refused):
        return decision.part_number
    return canonical_part_number(detection.label)


Pair = tuple[Detection, Decision | None]


def _uncluttered(pairs: Sequence[Pair]) -> list[Pair]:
    """Rule V5: of open guesses about one cover the surest is drawn; what is accepted or refused is always drawn."""
    kept: list[Pair] = []
    for detection, decision in sorted(pairs, key=lambda pair: -pair[0].confidence):
        open_guess = decision is None or isinstance(decision, Undecided)
        if open_guess and any(detection.box.iou(other.box) >= SAME_COVER_IOU for other, _ in kept):
            continue
        kept.append((detection, decision))
    return kept


def _mark(detection: Detection, decision: Decision | None, stale: bool, in_view: Mapping[PartNumber, int]) -> BoxMark:
    part = _part(detection, decision)
    return BoxMark(
        box=detection.box,
        short=part.short,
        label=str(part),
        confidence=detection.confidence,
        percent=floor(detection.confidence * 100 + 1e-9),
        grade=_grade(detection, decision),
        verdict=Verdict.NONE if stale else _verdict(decision),
        hint=decision.reason if isinstance(decision, Undecided) else None,
        stale=stale,
        equals=in_view.get(part, 1) if isinstance(decision, Accepted) else 1,
        stamp_text=_contradiction(decision),
    )


def _grade(detection: Detection, decision: Decision | None) -> Grade:
    """Rule V9: what stays undecided for another reason than too little of it is never green, however sure the model."""
    found = grade(detection.confidence)
    doubted = isinstance(decision, Undecided) and decision.reason not in _RISING
    return Grade.ORANGE if doubted and found is Grade.GREEN else found


def _contradiction(decision: Decision | None) -> str:
    if decision is None or decision.evidence.stamp is None:
        return ""
    return decision.evidence.stamp.text if decision.evidence.stamp_says is StampSays.CONTRADICTS else ""


def _verdict(decision: Decision | None) -> Verdict:
    match decision:
        case None:
            return Verdict.NONE
        case Accepted():
            return Verdict.RIGHT
        case Refused():
            return Verdict.WRONG
        case _:
            return Verdict.LOOKING
