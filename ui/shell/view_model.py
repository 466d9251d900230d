"""What the banner and the top bar say, as pure functions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.notices import InfoCode, Notice, Tone
from app.domain.part_number import PartNumber
from app.messages import PLAIN, Wording, notice_sentence
from app.use_cases.desk import DeskState, Phase


class NextStep(StrEnum):
    """What the banner's largest text asks for; AS_SAID: the notice's own action."""

    AS_SAID = "as_said"
    PRESS_SUBMIT = "press_submit"
    WAIT = "wait"
    CALL_IT = "call_it"
    NOT_TAKEN = "not_taken"


# Their first sentence is what to do; the second is another way of doing it.
_ASKS_FIRST = {InfoCode.SCAN_NOTE, InfoCode.NOTE_LEFT, InfoCode.SIGN_IN}


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
    state: DeskState, *, looking_up: str = "", bug: bool = False, wording: Wording = PLAIN
) -> InstructionState:
    """``looking_up``: the line the desk has not answered yet, once that takes noticeably long."""
    if bug:
        return InstructionState(Tone.TROUBLE, "", "", NextStep.CALL_IT, state.revision)
    if looking_up:
        return InstructionState(Tone.INFO, looking_up, "", NextStep.WAIT, state.revision)
    notice = state.notice
    sentence = notice_sentence(_with_short_names(notice), wording)
    tone = notice.tone
    if state.held:
        step = NextStep.NOT_TAKEN if state.not_taken else NextStep.AS_SAID
        return InstructionState(
            tone, sentence.what, sentence.action, step, state.revision, held=True, not_taken=state.not_taken
        )
    if _complete(state) and tone in {Tone.GOOD, Tone.INFO}:
        return InstructionState(tone, sentence.what, "", NextStep.PRESS_SUBMIT, state.revision)
    if notice.code in _ASKS_FIRST:
        return InstructionState(tone, "", sentence.what, NextStep.AS_SAID, state.revision, aside=sentence.action)
    if not sentence.action:
        return InstructionState(tone, "", sentence.what, NextStep.AS_SAID, state.revision)
    return InstructionState(tone, sentence.what, sentence.action, NextStep.AS_SAID, state.revision)


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
    if session is None or state.phase is Phase.SIGNED_OUT:
        return TopBarState("", state.phase, operator=state.operator)
    as_of = datetime.fromisoformat(session.note_as_of) if session.note_as_of else None
    return TopBarState(str(session.note.number), state.phase, as_of, session.provisional, state.operator)
