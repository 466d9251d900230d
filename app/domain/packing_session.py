"""The packing session: which labels count, which are refused, and when it may be submitted."""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.delivery_note import DeliveryNote
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.part_number import PartNumber


class LineStatus(StrEnum):
    """The factory database's own status words."""

    FULFILLED = "Terpenuhi"
    OPEN = "Belum Terpenuhi"


class LabelRefusal(StrEnum):
    UNREADABLE = "label_unreadable"
    UNKNOWN = "label_unknown"
    INACTIVE = "label_inactive"
    SCANNED_ALREADY = "label_scanned_already"
    USED_ELSEWHERE = "label_used_elsewhere"
    PART_NOT_ON_NOTE = "label_part_not_on_note"
    QUANTITY_EXCEEDED = "label_quantity_exceeded"


@dataclass(frozen=True, slots=True)
class LabelRefused:
    """Why a scan does not count; the numbers are set where the reason needs them."""

    reason: LabelRefusal
    code_text: str
    part_number: PartNumber | None = None
    label_quantity: int = 0
    open_quantity: int = 0


@dataclass(frozen=True, slots=True)
class PartProgress:
    """One entry of the operator's list."""

    part_number: PartNumber
    note_quantity: int
    labelled_quantity: int
    inspected: bool

    @property
    def status(self) -> LineStatus:
        return LineStatus.FULFILLED if self.labelled_quantity >= self.note_quantity else LineStatus.OPEN

    @property
    def open_quantity(self) -> int:
        return max(0, self.note_quantity - self.labelled_quantity)


@dataclass(frozen=True, slots=True)
class PackingSession:
    """An immutable value: every change returns a new session. ``session_id`` is minted at the station."""

    session_id: str
    note: DeliveryNote
    labels: tuple[ScannedLabel, ...] = ()
    inspected: frozenset[PartNumber] = frozenset()

    def labelled_quantity(self, part_number: PartNumber) -> int:
        return sum(label.quantity for label in self.labels if label.part_number == part_number)

    @property
    def progress(self) -> tuple[PartProgress, ...]:
        return tuple(
            PartProgress(
                part.part_number,
                part.quantity,
                self.labelled_quantity(part.part_number),
                part.part_number in self.inspected,
            )
            for part in self.note.parts
        )

    @property
    def open_parts(self) -> tuple[PartProgress, ...]:
        return tuple(entry for entry in self.progress if entry.status is LineStatus.OPEN)

    def with_inspected(self, part_number: PartNumber) -> "PackingSession":
        """Rule S1: only a part of the note can be ticked."""
        if not self.note.asks_for(part_number):
            raise ValueError(f"{part_number} is not on {self.note.number}")
        return replace(self, inspected=self.inspected | {part_number})

    def refusal(self, record: LabelRecord) -> LabelRefused | None:
        """Rule S2: a label counts only if active, unused, for a part of the note, and within its open quantity."""
        text = str(record.code)
        if any(label.code == record.code for label in self.labels):
            return LabelRefused(LabelRefusal.SCANNED_ALREADY, text, record.part_number)
        if not record.active:
            return LabelRefused(LabelRefusal.INACTIVE, text, record.part_number)
        if record.used:
            return LabelRefused(LabelRefusal.USED_ELSEWHERE, text, record.part_number)
        entry = next((e for e in self.progress if e.part_number == record.part_number), None)
        if entry is None:
            return LabelRefused(LabelRefusal.PART_NOT_ON_NOTE, text, record.part_number)
        if record.quantity > entry.open_quantity:
            return LabelRefused(
                LabelRefusal.QUANTITY_EXCEEDED, text, record.part_number, record.quantity, entry.open_quantity
            )
        return None

    def with_label(self, record: LabelRecord, scanned_at: str) -> "PackingSession":
        """Rule S3: a refused label never enters the session. Raises ValueError if it would."""
        if self.refusal(record) is not None:
            raise ValueError(f"label {record.code} is refused")
        label = ScannedLabel(record.code, record.part_number, record.quantity, scanned_at)
        return replace(self, labels=(*self.labels, label))

    def without_label(self, code: LabelCode) -> "PackingSession":
        """Rule S4: a label can be taken back until the session is submitted; an unknown one changes nothing."""
        return replace(self, labels=tuple(label for label in self.labels if label.code != code))

    def may_submit(self, discrepancy_reason: str) -> bool:
        """Rule S5: with nothing open a session is submitted as it is; with open parts only with a reason; an empty
        session is never submitted."""
        if not self.labels:
            return False
        return not self.open_parts or bool(discrepancy_reason.strip())


@dataclass(frozen=True, slots=True)
class PackingRecord:
    """A submitted session as it is stored: written once, whole. ``idempotency_key`` makes every resend safe."""

    idempotency_key: str
    packing_code: str
    session: PackingSession
    submitted_at: str
    station_id: str
    discrepancy_reason: str = ""


def packing_code(dn: str, epoch_ms: int) -> str:
    """Rule S6: ``PKG-{DN}-{epoch ms}``, the plant's own form."""
    return f"PKG-{dn}-{epoch_ms}"
