"""What the live view shows, as a pure function of the newest result, the shown frame, the camera and the time.

Rule V3: the newest picture is shown at once; no picture waits for its boxes. They are drawn on it as long as they still
sit where they were found (V1).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, floor

from app.domain.advice import Advice
from app.domain.decision import Accepted, Decision, Refused, Undecided, UndecidedReason
from app.domain.detection import Box, Detection, FrameStamp
from app.domain.grade import Grade, grade
from app.domain.part_number import PartNumber, canonical_part_number
from app.domain.stamp import StampSays
from app.ports.camera import CameraState
from app.use_cases.desk_state import Phase
from app.use_cases.inspect import Inspected

STALE_LAG_S = 0.150
GREEN_AGE_S = 0.500
GONE_AGE_S = 1.500
STILL_AGE_S = 1.000
SAME_COVER_IOU = 0.70
BAR_TIME_S = 0.12
SIZES = (1.0, 0.62, 0.5, 0.5, 0.42)
"""Of a chip, by how many covers there are, for the first and so on; the last for all others and for guesses."""

_RISING = {UndecidedReason.COLLECTING, UndecidedReason.CONFIDENCE_LOW}


class Verdict(StrEnum):
    NONE = "none"
    LOOKING = "looking"
    RIGHT = "right"
    WRONG = "wrong"


class Hold(StrEnum):
    """How well a box holds on the picture it is drawn on: it sits, its cover has moved since, or it is too old."""

    SITS = "sits"
    MOVED = "moved"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class BoxMark:
    """One drawn box. ``confidence`` is the one that is decided by: the median of the votes, where there are any.
    ``percent`` is rounded down: 84.9 % is not yet 85. ``equals``: accepted covers of its part in view, a layer to be
    held against the label's quantity. ``stamp_text``: what was read on the lid, when it says otherwise. ``size``: of
    its chip, 1.0 for the cover in hand. ``track_id``: None while nothing is decided."""

    box: Box
    short: str
    label: str
    confidence: float
    percent: int
    grade: Grade
    verdict: Verdict
    hint: UndecidedReason | None = None
    hold: Hold = Hold.SITS
    equals: int = 1
    stamp_text: str = ""
    advice: Advice = Advice.NONE
    size: float = 1.0
    track_id: int | None = None

    @property
    def stale(self) -> bool:
        return self.hold is not Hold.SITS


class Veil(StrEnum):
    """What is said over the picture when it cannot be trusted."""

    NONE = "none"
    OPENING = "opening"
    ABSENT = "absent"
    FROZEN = "frozen"
    DARK = "dark"
    COVERED = "covered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class LiveState:
    marks: tuple[BoxMark, ...]
    veil: Veil


_SAID = {
    CameraState.ABSENT: Veil.ABSENT,
    CameraState.FROZEN: Veil.FROZEN,
    CameraState.DARK: Veil.DARK,
    CameraState.COVERED: Veil.COVERED,
    CameraState.ENDED: Veil.ENDED,
}

Moved = Callable[[Box, FrameStamp], bool | None]
"""Whether what lies under a box has moved between a frame and the shown one; None: nobody knows."""


def nobody_knows(_box: Box, _since: FrameStamp) -> bool | None:
    return None


def live_state(
    inspected: Inspected | None,
    shown: FrameStamp | None,
    camera: CameraState,
    now_s: float,
    moved: Moved = nobody_knows,
) -> LiveState:
    veil = veil_over(shown, camera, now_s)
    if inspected is None or shown is None or veil is not Veil.NONE:
        return LiveState((), veil)
    own = inspected.result.stamp
    if now_s - own.captured_s > GONE_AGE_S:
        return LiveState((), veil)
    pairs = [(detection, _decision_for(detection, inspected.decisions)) for detection in inspected.result.detections]
    drawn = _uncluttered(pairs)
    holds = [hold_of(own.captured_s, shown.captured_s, now_s, moved(detection.box, own)) for detection, _ in drawn]
    equals = inspected.in_view
    marks = [_mark(*pair, hold, inspected, equals) for pair, hold in zip(drawn, holds, strict=True)]
    return LiveState(_sized(marks), veil)


def hold_of(result_s: float, shown_s: float, now_s: float, moved: bool | None) -> Hold:
    """Rule V1: a box is too old when its frame is more than 500 ms old. Its cover has moved when the picture under it
    says so; where nobody knows, when the shown frame is more than 150 ms newer. Neither is ever green."""
    if now_s - result_s > GREEN_AGE_S:
        return Hold.OLD
    if moved is None:
        moved = shown_s - result_s > STALE_LAG_S
    return Hold.MOVED if moved else Hold.SITS


def veil_over(shown: FrameStamp | None, camera: CameraState, now_s: float) -> Veil:
    """Rule V2: the camera's own word first; a picture more than 1 s old counts as frozen whatever the camera says."""
    if camera in _SAID:
        return _SAID[camera]
    if shown is None or camera is CameraState.OPENING:
        return Veil.OPENING
    return Veil.FROZEN if now_s - shown.captured_s > STILL_AGE_S else Veil.NONE


