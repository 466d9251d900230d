"""Short ways to write the values the rules speak of."""

from collections.abc import Mapping

from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.decision import Accepted, Evidence, Refused, RefusedReason, Undecided, UndecidedReason, VoteRules
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.detection import (
    Box,
    Detection,
    DetectorSource,
    FrameDetections,
    FrameStamp,
    ModelIdentity,
    Timing,
)
from app.domain.inspection import Asked, Inspection
from app.domain.labels import LabelCode, LabelRecord
from app.domain.part_number import PartNumber, canonical_part_number
from app.domain.stamp import StampReading

D26L = "W_CV01_D26LXXX_C03N_NL_DG00"
D26R = "W_CV01_D26RXXX_C03N_NL_DG00"
D31R = "W_CV01_D31RXXX_C03N_NL_DQ00"
BOX = Box(0.3, 0.3, 0.7, 0.7)
FAR_BOX = Box(0.03, 0.03, 0.2, 0.2)
MODEL = ModelIdentity("demo", "1.0.0")


def part(label: str) -> PartNumber:
    return canonical_part_number(label)


def note(*labels: str, quantity: int = 90) -> DeliveryNote:
    lines = tuple(DeliveryLine(part(label), quantity, "SUB250432") for label in labels)
    return DeliveryNote(DnNumber("KSS007317A"), lines)


def seen(label: str, confidence: float = 0.95, box: Box = BOX) -> Detection:
    return Detection(label, confidence, box)


def result(frame_id: int, captured_s: float, *detections: Detection, fingerprint: int | None = None) -> FrameDetections:
    stamp = FrameStamp(frame_id, captured_s, frame_id if fingerprint is None else fingerprint)
    return FrameDetections(stamp, detections, MODEL, DetectorSource.LOCAL, Timing(), captured_s)


def watched(
    paper: DeliveryNote,
    *results: FrameDetections,
    delay_s: float = 0.05,
    aliases: AliasBook | None = None,
    readings: Mapping[int, StampReading] | None = None,
    rules: VoteRules | None = None,
) -> Inspection:
    """The inspection after these results, each arriving ``delay_s`` after its capture."""
    inspection, asked = Inspection(rules or VoteRules()), Asked(paper, aliases or AliasBook())
    for each in results:
        inspection = inspection.observe(each, asked, each.stamp.captured_s + delay_s, readings)
    return inspection


def alias(label: str, part_number: PartNumber, status: AliasStatus = AliasStatus.PROPOSED) -> Alias:
    key = AliasKey(MODEL, label)
    return Alias(key, part_number, status, "Sari", "2026-11-21T08:00:00+00:00", "looked at both")


def evidence(label: str = D26L, track_id: int = 1) -> Evidence:
    """Three frames that agree, the second of them the best."""
    return Evidence(track_id, label, (1, 2, 3), (0.94, 0.96, 0.95), 0.95, 1.0, 0.95, BOX, 2, MODEL)


def accepted(label: str = D26L) -> Accepted:
    return Accepted(part(label), evidence(label))


def refused(label: str = D26R) -> Refused:
    return Refused(RefusedReason.NOT_ON_NOTE, part(label), evidence(label))


def undecided(label: str = D26L, reason: UndecidedReason = UndecidedReason.CONFIDENCE_LOW) -> Undecided:
    return Undecided(reason, 0.9, evidence(label), (part(label),))


def label_record(code: str, label: str, quantity: int = 30, *, active: bool = True, used: bool = False) -> LabelRecord:
    return LabelRecord(LabelCode(code), part(label), quantity, active, used, "supplier")
