"""One person at the desk: who it is, what a scan means here, what waits for a deliberate act, and what can be undone.

Every method runs on the desk's thread. Scanner, touch and keyboard say the same few things (:class:`Command`), so each
of them can do the whole job alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.command import REASONS, Command, is_command, parse_command
from app.domain.decision import Accepted, Refused, Undecided
from app.domain.delivery_note import DeliveryNote
from app.domain.errors import ErrorCode, OperationalError
from app.domain.inspection import Asked
from app.domain.labels import ScannedLabel
from app.domain.notices import DiscrepancyReason, InfoCode, Notice, NoticeCode, Tone
from app.domain.people import nobody_at
from app.domain.program_version import Programs, Standing, standing
from app.ports.clock import Clock
from app.ports.frame import Frame
from app.use_cases.desk import Desk
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.door import Door
from app.use_cases.presence import Presence
from app.use_cases.relay import Delivery
from app.use_cases.shift import Shifts
from app.use_cases.shift_gate import ShiftGate
from app.use_cases.sign_in import SignIn
from app.version import VERSION

Publish = Callable[[DeskState], None]
_SHOWN_CHARACTERS = 40
_BETWEEN_NOTES = {Phase.WAITING_FOR_NOTE, Phase.ALREADY_PACKED, Phase.SUBMITTED}
_OF_PEOPLE = {ErrorCode.SIGN_IN_REFUSED, ErrorCode.SIGN_IN_LOCKED, ErrorCode.NOT_ALLOWED}


@dataclass(frozen=True, slots=True)
class WorkplaceRules:
    """``sign_in``: nothing is packed before an operator's badge, which begins with ``badge_prefix``. ``undo_s``: for so
    long a submitted session can be taken back. ``hold``: a refusal waits for a deliberate act (F1). ``identity``: what
    checks the secret that follows a badge; None: a badge alone is enough. ``shifts``: whose check comes first; None:
    nobody's. ``idle_lock_s``: see PE15; 0: never. ``version``: this program's, and ``programs`` what the server wants
    (VN3)."""

    sign_in: bool = False
    badge_prefix: str = "OP-"
    undo_s: float = 0.0
    hold: bool = False
    identity: SignIn | None = None
    shifts: Shifts | None = None
    idle_lock_s: float = 0.0
    version: str = VERSION
    programs: Callable[[], Programs | None] = lambda: None


class Workplace:
    """``make_desk`` gets what the desk publishes to; ``publish`` gets the same states with what is known here."""

    def __init__(
        self, make_desk: Callable[[Publish], Desk], clock: Clock, publish: Publish, rules: WorkplaceRules
    ) -> None:
        self._clock, self._publish, self._rules = clock, publish, rules
        self._held: list[Notice] = []
        self._not_taken = self._reason = ""
        self._asking = False
        self._leaves_at_s: float | None = None
        self._said: Notice | None = None  # by the workplace, since the desk spoke last
        self._desk = make_desk(self._desk_changed)
        self._presence = Presence(
            clock, self._desk.station_id, rules.identity, wanted=rules.sign_in, idle_lock_s=rules.idle_lock_s
        )
        self._gate = ShiftGate(rules.shifts)
        self._door = Door(
            self._presence,
            self._desk,
            sign_in=rules.sign_in,
            asks_secrets=rules.identity is not None,
            badge_prefix=rules.badge_prefix,
            tell=self._tell,
            trouble=self._tell_error,
            leave=self._leave,
            here=self._tell_here,
        )
        self.state = self._composed()

    @property
    def asked(self) -> Asked | None:
        """What covers are compared with; None also while nobody works here, or the session is leaving."""
        if not self._presence.working or self._leaves_at_s is not None:
            return None
        if self._gate.check is not None:
            return None if self._gate.failed else self._desk.asked_about(self._gate.check.note)
        return self._desk.asked

    def resume(self) -> None:
        """Begin the day, with the session that was on screen when the station ended, if there was one."""
        self._desk.resume()
        if not self._presence.working:
            self._tell(Tone.INFO, InfoCode.SIGN_IN)
        elif self._checked() and not self.state.revision:
            self._show()

    def tick(self) -> None:
        """Called again and again: a session whose time has come leaves, who was removed is out, and who is idle is
        locked out."""
        if self._leaves_at_s is not None and self._clock.monotonic_s() >= self._leaves_at_s:
            self._leave()
        if self._presence.may_have_changed:
            self._door.look_again()
        if self._presence.idle:
            self._door.lock()

    def close(self) -> None:
        """A session that was leaving is not left behind."""
        self._leave()

    # -- what comes in ----------------------------------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """A command, a badge, or what the desk is waiting for; never a secret."""
        self.touched()
        if is_command(text):
            self._command(text)
        elif badge := self._door.badge(text):
            self._door.knock(badge)
        elif self._presence.asked or self._presence.locked:
            self._door.ask_again(Tone.REFUSED)
        elif not self._presence.working:
            self._tell(Tone.REFUSED, InfoCode.NOT_A_BADGE, text=_shown(text))
        elif not self._door.may_pack():
            return
        elif self._held:
            self._refuse_scan(text)
        elif self._leaves_at_s is not None and self._desk.is_carton(text):
            self._tell(Tone.REFUSED, InfoCode.LABEL_TOO_LATE, label=_shown(text), dn=self._dn)
        elif self._leave() and self._may_begin():
            self._desk.scan(text)

    def open_note(self, dn_text: str) -> None:
        """As if the note had been scanned first thing."""
        if self._door.may_pack() and self._leave() and self._may_begin():
            self._desk.open_note(dn_text)

    def take_back(self, barcode_text: str) -> None:
        """By hand, from the list; the screen may have been a moment behind."""
        self.touched()
        if self._held:
            self._refuse_scan(barcode_text)
        elif self.state.phase is Phase.PACKING and self._door.may_pack():
            self._desk.take_back(barcode_text)

    def set_reason(self, text: str) -> None:
        """The reason as chosen and typed so far; it counts with the next CONFIRM."""
        self.touched()
        self._reason = text

    def record_decision(self, note: DeliveryNote, decision: Accepted | Refused, frame: Frame | None = None) -> None:
        if self._gate.check is not None and note == self._gate.check.note:
            self._show_piece(decision)
        elif self.asked is not None:
            self._desk.record_decision(note, decision, frame)

    def record_undecided(self, note: DeliveryNote, decision: Undecided, frame: Frame | None = None) -> None:
        if self.asked is not None:
            self._desk.record_undecided(note, decision, frame)

    @property
    def in_session(self) -> bool:
        """A note is open, whoever is here or away, or the check of a shift is under way: covers are being compared."""
        return self._desk.state.phase is Phase.PACKING or self._gate.check is not None

    def model_switched(self, model: str, *, back: bool) -> None:
        """Between two sessions, in passing, to whoever works here; never in place of a trouble."""
        if not self._presence.working or self.state.notice.tone in {Tone.REFUSED, Tone.TROUBLE}:
            return
        self._tell(Tone.INFO, InfoCode.MODEL_GONE_BACK if back else InfoCode.MODEL_TAKEN, model=model)

    def delivered(self, delivery: Delivery) -> None:
        self._desk.delivered(delivery)

    # -- commands ---------------------------------------------------------------------------------------------------

    def do(self, command: Command) -> None:
        self.touched()
        if command is Command.SIGN_OUT and self._presence.operator:
            self._door.sign_out()
        elif command in {Command.UNDO, Command.SIGN_OUT} and self._presence.asked:
            self._door.stay()
        elif not self._presence.working:
            self._door.ask_again(Tone.REFUSED)
        elif not self._door.may_pack():
            return
        elif command is Command.SIGN_OUT:
            self._door.sign_out()
        elif self._held and command is not Command.CONFIRM:
            self._refuse_scan(command.value)
        elif command in REASONS:
            self._choose(list(DiscrepancyReason)[REASONS.index(command)])
        else:
            {
                Command.CONFIRM: self._confirm,
                Command.UNDO: self._undo,
                Command.NEXT: self._next_note,
                Command.DISCREPANCY: self._ask_reason,
            }[command]()

    def _command(self, text: str) -> None:
        command = parse_command(text)
        if command is None:
            self._tell(Tone.REFUSED, InfoCode.COMMAND_UNKNOWN, text=_shown(text))
        else:
            self.do(command)

    def _confirm(self) -> None:
        """Whatever the screen offers as its largest button."""
        if self._held:
            self._acknowledge()
        elif self._gate.failed:
            self._gate.again()
            self.look_at_shift()
        elif self._leaves_at_s is not None:
            self._leave()
        elif self._desk.state.phase is Phase.ALREADY_PACKED:
            if self._may_begin():
                self._desk.reopen()
        elif self._desk.state.phase is Phase.PACKING:
            self._submit(self._reason if self._asking else "")
        else:
            self._tell(Tone.INFO, InfoCode.NOTHING_TO_CONFIRM)

    def _undo(self) -> None:
        """Take back what was done last: the submission, the question for a reason, or the newest label."""
        labels = [label for label in self._session_labels() if not label.recorded]
        if self._leaves_at_s is not None:
            self._leaves_at_s = None
            self._tell(Tone.INFO, InfoCode.SUBMISSION_TAKEN_BACK, dn=self._dn)
        elif self._asking:
            self._asking = False
            self._tell(Tone.INFO, InfoCode.REASON_LEFT, dn=self._dn)
        elif self._desk.state.phase is Phase.SUBMITTED:
            self._tell(Tone.REFUSED, InfoCode.SENT_ALREADY, dn=self._dn)
        elif self._desk.state.phase is Phase.PACKING and labels:
            self._desk.take_back(str(labels[-1].code))
        else:
            self._tell(Tone.INFO, InfoCode.NOTHING_TO_UNDO)

    def _next_note(self) -> None:
        if self._leave():
            self._desk.leave_note()

    def _ask_reason(self) -> None:
        """The desk asks for one when parts are open (see :meth:`_desk_changed`)."""
        if self._desk.state.phase is not Phase.PACKING:
            self._tell(Tone.INFO, InfoCode.NOTHING_TO_CONFIRM)
        elif not self._asking and self._desk.may_submit(""):
            self._tell(Tone.INFO, InfoCode.NOTHING_OPEN)

    def _choose(self, reason: DiscrepancyReason) -> None:
        self._ask_reason()
        if self._asking:
            self._reason = reason.value
            self._tell(Tone.INFO, InfoCode.REASON_CHOSEN)

    def _may_begin(self) -> bool:
        """What stands before a note that is to be opened, or opened again; told when something does."""
        return self._current() and self._checked()

    # -- the program's version ---------------------------------------------------------------------------------------

    def _current(self) -> bool:
        """Rule VN3: with a program older than the server's lowest no delivery note is opened; one that is open already
        is finished, and what was packed is sent."""
        told = self._rules.programs()
        if self._desk.state.phase not in _BETWEEN_NOTES or standing(self._rules.version, told) is not Standing.TOO_OLD:
            return True
        lowest = told.lowest if told else ""
        self._tell(Tone.TROUBLE, InfoCode.PROGRAM_TOO_OLD, version=self._rules.version, lowest=lowest)
        return False

    # -- the check of the shift --------------------------------------------------------------------------------------

    def look_at_shift(self) -> None:
        """Whether its check is still to be done, was asked for anew: a supervisor may have gone over it."""
        under_way = self._gate.check is not None
        if self._checked() and under_way:
            self._tell(Tone.GOOD, InfoCode.SHIFT_PASSED)

    def _checked(self) -> bool:
        """Rule SH6. What is not, or cannot be read, is told."""
        try:
            if self._desk.state.phase not in _BETWEEN_NOTES or not self._gate.closed():
                return True
        except OperationalError as error:
            self._tell_error(error)
            return False
        self._tell_check()
        return False

    def _show_piece(self, decision: Accepted | Refused) -> None:
        actor = self._presence.actor or nobody_at(self._desk.station_id)
        try:
            if not self._gate.decided(actor, decision):
                return
        except OperationalError as error:
            self._tell_error(error)
            return
        self._tell_check()
        if self._gate.passed:
            self._gate.again()
            self._show()

    def _tell_check(self) -> None:
        code, details = self._gate.said
        tones = {InfoCode.SHIFT_FAILED: Tone.REFUSED, InfoCode.SHIFT_SHOW_BAD: Tone.INFO}
        self._tell(tones.get(code, Tone.GOOD), code, **details)

    # -- who works here ---------------------------------------------------------------------------------------------

    def touched(self) -> None:
        """Somebody is at the screen."""
        self._presence.touch()

    def enter_secret(self, secret: str) -> None:
        """Of the badge that was scanned, or of the operator for whom the station is locked (:class:`Door`)."""
        self.touched()
        self._door.enter_secret(secret)

    def _tell_here(self) -> None:
        if not self._checked():
            return
        waits = self._desk.state.phase is Phase.WAITING_FOR_NOTE
        code = InfoCode.SIGNED_IN_WAITING if waits else InfoCode.SIGNED_IN
        self._tell(Tone.GOOD, code, operator=self._presence.operator)

    # -- refusals ---------------------------------------------------------------------------------------------------

    def _refuse_scan(self, text: str) -> None:
        self._not_taken = _shown(text)
        self._show()

    def _acknowledge(self) -> None:
        self._held.pop(0)
        self._not_taken = ""
        self._tell(Tone.INFO, InfoCode.GO_ON)

    # -- submitting -------------------------------------------------------------------------------------------------

    def _submit(self, reason: str) -> None:
        """Rule U1: a submitted session is written after ``undo_s`` seconds, or at once when the operator goes on. Until
        then it is open in the journal: a power cut loses the submission, never the session."""
        if not self._rules.undo_s:
            self._desk.submit(reason)
        elif self._desk.may_submit(reason):
            self._reason, self._asking = reason, False
            self._leaves_at_s = self._clock.monotonic_s() + self._rules.undo_s
            self._tell(Tone.GOOD, InfoCode.LEAVING, dn=self._dn)

    def _leave(self) -> bool:
        """Write the session that is leaving, if there is one. False: it could not be written, and is told."""
        if self._leaves_at_s is None:
            return True
        self._leaves_at_s = None
        self._desk.submit(self._reason)
        return self._desk.state.phase is Phase.SUBMITTED

    # -- the screen -------------------------------------------------------------------------------------------------

    @property
    def _dn(self) -> str:
        note = self._desk.state.note
        return str(note.number) if note else ""

    def _session_labels(self) -> tuple[ScannedLabel, ...]:
        session = self._desk.state.session
        return session.labels if session else ()

    def _desk_changed(self, state: DeskState) -> None:
        self._said = None
        if self._rules.hold and state.notice.holds and state.notice not in self._held:
            self._held.append(state.notice)
        asks = state.notice.code is InfoCode.DISCREPANCY_NEEDED
        if asks and not self._asking:
            self._reason = ""
        open_parts = bool(state.session and state.session.open_parts)
        self._asking = state.phase is Phase.PACKING and open_parts and (asks or self._asking)
        self._show()

    def _tell(self, tone: Tone, code: NoticeCode, **details: object) -> None:
        self._said = Notice(tone, code, details)
        self._show()

    def _tell_error(self, error: OperationalError) -> None:
        self._tell(Tone.REFUSED if error.code in _OF_PEOPLE else Tone.TROUBLE, error.code, **error.details)

    def _show(self) -> None:
        self.state = self._composed(self.state.revision + 1)
        self._publish(self.state)

    def _composed(self, revision: int = 0) -> DeskState:
        desk, presence = self._desk.state, self._presence
        phase = presence.phase or (Phase.SUBMITTING if self._leaves_at_s is not None else desk.phase)
        checks = phase in _BETWEEN_NOTES and self._gate.check is not None
        held = presence.working and (bool(self._held) or self._gate.failed)
        return replace(
            desk,
            phase=Phase.SHIFT_CHECK if checks else phase,
            session=None if checks else desk.session,
            check=self._gate.check if checks else None,
            notice=self._held[0] if held and self._held else self._said or desk.notice,
            revision=revision,
            operator=presence.operator,
            role=presence.actor.role if presence.actor else None,
            signing_in=presence.asked or (presence.operator if phase is Phase.LOCKED else ""),
            locked_until_s=presence.locked_until_s,
            held=held,
            not_taken=self._not_taken if held else "",
            asking_reason=self._asking,
            reason=self._reason if self._asking or phase is Phase.SUBMITTING else "",
            leaves_at_s=self._leaves_at_s,
        )


def _shown(text: str) -> str:
    return text.strip()[:_SHOWN_CHARACTERS]
