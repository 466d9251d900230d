"""Presentations judged by the rules of the decision and by the rule on the floor today, and held against the truth."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.commands import bench_present_rule
from app.domain.decision import Accepted, Decision, Refused, Undecided, VoteRules
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.detection import Box, FrameDetections
from app.domain.inspection import Asked, Inspection
from app.domain.part_number import PartNumber, canonical_part_number
from services.synthetic.presentations import Kind, Presentation
from services.synthetic.scene_spec import SceneCover

ANSWER_S = 0.040
FRAMES_AFTER_ACCEPT = 3
SAME_PLACE_IOU = 0.3


@dataclass(frozen=True, slots=True)
class Look:
    """One frame: what the detector saw, what was really there, and what drawing and seeing cost."""

    result: FrameDetections
    covers: tuple[SceneCover, ...]
    render_ms: float = 0.0
    infer_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class WrongAccept:
    """``margin`` is over the surest other class; the present rule knows none."""

    index: int
    kind: Kind
    shown: tuple[str, ...]
    accepted_as: str
    confidence: float
    margin: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule made of a presentation. ``accept_ms``: time to the first right accept, None when there was none."""

    accept_ms: float | None
    wrong: WrongAccept | None
    refused: bool = False
    beside_another: bool = False
    reasons: tuple[str, ...] = ()

    @property
    def undecided(self) -> bool:
        return self.accept_ms is None and self.wrong is None and not self.refused

    @property
    def reason(self) -> str:
        """Why nothing was accepted: what most frames said."""
        return Counter(self.reasons).most_common(1)[0][0] if self.reasons else "nothing_seen"


@dataclass(frozen=True, slots=True)
class Outcome:
    presentation: Presentation
    ours: Verdict
    present: Verdict
    render_ms: tuple[float, ...]
    infer_ms: tuple[float, ...]


def judged(shown: Presentation, frames: Iterable[Look], rules: VoteRules) -> Outcome:
    """Both rules on the same frames; a right part needs no more of them once it is accepted."""
    ours, present = Scorer(shown), Scorer(shown)
    asked, inspection = Asked(note_of(shown)), Inspection(rules)
    after, costs = 0, []
    for look in frames:
        costs.append((look.render_ms, look.infer_ms))
        inspection = inspection.observe(look.result, asked, look.result.completed_s)
        ours.see(look)
        for decision in inspection.decisions:
            ours.hear(decision, look)
        present.see(look)
        _hear_present(present, look, asked.note)
        after += ours.accept_ms is not None
        if shown.right and len(shown.shown) == 1 and after > FRAMES_AFTER_ACCEPT:
            break
    render_ms, infer_ms = zip(*costs, strict=True)
    return Outcome(shown, ours.verdict(), present.verdict(), render_ms, infer_ms)


def _hear_present(scorer: "Scorer", look: Look, note: DeliveryNote) -> None:
    for detection in look.result.detections:
        part = bench_present_rule.accepted(detection, (line.part_number for line in note.parts))
        if part is not None:
            scorer.accept(part, detection.box, look, detection.confidence, None)


def note_of(shown: Presentation) -> DeliveryNote:
    lines = tuple(DeliveryLine(PartNumber(text), 1, "") for text in shown.asked)
    return DeliveryNote(DnNumber("BENCH"), lines)


class Scorer:
    """Holds the accepts of one rule against the truth."""

    def __init__(self, shown: Presentation) -> None:
        self._shown = shown
        self._shown_parts = {canonical_part_number(label) for label in shown.shown}
        self._first_seen_s: float | None = None
        self.accept_ms: float | None = None
        self._wrong: WrongAccept | None = None
        self._refused = self._beside_another = False
        self._reasons: list[str] = []

    def see(self, look: Look) -> None:
        if self._first_seen_s is None and look.covers:
            self._first_seen_s = look.result.stamp.captured_s

    def hear(self, decision: Decision, look: Look) -> None:
        evidence = decision.evidence
        match decision:
            case Accepted(part):
                self.accept(part, evidence.box, look, evidence.confidence, evidence.margin)
            case Undecided(reason):
                self._reasons.append(reason)
            case Refused(reason):
                self._refused = True
                self._reasons.append(f"refused_{reason}")

    def accept(self, part: PartNumber, box: Box, look: Look, confidence: float, margin: float | None) -> None:
        if part not in self._parts_at(box, look.covers):
            self._wrong = self._wrong or WrongAccept(
                self._shown.index, self._shown.kind, self._shown.shown, part.text, round(confidence, 3), margin
            )
            return
        self._beside_another |= len(self._shown.shown) > 1
        if self.accept_ms is None:
            first_s = self._first_seen_s or 0.0
            self.accept_ms = (look.result.stamp.captured_s - first_s + ANSWER_S) * 1e3

    def verdict(self) -> Verdict:
        return Verdict(self.accept_ms, self._wrong, self._refused, self._beside_another, tuple(self._reasons))

    def _parts_at(self, box: Box, covers: tuple[SceneCover, ...]) -> set[PartNumber]:
        """The part of the cover at the box; every part shown where there is none, as the cover may have moved on."""
        near = [(box.iou(Box(*cover.box)), cover.label) for cover in covers]
        iou, label = max(near, default=(0.0, ""))
        return {canonical_part_number(label)} if iou >= SAME_PLACE_IOU else self._shown_parts