def eased(shown: float, target: float, passed_s: float) -> float:
    """Where a confidence bar stands ``passed_s`` seconds later on its way to ``target``: two thirds of it in 0.12 s."""
    return target + (shown - target) * exp(-max(0.0, passed_s) / BAR_TIME_S)


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


def _mark(
    detection: Detection, decision: Decision | None, hold: Hold, inspected: Inspected, equals: Mapping[PartNumber, int]
) -> BoxMark:
    part = _part(detection, decision)
    confidence = detection.confidence if decision is None else decision.evidence.confidence
    track_id = None if decision is None else decision.evidence.track_id
    return BoxMark(
        box=detection.box,
        short=part.short,
        label=str(part),
        confidence=confidence,
        percent=floor(confidence * 100 + 1e-9),
        grade=_grade(confidence, decision, inspected.result.stamp),
        verdict=_verdict(decision) if hold is Hold.SITS else Verdict.NONE,
        hint=decision.reason if isinstance(decision, Undecided) else None,
        hold=hold,
        equals=equals.get(part, 1) if isinstance(decision, Accepted) else 1,
        stamp_text=_contradiction(decision),
        advice=Advice.NONE if track_id is None else inspected.advice.get(track_id, Advice.NONE),
        track_id=track_id,
    )


def _grade(confidence: float, decision: Decision | None, stamp: FrameStamp) -> Grade:
    """Rule V9: what stays undecided for another reason than too little of it is never green, however sure the model;
    nor is anything in a frame that is not clear."""
    found = grade(confidence)
    doubted = isinstance(decision, Undecided) and decision.reason not in _RISING
    return Grade.ORANGE if found is Grade.GREEN and (doubted or not stamp.clear) else found


def _sized(marks: Sequence[BoxMark]) -> tuple[BoxMark, ...]:
    """Rule V16: one cover in view has the largest chip; the more there are the smaller and briefer, all alike, and a
    guess below 40 % takes the least room."""
    covers = sum(mark.grade is not Grade.DIM for mark in marks)
    full = SIZES[min(max(covers, 1), len(SIZES)) - 1]
    sizes = (SIZES[-1] if mark.grade is Grade.DIM else full for mark in marks)
    return tuple(
        replace(mark, size=size, label=_brief(mark.label) if size < 1.0 and len(marks) > 1 else mark.label)
        for mark, size in zip(marks, sizes, strict=True)
    )


def _brief(label: str) -> str:
    """Of a part number's six segments those that its short name does not tell, without the prefix that all have."""
    match label.split("-"):
        case [_prefix, series, _size, *others] if len(others) == 3:
            return "-".join((series, *others))
        case _:
            return label


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
