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
    SIGN_IN = "sign_in"
    SIGNED_IN = "signed_in"
    SIGNED_IN_WAITING = "signed_in_waiting"
    SECRET_WANTED = "secret_wanted"  # noqa: S105 (the name of a notice)
    LOCKED = "locked"
    NOT_A_BADGE = "not_a_badge"
    NO_SIGN_IN = "no_sign_in"
    COMMAND_UNKNOWN = "command_unknown"
    GO_ON = "go_on"
    NOTHING_TO_CONFIRM = "nothing_to_confirm"
    NOTHING_TO_UNDO = "nothing_to_undo"
    SENT_ALREADY = "sent_already"
    SUBMISSION_TAKEN_BACK = "submission_taken_back"
    NOTHING_OPEN = "nothing_open"
    REASON_CHOSEN = "reason_chosen"
    REASON_LEFT = "reason_left"
    LEAVING = "leaving"
    LABEL_TOO_LATE = "label_too_late"
    PROGRAM_TOO_OLD = "program_too_old"
    SHIFT_SHOW_BAD = "shift_show_bad"
    SHIFT_SHOW_GOOD = "shift_show_good"
    SHIFT_PASSED = "shift_passed"
    SHIFT_FAILED = "shift_failed"
    IN_CONFLICT = "in_conflict"
    QUARANTINED = "quarantined"
    MODEL_TAKEN = "model_taken"
    MODEL_GONE_BACK = "model_gone_back"


NoticeCode = InfoCode | ErrorCode | LabelRefusal | RefusedReason


class DiscrepancyReason(StrEnum):
    """What is recorded, in every language the same; the screen has the words."""

    SHORT_DELIVERY = "short delivery"
    DAMAGED = "damaged parts"
    WRONG_PART = "wrong parts delivered"
    LABEL_MISSING = "label missing or unreadable"
    COUNT_DIFFERS = "count differs from the label"


@dataclass(frozen=True, slots=True)
class Notice:
    tone: Tone
    code: NoticeCode
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Rule F1: a refused cover or label stays said until one deliberate act; nothing is scanned before."""
        return self.tone is Tone.REFUSED and isinstance(self.code, LabelRefusal | RefusedReason)
