"""The packing session: which labels count, which are refused, and when it may be submitted."""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.decision import Accepted, Refused, Undecided
from app.domain.delivery_note import DeliveryNote
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.part_number import PartNumber

UNDECIDED_AT_MOST = 200
"""Of one session: a shift's worth, and no more than a record can be sent with."""


class LineStatus(StrEnum):
    """The factory database's own status words."""

    FULFILLED = "Terpenuhi"
    OPEN = "Belum Terpenuhi"


class Agreement(StrEnum):
    """Who must agree before a label counts: camera, label and note, or (a site's own choice, recorded in the session)
    label and note alone. The label alone: of a provisional session, whose note nobody could see."""

    THREE_WAY = "three_way"
    TWO_WAY = "two_way"
    LABEL_ALONE = "label_alone"


class LabelRefusal(StrEnum):
    UNREADABLE = "label_unreadable"
    UNKNOWN = "label_unknown"
    UNKNOWN_OFFLINE = "label_unknown_offline"
    INACTIVE = "label_inactive"
    SCANNED_ALREADY = "label_scanned_already"
    USED_ELSEWHERE = "label_used_elsewhere"
    PART_NOT_ON_NOTE = "label_part_not_on_note"
    QUANTITY_EXCEEDED = "label_quantity_exceeded"
    CAMERA_HAS_NOT_SEEN = "camera_has_not_seen"
    CAMERA_SAW_OTHER = "camera_saw_other"
    CAMERA_SAW_WRONG_PART = "camera_saw_wrong_part"
    CAMERA_AND_LABEL_NOT_ON_NOTE = "camera_and_label_not_on_note"
    ALL_DISAGREE = "camera_label_and_note_disagree"


