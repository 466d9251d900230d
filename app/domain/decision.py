"""From detections over time to a decision: accepted, undecided or refused. Never on one frame, never by similarity.

A :class:`Track` is one cover followed over frames; each fresh frame gives it one vote.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from app.domain.delivery_note import DeliveryNote
from app.domain.detection import Box, Detection, FrameDetections, FrameStamp, ModelIdentity
from app.domain.part_number import PartNumber, canonical_part_number

ONE_COVER_IOU = 0.5


@dataclass(frozen=True, slots=True)
class VoteRules:
    """The numbers of the vote. A vote of fewer than three frames is not a vote and cannot be configured."""

    min_frames: int = 3
    accept_confidence: float = 0.85
    keep_confidence: float = 0.80
    min_agreement: float = 0.60
    max_age_ms: int = 500
    same_cover_iou: float = 0.30

    def __post_init__(self) -> None:
        if self.min_frames < 3 or self.accept_confidence < 0.85 or self.min_agreement < 0.60:
            raise ValueError("unsafe vote rules")
        if self.max_age_ms > 500 or not 0.80 <= self.keep_confidence <= self.accept_confidence:
            raise ValueError("unsafe vote rules")


@dataclass(frozen=True, slots=True)
class Vote:
    stamp: FrameStamp
    detection: Detection


@dataclass(frozen=True, slots=True)
class Track:
    """One cover over time; ``votes`` oldest first; ``accepted_as`` is the label it holds, for hysteresis."""

    track_id: int
    votes: tuple[Vote, ...]
    accepted_as: str | None = None

    @property
    def box(self) -> Box:
        return self.votes[-1].detection.box

    @property
    def newest_s(self) -> float:
        return self.votes[-1].stamp.captured_s


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a decision rests on."""

    track_id: int
    label: str
    frame_ids: tuple[int, ...]
    confidence: float
    agreement: float
    box: Box
    best_frame_id: int
    model: ModelIdentity


class UndecidedReason(StrEnum):
    COLLECTING = "collecting"
    CLASSES_DISAGREE = "classes_disagree"
    CONFIDENCE_LOW = "confidence_low"


class RefusedReason(StrEnum):
    NOT_ON_NOTE = "not_on_note"


@dataclass(frozen=True, slots=True)
class Accepted:
    part_number: PartNumber
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Undecided:
    """``progress`` 0..1 is how near the confidence is to acceptance."""

    reason: UndecidedReason
    progress: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Refused:
    reason: RefusedReason
    part_number: PartNumber
    evidence: Evidence


Decision = Accepted | Undecided | Refused
Aliases = Mapping[str, PartNumber]


@dataclass(frozen=True, slots=True)
class Inspection:
    """Every cover in view and its decision after one more frame. Immutable: :meth:`observe` returns the next one."""

    rules: VoteRules = field(default_factory=VoteRules)
    tracks: tuple[Track, ...] = ()
    next_track_id: int = 1
    last_fingerprint: int | None = None
    last_captured_s: float = float("-inf")
    decisions: tuple[Decision, ...] = ()

    def observe(
        self, result: FrameDetections, note: DeliveryNote, now_s: float, aliases: Aliases | None = None
    ) -> "Inspection":
        """Add the votes of one frame and decide each cover again. ``now_s`` is monotonic seconds."""
        tracks, next_id = self.tracks, self.next_track_id
        if self._counts(result.stamp, now_s):
            tracks, next_id = _linked(tracks, result, next_id, self.rules)
        tracks = tuple(t for t in (_without_old(track, now_s, self.rules) for track in tracks) if t.votes)
        decided = tuple(_decided(track, note, result.model, self.rules, aliases or {}) for track in tracks)
        return Inspection(
            self.rules,
            tuple(track for track, _ in decided),
            next_id,
            result.stamp.fingerprint,
            max(self.last_captured_s, result.stamp.captured_s),
            tuple(decision for _, decision in decided),
        )

    def _counts(self, stamp: FrameStamp, now_s: float) -> bool:
        """Rule D1: a frame older than 500 ms, out of order, seen before, or identical to the one before has no vote."""
        fresh = (now_s - stamp.captured_s) * 1000 <= self.rules.max_age_ms
        return fresh and stamp.captured_s > self.last_captured_s and stamp.fingerprint != self.last_fingerprint


