"""What the banner and the top bar say, as pure functions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil

from app.domain.notices import InfoCode, Notice, Tone
from app.domain.part_number import PartNumber
from app.domain.shift import CheckStep
from app.messages import PLAIN, Wording, notice_sentence, sentence
from app.use_cases.desk_state import AWAY, DeskState, Phase


class NextStep(StrEnum):
    """What the banner's largest text asks for; AS_SAID: the notice's own action."""

    AS_SAID = "as_said"
    PRESS_SUBMIT = "press_submit"
    WAIT = "wait"
    CALL_IT = "call_it"
    NOT_TAKEN = "not_taken"


# Their first sentence is what to do; the second is another way of doing it.
_ASKS_FIRST = {InfoCode.SCAN_NOTE, InfoCode.NOTE_LEFT, InfoCode.SIGN_IN}
# They say what happened and leave open what to do next.
_SAYS_NO_STEP = {
    InfoCode.SIGNED_IN, InfoCode.NO_SIGN_IN, InfoCode.NOTHING_TO_UNDO, InfoCode.LABEL_TAKEN_BACK,
    InfoCode.LABEL_NOT_HERE,
}  # fmt: skip
_CALM = {Tone.GOOD, Tone.INFO}


@dataclass(frozen=True, slots=True)
class InstructionState:
    """Above: ``what`` happened; largest: the ``action``; below it an ``aside``. ``held``: it waits to be understood,
    and ``not_taken`` was scanned meanwhile. A new ``revision`` is said again, even in the same words."""

    tone: Tone
    what: str
    action: str
    step: NextStep
    revision: int
    aside: str = ""
    held: bool = False
    not_taken: str = ""


def instruction_state(
    state: DeskState, *, looking_up: str = "", reason: str = "", bug: bool = False, wording: Wording = PLAIN
) -> InstructionState:
    """``looking_up``: the line the desk has not answered yet, once that takes noticeably long. ``reason``: the one that
    the screen has for a discrepancy."""
    if bug:
        return InstructionState(Tone.TROUBLE, "", "", NextStep.CALL_IT, state.revision)
    if looking_up:
        return InstructionState(Tone.INFO, looking_up, "", NextStep.WAIT, state.revision)
    notice = state.notice
    said = notice_sentence(_with_short_names(notice), wording)
    tone = notice.tone
    if state.held:
        step = NextStep.NOT_TAKEN if state.not_taken else NextStep.AS_SAID
        return InstructionState(
            tone, said.what, said.action, step, state.revision, held=True, not_taken=state.not_taken
        )
    if _complete(state) and tone in _CALM:
        return InstructionState(tone, said.what, "", NextStep.PRESS_SUBMIT, state.revision)
    if notice.code in _ASKS_FIRST:
        return InstructionState(tone, "", said.what, NextStep.AS_SAID, state.revision, aside=said.action)
    action = _asked_by_phase(state, reason, wording) if _speaks_for_another(notice, state) else said.action
    return InstructionState(tone, said.what, action, NextStep.AS_SAID, state.revision)


def _speaks_for_another(notice: Notice, state: DeskState) -> bool:
    """Rule F2: the largest words are the next action, also when what was said last has none, or none for what the
    screen shows: a session's message may arrive when its operator has gone, a label while a reason is asked for."""
    asks_else = state.phase in AWAY or state.asking_reason
    return notice.code in _SAYS_NO_STEP or (asks_else and notice.tone in _CALM)


def _asked_by_phase(state: DeskState, reason: str, wording: Wording) -> str:
    if state.phase in {Phase.SIGNED_OUT, Phase.WAITING_FOR_NOTE}:
        return sentence(InfoCode.SIGN_IN if state.phase is Phase.SIGNED_OUT else InfoCode.SCAN_NOTE, {}, wording).what
    if state.check is not None:
        piece = state.check.bad if state.check.step is CheckStep.SHOW_BAD else state.check.good
        code = InfoCode.SHIFT_SHOW_BAD if piece == state.check.bad else InfoCode.SHIFT_SHOW_GOOD
        return sentence(code, {"part": piece.short}, wording).action
    code = {
        Phase.SIGNING_IN: InfoCode.SECRET_WANTED,
        Phase.LOCKED: InfoCode.LOCKED,
        Phase.ALREADY_PACKED: InfoCode.ALREADY_PACKED,
        Phase.PACKING: _asked_in_session(state, reason),
        Phase.SUBMITTING: InfoCode.LEAVING,
        Phase.SUBMITTED: InfoCode.COMMITTED,
    }[state.phase]
    return sentence(code, {}, wording).action


def _asked_in_session(state: DeskState, reason: str) -> InfoCode:
    if state.asking_reason:
        return InfoCode.REASON_CHOSEN if reason else InfoCode.DISCREPANCY_NEEDED
    return InfoCode.NOTE_PROVISIONAL if state.session and state.session.provisional else InfoCode.NOTE_OPENED


def _complete(state: DeskState) -> bool:
    session = state.session
    if session is None or session.provisional:
        return False
    return state.phase is Phase.PACKING and bool(session.labels) and not session.open_parts


def _with_short_names(notice: Notice) -> Notice:
    """The operator's name for a part first, its number after it."""
    named = {
        key: f"{value.short} ({value})" if isinstance(value, PartNumber) else value
        for key, value in notice.details.items()
    }
    return Notice(notice.tone, notice.code, named)


@dataclass(frozen=True, slots=True)
class TopBarState:
    """``as_of``: the ERP is away and the note is the one of that moment; ``provisional``: nobody has seen it."""

    dn_number: str
    phase: Phase
    as_of: datetime | None = None
    provisional: bool = False
    operator: str = ""


def top_bar_state(state: DeskState) -> TopBarState:
    session = state.session
    if session is None or state.phase in AWAY:
        return TopBarState("", state.phase, operator=state.operator)
    as_of = datetime.fromisoformat(session.note_as_of) if session.note_as_of else None
    return TopBarState(str(session.note.number), state.phase, as_of, session.provisional, state.operator)


class SignInStep(StrEnum):
    """What the sign-in panel asks for. UNLOCK: the secret of who is locked out."""

    BADGE = "badge"
    SECRET = "secret"  # noqa: S105 (the name of a step)
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True)
class SignInState:
    """``who`` is asked for a secret; ``keeps``: whose session waits behind the panel; ``wait_s``: before that no secret
    is looked at."""

    step: SignInStep
    who: str = ""
    keeps: str = ""
    wait_s: int = 0
    may_step_back: bool = False

    @property
    def asks_secret(self) -> bool:
        return self.step is not SignInStep.BADGE


def sign_in_state(state: DeskState, now_s: float, *, other: bool = False) -> SignInState:
    """``other``: at a locked station somebody else has asked to sign in."""
    wait_s = ceil(max(0.0, state.locked_until_s - now_s)) if state.locked_until_s is not None else 0
    if state.phase is Phase.SIGNING_IN:
        keeps = state.operator if state.operator != state.signing_in else ""
        return SignInState(SignInStep.SECRET, state.signing_in, keeps, wait_s, may_step_back=True)
    if state.phase is Phase.LOCKED and other:
        return SignInState(SignInStep.BADGE, keeps=state.operator, may_step_back=True)
    if state.phase is Phase.LOCKED:
        return SignInState(SignInStep.UNLOCK, state.operator, state.operator, wait_s)
    return SignInState(SignInStep.BADGE)