@dataclass(frozen=True, slots=True)
class LabelRefused:
    """Why a scan does not count; the numbers are set where the reason needs them."""

    reason: LabelRefusal
    code_text: str
    part_number: PartNumber | None = None
    label_quantity: int = 0
    open_quantity: int = 0
    camera_part: PartNumber | None = None


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
    """An immutable value: every change returns a new session. ``session_id`` is minted at the station; ``decisions``
    are those that settled a cover as accepted or refused, oldest first. ``removed``: labels of an earlier session that
    this one takes out again. ``note_as_of`` (UTC, ISO 8601): the ERP was away and the note is the one fetched then.
    ``undecided``: covers that went away undecided, oldest first; they count for nothing."""

    session_id: str
    note: DeliveryNote
    labels: tuple[ScannedLabel, ...] = ()
    inspected: frozenset[PartNumber] = frozenset()
    agreement: Agreement = Agreement.THREE_WAY
    decisions: tuple[Accepted | Refused, ...] = ()
    removed: tuple[ScannedLabel, ...] = ()
    note_as_of: str = ""
    undecided: tuple[Undecided, ...] = ()

    @property
    def provisional(self) -> bool:
        """The note was never seen: only the labels are known, and the note is asked for before anything is written."""
        return self.agreement is Agreement.LABEL_ALONE and not self.note.lines

    @property
    def changed(self) -> bool:
        """There is something that a commit would write."""
        return bool(self.removed) or any(not label.recorded for label in self.labels)

    @property
    def camera_part(self) -> PartNumber | None:
        """The part of the cover that settled last, right or wrong: the camera's word about the next label."""
        return self.decisions[-1].part_number if self.decisions else None

    def labelled_quantity(self, part_number: PartNumber) -> int:
        return sum(label.quantity for label in self.labels if label.part_number == part_number)

    @property
    def progress(self) -> tuple[PartProgress, ...]:
        """One entry per part of the note; of a provisional session, per part of its labels, with nothing asked for."""
        asked = {part.part_number: part.quantity for part in self.note.parts}
        if self.provisional:
            asked = dict.fromkeys((label.part_number for label in self.labels), 0)
        labelled = dict.fromkeys(asked, 0)  # in one pass: a note may have hundreds of lines, a session more labels
        for label in self.labels:
            if label.part_number in labelled:
                labelled[label.part_number] += label.quantity
        return tuple(
            PartProgress(part, quantity, labelled[part], part in self.inspected) for part, quantity in asked.items()
        )

    @property
    def open_parts(self) -> tuple[PartProgress, ...]:
        return tuple(entry for entry in self.progress if entry.status is LineStatus.OPEN)

    def with_decision(self, decision: Accepted | Refused) -> "PackingSession":
        """Rule S1: an accepted part is ticked, and only a part of the note can be. ValueError otherwise."""
        settled = replace(self, decisions=(*self.decisions, decision))
        if not isinstance(decision, Accepted):
            return settled
        if not self.note.asks_for(decision.part_number):
            raise ValueError(f"{decision.part_number} is not on {self.note.number}")
        return replace(settled, inspected=self.inspected | {decision.part_number})

    def with_undecided(self, decision: Undecided) -> "PackingSession":
        """Rule S8: a cover that nobody could decide is kept as a fact, and changes nothing: it ticks no part, is no
        camera's word about a label, and nothing that a commit would write."""
        return replace(self, undecided=(*self.undecided, decision))

    def refusal(self, record: LabelRecord) -> LabelRefused | None:
        """Rule S2: a label counts only if active, unused, for the part of the note that the camera has seen last (T1 to
        T4), and within its open quantity. A label that this session has removed is free again. Of a provisional session
        the note's part is asked later (S7)."""
        part, text = record.part_number, str(record.code)
        if any(label.code == record.code for label in self.labels):
            return LabelRefused(LabelRefusal.SCANNED_ALREADY, text, part)
        if not record.active:
            return LabelRefused(LabelRefusal.INACTIVE, text, part)
        if record.used and all(label.code != record.code for label in self.removed):
            return LabelRefused(LabelRefusal.USED_ELSEWHERE, text, part)
        return None if self.provisional else self._refusal_by_note(record)

    def _refusal_by_note(self, record: LabelRecord) -> LabelRefused | None:
        part, text = record.part_number, str(record.code)
        if disagreement := self._disagreement(part):
            return LabelRefused(disagreement, text, part, camera_part=self.camera_part)
        (open_quantity,) = (entry.open_quantity for entry in self.progress if entry.part_number == part)
        if record.quantity > open_quantity:
            return LabelRefused(LabelRefusal.QUANTITY_EXCEEDED, text, part, record.quantity, open_quantity)
        return None

    def _disagreement(self, label_part: PartNumber) -> LabelRefusal | None:
        """Rules T1 to T4: camera, label and note name the same part, or the label is refused by who says otherwise.

        T1: a part that is not on the note is refused; and told apart: the camera saw that very part, or a third one.
        T2: before any cover was shown there is no camera's word. T3: the camera saw another part of the note.
        T4: the camera saw a part that is not on the note. Between label and note alone only T1 holds, without a camera.
        """
        three_way, camera = self.agreement is Agreement.THREE_WAY, self.camera_part
        camera_is_wrong = camera is not None and not self.note.asks_for(camera)
        if not self.note.asks_for(label_part):
            if not three_way or not camera_is_wrong:
                return LabelRefusal.PART_NOT_ON_NOTE
            same = camera == label_part
            return LabelRefusal.CAMERA_AND_LABEL_NOT_ON_NOTE if same else LabelRefusal.ALL_DISAGREE
        if not three_way or camera == label_part:
            return None
        if camera is None:
            return LabelRefusal.CAMERA_HAS_NOT_SEEN
        return LabelRefusal.CAMERA_SAW_WRONG_PART if camera_is_wrong else LabelRefusal.CAMERA_SAW_OTHER

    def with_label(self, record: LabelRecord, scanned_at: str) -> "PackingSession":
        """Rule S3: a refused label never enters the session. Raises ValueError if it would."""
        if self.refusal(record) is not None:
            raise ValueError(f"label {record.code} is refused")
        back = next((label for label in self.removed if label.code == record.code), None)
        if back is not None:
            removed = tuple(label for label in self.removed if label is not back)
            return replace(self, labels=(*self.labels, back), removed=removed)
        label = ScannedLabel(record.code, record.part_number, record.quantity, scanned_at)
        return replace(self, labels=(*self.labels, label))

    def without_label(self, code: LabelCode) -> "PackingSession":
        """Rule S4: a label can be taken back until the session is submitted, also one that an earlier session has
        recorded; an unknown one changes nothing."""
        gone = tuple(label for label in self.labels if label.code == code)
        kept = tuple(label for label in self.labels if label.code != code)
        return replace(self, labels=kept, removed=(*self.removed, *(label for label in gone if label.recorded)))

    def may_submit(self, discrepancy_reason: str) -> bool:
        """Rule S5: with nothing open a session is submitted as it is; with open parts only with a reason; an empty
        session is never submitted."""
        if not self.labels and not self.removed:
            return False
        return not self.open_parts or bool(discrepancy_reason.strip())


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of what was done in a session, for people: ``at`` is UTC, ISO 8601; ``seq`` counts from 1; ``by`` is who
    did it, "" where nobody signs in."""

    seq: int
    at: str
    deed: str
    detail: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class PackingRecord:
    """A submitted session as it is stored: written once, whole. ``idempotency_key`` makes every resend safe;
    ``operator`` is the badge of who submitted it, "" where nobody signs in."""

    idempotency_key: str
    packing_code: str
    session: PackingSession
    submitted_at: str
    station_id: str
    discrepancy_reason: str = ""
    audit: tuple[AuditEntry, ...] = ()
    operator: str = ""


def packing_code(dn: str, epoch_ms: int) -> str:
    """Rule S6: ``PKG-{DN}-{epoch ms}``, the plant's own form."""
    return f"PKG-{dn}-{epoch_ms}"
