"""A decision about one cover, as a value: the screen, the record, the log and a replay all use the same one."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from app.domain.alias import Alias
from app.domain.detection import Box, ModelIdentity
from app.domain.part_number import PartNumber
from app.domain.stamp import StampReading, StampSays


@dataclass(frozen=True, slots=True)
class VoteRules:
    """The numbers of the vote. A vote of fewer than three frames is not a vote and cannot be configured; nor can any
    other number be less safe than its default bound."""

    min_frames: int = 3
    accept_confidence: float = 0.85
    keep_confidence: float = 0.80
    min_agreement: float = 0.60
    max_age_ms: int = 500
    min_margin: float = 0.30
    edge: float = 0.02
    one_part_at_a_time: bool = True
    max_rival: float = 0.05

    def __post_init__(self) -> None:
        if self.min_frames < 3 or self.accept_confidence < 0.85 or self.min_agreement < 0.60:
            raise ValueError("unsafe vote rules")
        if self.max_age_ms > 500 or not 0.80 <= self.keep_confidence <= self.accept_confidence:
            raise ValueError("unsafe vote rules")
        if self.min_margin < 0.10 or not 0.001 <= self.edge <= 0.2 or not 0.05 <= self.max_rival <= 0.30:
            raise ValueError("unsafe vote rules")


@dataclass(frozen=True, slots=True)
class Picture:
    """A kept JPEG: its file is named by ``picture_id``, and ``sha256`` (hexadecimal) is that of its bytes."""

    picture_id: str
    sha256: str

    def is_of(self, jpeg: bytes) -> bool:
        return hashlib.sha256(jpeg).hexdigest() == self.sha256


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a decision rests on. ``frame_ids`` and ``scores`` are those of the agreeing fresh votes, oldest first;
    ``confidence`` is the scores' median, ``agreement`` their share of all votes, ``margin`` the median lead over the
    surest other class; ``box`` is the cover's newest place; ``best_frame_id`` the frame to keep as ``picture``, and
    ``best_box`` its place there (None: a decision of an earlier version)."""

    track_id: int
    label: str
    frame_ids: tuple[int, ...]
    scores: tuple[float, ...]
    confidence: float
    agreement: float
    margin: float
    box: Box
    best_frame_id: int
    model: ModelIdentity
    alias: Alias | None = None
    stamp: StampReading | None = None
    stamp_says: StampSays = StampSays.NOTHING
    picture: Picture | None = None
    best_box: Box | None = None

    @property
    def picture_box(self) -> Box:
        """The cover's place in its picture, as far as it is known."""
        return self.best_box or self.box


class UndecidedReason(StrEnum):
    """In the order in which they are asked: the first that holds is told."""

    CUT_BY_EDGE = "cut_by_edge"
    CLASSES_DISAGREE = "classes_disagree"
    CONFIDENCE_LOW = "confidence_low"
    CLASSES_CLOSE = "classes_close"
    RIVAL_HEARD = "rival_heard"
    COLLECTING = "collecting"
    LABEL_CONTESTED = "model_label_contested"
    ALIAS_AWAITED = "alias_awaited"
    LABEL_UNKNOWN = "model_label_unknown"
    STAMP_CONTRADICTS = "stamp_contradicts"
    DIFFERENT_PARTS = "different_parts"


class RefusedReason(StrEnum):
    NOT_ON_NOTE = "not_on_note"


@dataclass(frozen=True, slots=True)
class Accepted:
    part_number: PartNumber
    evidence: Evidence

    @property
    def witnessed(self) -> bool:
        """The stamp was read as well, and agrees."""
        return self.evidence.stamp_says is StampSays.AGREES


@dataclass(frozen=True, slots=True)
class Undecided:
    """``progress`` 0..1 is how near the confidence is to acceptance. ``parts``: those the reason speaks of."""

    reason: UndecidedReason
    progress: float
    evidence: Evidence
    parts: tuple[PartNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    reason: RefusedReason
    part_number: PartNumber
    evidence: Evidence


Decision = Accepted | Undecided | Refused


def as_plain(decision: Decision) -> dict[str, object]:
    """The decision in plain values, the same for log, record and replay; a part number is "" where none is named.
    ``box``: the cover's place in its picture, [x1, y1, x2, y2]; ``parts``: those that an undecided one speaks of."""
    evidence, box = decision.evidence, decision.evidence.picture_box
    named = decision.part_number.text if isinstance(decision, Accepted | Refused) else ""
    return {
        "verdict": type(decision).__name__.lower(),
        "reason": "" if isinstance(decision, Accepted) else decision.reason.value,
        "part_number": named,
        "label": evidence.label,
        "model": str(evidence.model),
        "track": evidence.track_id,
        "frames": list(evidence.frame_ids),
        "scores": [round(score, 4) for score in evidence.scores],
        "confidence": round(evidence.confidence, 4),
        "agreement": round(evidence.agreement, 4),
        "margin": round(evidence.margin, 4),
        "best_frame": evidence.best_frame_id,
        "alias_by": evidence.alias.by if evidence.alias else "",
        "stamp": evidence.stamp.text if evidence.stamp else "",
        "stamp_says": evidence.stamp_says.value,
        "picture": evidence.picture.picture_id if evidence.picture else "",
        "sha256": evidence.picture.sha256 if evidence.picture else "",
        "box": [round(each, 4) for each in (box.x1, box.y1, box.x2, box.y2)],
        "parts": [part.text for part in decision.parts] if isinstance(decision, Undecided) else [],
    }
