"""What the desk tells the operator: a code and its details; words belong to the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.decision import RefusedReason
from app.domain.errors import ErrorCode
from app.domain.packing_session import LabelRefusal


class Tone(StrEnum):
    """What a notice sounds and looks like."""

    INFO = "info"
    GOOD = "good"
    REFUSED = "refused"
    TROUBLE = "trouble"


class InfoCode(StrEnum):
    SCAN_NOTE = "scan_note"
    NOTE_OPENED = "note_opened"
    NOTE_REMEMBERED = "note_remembered"
    NOTE_PROVISIONAL = "note_provisional"
    RESUMED = "resumed"
    ALREADY_PACKED = "already_packed"
    NOTE_LEFT = "note_left"
    PART_ACCEPTED = "part_accepted"
    LABEL_COUNTED = "label_counted"
    LABEL_TAKEN_BACK = "label_taken_back"
    LABEL_NOT_HERE = "label_not_here"
    LABEL_REMOVED = "label_removed"
    NOTHING_TO_SUBMIT = "nothing_to_submit"
    DISCREPANCY_NEEDED = "discrepancy_needed"
    SUBMIT_UNFINISHED = "submit_unfinished"
    SAVED = "saved"
    COMMITTED = "committed"
    IN_CONFLICT = "in_conflict"
    QUARANTINED = "quarantined"


NoticeCode = InfoCode | ErrorCode | LabelRefusal | RefusedReason


@dataclass(frozen=True, slots=True)
class Notice:
    tone: Tone
    code: NoticeCode
    details: Mapping[str, object] = field(default_factory=dict)
