"""Short ways to write the values the rules speak of."""

from app.domain.decision import Inspection, VoteRules
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
from app.domain.labels import LabelCode, LabelRecord
from app.domain.part_number import PartNumber, canonical_part_number

D26L = "W_CV01_D26LXXX_C03N_NL_DG00"
D26R = "W_CV01_D26RXXX_C03N_NL_DG00"
D31R = "W_CV01_D31RXXX_C03N_NL_DQ00"
BOX = Box(0.3, 0.3, 0.7, 0.7)
FAR_BOX = Box(0.0, 0.0, 0.2, 0.2)


def part(label: str) -> PartNumber:
    return canonical_part_number(label)


def note(*labels: str, quantity: int = 90) -> DeliveryNote:
    lines = tuple(DeliveryLine(part(label), quantity, "SUB250432") for label in labels)
    return DeliveryNote(DnNumber("KSS007317A"), lines)


def seen(label: str, confidence: float = 0.95, box: Box = BOX) -> Detection:
    return Detection(label, confidence, box)


def result(frame_id: int, captured_s: float, *detections: Detection, fingerprint: int | None = None) -> FrameDetections:
    stamp = FrameStamp(frame_id, captured_s, frame_id if fingerprint is None else fingerprint)
    model = ModelIdentity("demo", "1.0.0")
    return FrameDetections(stamp, detections, model, DetectorSource.LOCAL, Timing(), captured_s)


def watched(paper: DeliveryNote, *results: FrameDetections, delay_s: float = 0.05) -> Inspection:
    """The inspection after these results, each arriving ``delay_s`` after its capture."""
    inspection = Inspection(VoteRules())
    for each in results:
        inspection = inspection.observe(each, paper, each.stamp.captured_s + delay_s)
    return inspection


def label_record(code: str, label: str, quantity: int = 30, *, active: bool = True, used: bool = False) -> LabelRecord:
    return LabelRecord(LabelCode(code), part(label), quantity, active, used, "supplier")