def _linked(
    tracks: tuple[Track, ...], result: FrameDetections, next_id: int, rules: VoteRules
) -> tuple[tuple[Track, ...], int]:
    """Rule D2: a detection joins the track whose last box it overlaps most (IoU ≥ 0.30), else starts one."""
    detections = _one_per_place(result.detections)
    pairs = sorted(
        (
            (track.box.iou(detection.box), t, d)
            for t, track in enumerate(tracks)
            for d, detection in enumerate(detections)
        ),
        reverse=True,
    )
    joined: dict[int, int] = {}
    for overlap, t, d in pairs:
        if overlap >= rules.same_cover_iou and t not in joined and d not in joined.values():
            joined[t] = d
    grown = [
        Track(
            track.track_id,
            (*track.votes, Vote(result.stamp, detections[joined[t]])),
            track.accepted_as,
        )
        if t in joined
        else track
        for t, track in enumerate(tracks)
    ]
    for d, detection in enumerate(detections):
        if d not in joined.values():
            grown.append(Track(next_id, (Vote(result.stamp, detection),)))
            next_id += 1
    return tuple(grown), next_id


def _one_per_place(detections: tuple[Detection, ...]) -> tuple[Detection, ...]:
    """Rule D9: one cover, one vote a frame. Of boxes of any class that overlap by more than half (IoU), the surest
    counts; otherwise a second guess about a cover would be a cover of its own, and could be accepted beside the first.
    """
    kept: list[Detection] = []
    for detection in sorted(detections, key=lambda one: -one.confidence):
        if all(detection.box.iou(other.box) <= ONE_COVER_IOU for other in kept):
            kept.append(detection)
    return tuple(kept)


def _without_old(track: Track, now_s: float, rules: VoteRules) -> Track:
    """Rule D3: no frame older than 500 ms takes part in a decision."""
    fresh = tuple(v for v in track.votes if (now_s - v.stamp.captured_s) * 1000 <= rules.max_age_ms)
    return Track(track.track_id, fresh, track.accepted_as)


def _decided(
    track: Track, note: DeliveryNote, model: ModelIdentity, rules: VoteRules, aliases: Aliases
) -> tuple[Track, Decision]:
    label, count = Counter(v.detection.label for v in track.votes).most_common(1)[0]
    agreeing = [v for v in track.votes if v.detection.label == label]
    confidence = median(v.detection.confidence for v in agreeing)
    best = max(agreeing, key=lambda v: v.detection.confidence)
    evidence = Evidence(
        track.track_id,
        label,
        tuple(v.stamp.frame_id for v in agreeing),
        confidence,
        count / len(track.votes),
        track.box,
        best.stamp.frame_id,
        model,
    )
    decision = _verdict(track, evidence, note, rules, aliases)
    accepted_as = label if isinstance(decision, Accepted) else None
    return Track(track.track_id, track.votes, accepted_as), decision


def _verdict(track: Track, evidence: Evidence, note: DeliveryNote, rules: VoteRules, aliases: Aliases) -> Decision:
    """The first of these rules that speaks decides.

    D5: less than 60 % agree on the class: undecided. D6: median confidence below 0.85 (0.80 once accepted as this
    class): undecided. D4: fewer than three agreeing fresh frames: collecting.
    D7: a part that is not on the note is refused; otherwise accepted.
    """
    floor = rules.keep_confidence if track.accepted_as == evidence.label else rules.accept_confidence
    progress = min(1.0, evidence.confidence / rules.accept_confidence)
    if evidence.agreement < rules.min_agreement:
        return Undecided(UndecidedReason.CLASSES_DISAGREE, progress, evidence)
    if evidence.confidence < floor:
        return Undecided(UndecidedReason.CONFIDENCE_LOW, progress, evidence)
    if len(evidence.frame_ids) < rules.min_frames:
        return Undecided(UndecidedReason.COLLECTING, progress, evidence)
    part_number = part_of_label(evidence.label, aliases)
    if not note.asks_for(part_number):
        return Refused(RefusedReason.NOT_ON_NOTE, part_number, evidence)
    return Accepted(part_number, evidence)


def part_of_label(label: str, aliases: Aliases) -> PartNumber:
    """Rule D8: an approved alias names the part; without one the label's canonical spelling does. Never similarity."""
    return aliases.get(label) or canonical_part_number(label)
