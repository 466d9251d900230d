"""What the desk publishes after every change: all that the screen needs to know of it."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.delivery_note import DeliveryNote
from app.domain.notices import InfoCode, Notice, Tone
from app.domain.packing_session import PackingSession
from app.domain.people import Role
from app.domain.shift import ShiftCheck
from app.ports.packing_store import PackedNote
from app.ports.station_record import MessageState


class Phase(StrEnum):
    """SIGNED_OUT: nobody is at the desk; what is open stays open. SIGNING_IN: somebody's secret is waited for. LOCKED:
    nobody has done anything for a while, and all is kept for who works here. SHIFT_CHECK: two known pieces are shown
    before the first note of a shift. SUBMITTING: the session leaves in a moment, and can still be taken back."""

    SIGNED_OUT = "signed_out"
    SIGNING_IN = "signing_in"
    LOCKED = "locked"
    SHIFT_CHECK = "shift_check"
    WAITING_FOR_NOTE = "waiting_for_note"
    ALREADY_PACKED = "already_packed"
    PACKING = "packing"
    SUBMITTING = "submitting"
    SUBMITTED = "submitted"


AWAY = frozenset({Phase.SIGNED_OUT, Phase.SIGNING_IN, Phase.LOCKED})
"""Nobody works at the desk: nothing of the session is shown, and nothing is done to it."""

WELCOME = Notice(Tone.INFO, InfoCode.SCAN_NOTE)


@dataclass(frozen=True, slots=True)
class DeskState:
    """Everything the screen needs to know about the desk. ``sent``: how far a submitted session has come; it is safe on
    this station's disk from WAITING on. ``submitted_at`` is UTC, ISO 8601. ``revision`` rises with every change.

    The workplace adds: who works here (``operator``, "" when nobody signs in, and their ``role``; in LOCKED and
    SIGNING_IN for whom everything is kept); ``check``: the shift's, while it is under way; ``signing_in``: the badge
    whose secret is waited for, in LOCKED the operator's, and ``locked_until_s`` (monotonic): before that it is not
    looked at; ``held``: the notice is a refusal that waits for one deliberate act, and ``not_taken`` was scanned
    meanwhile; ``asking_reason``: parts are open, and ``reason`` is the one chosen; ``leaves_at_s`` (monotonic): when a
    session in SUBMITTING is written.
    """

    phase: Phase = Phase.WAITING_FOR_NOTE
    session: PackingSession | None = None
    packed: PackedNote | None = None
    packing_code: str = ""
    sent: MessageState = MessageState.WAITING
    submitted_at: str = ""
    discrepancy_reason: str = ""
    notice: Notice = WELCOME
    revision: int = 0
    operator: str = ""
    role: Role | None = None
    check: ShiftCheck | None = None
    signing_in: str = ""
    locked_until_s: float | None = None
    held: bool = False
    not_taken: str = ""
    asking_reason: bool = False
    reason: str = ""
    leaves_at_s: float | None = None

    @property
    def note(self) -> DeliveryNote | None:
        return self.session.note if self.session else None
