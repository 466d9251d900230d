"""What the scripted operator does next, as a pure function of its script and the desk's state."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.packing_session import PartProgress
from app.use_cases.desk_state import DeskState, Phase


@dataclass(frozen=True, slots=True)
class AutopilotScript:
    """The note, cartons that must be refused, and the right cartons by part number. ``patience_s``: how long it waits
    for the camera to find another part before it submits with a discrepancy."""

    dn: str
    wrong_labels: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    badge: str = "OP-17"
    step_ms: int = 450
    key_ms: int = 18
    patience_s: float = 45.0


class ActKind(StrEnum):
    SCAN_BADGE = "scan_badge"
    SCAN_NOTE = "scan_note"
    SCAN_LABEL = "scan_label"
    SCAN_WRONG_LABEL = "scan_wrong_label"
    ACKNOWLEDGE = "acknowledge"
    REOPEN = "reopen"
    SUBMIT = "submit"
    CHOOSE_REASON = "choose_reason"
    CONFIRM = "confirm"
    WAIT_FOR_ANSWER = "wait_for_answer"
    WAIT_FOR_PART = "wait_for_part"
    WAIT_TO_SUBMIT = "wait_to_submit"
    WAIT_TO_LEAVE = "wait_to_leave"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Act:
    """``text``: what is typed, or the part that is waited for."""

    kind: ActKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the script knows besides the desk: what it has typed, whether a reason was chosen, and what it may do."""

    typed: frozenset[str] = frozenset()
    reason_chosen: bool = False
    patient: bool = True
    may_submit: bool = True


def next_act(script: AutopilotScript, state: DeskState, outlook: Outlook) -> Act:
    if state.held:
        return Act(ActKind.ACKNOWLEDGE)
    match state.phase:
        case Phase.SIGNED_OUT:
            return Act(ActKind.SCAN_BADGE, script.badge)
        case Phase.SIGNING_IN | Phase.LOCKED | Phase.SHIFT_CHECK:
            return Act(ActKind.WAIT_FOR_ANSWER)
        case Phase.WAITING_FOR_NOTE:
            asked = script.dn in outlook.typed
            return Act(ActKind.WAIT_FOR_ANSWER) if asked else Act(ActKind.SCAN_NOTE, script.dn)
        case Phase.ALREADY_PACKED:
            return Act(ActKind.REOPEN)
        case Phase.SUBMITTING:
            return Act(ActKind.WAIT_TO_LEAVE)
        case Phase.SUBMITTED:
            return Act(ActKind.DONE)
        case Phase.PACKING:
            return _while_packing(script, state, outlook)


def _while_packing(script: AutopilotScript, state: DeskState, outlook: Outlook) -> Act:
    if state.asking_reason:
        return Act(ActKind.CONFIRM if outlook.reason_chosen else ActKind.CHOOSE_REASON)
    label = next((code for code in _cartons(script, state) if code not in outlook.typed), None)
    if label is not None:
        return Act(ActKind.SCAN_WRONG_LABEL if label in script.wrong_labels else ActKind.SCAN_LABEL, label)
    return _ending(script, state, outlook)


def _ending(script: AutopilotScript, state: DeskState, outlook: Outlook) -> Act:
    session = state.session
    missing = (
        [entry.part_number.short for entry in session.open_parts if _waits(script, entry, outlook)] if session else []
    )
    if missing and outlook.patient:
        return Act(ActKind.WAIT_FOR_PART, missing[0])
    return Act(ActKind.SUBMIT if outlook.may_submit else ActKind.WAIT_TO_SUBMIT)


def _waits(script: AutopilotScript, entry: PartProgress, outlook: Outlook) -> bool:
    """Whether the camera must see the part (again): it never has, or not all of its cartons were scanned meanwhile."""
    return not entry.inspected or any(
        code not in outlook.typed for code in script.labels.get(str(entry.part_number), ())
    )


def _cartons(script: AutopilotScript, state: DeskState) -> list[str]:
    """The cartons of the part that was shown last, and after the first part's the wrong ones: each of them is a refusal
    that has to be understood, and the next cover must not come meanwhile."""
    session = state.session
    if session is None or session.camera_part not in session.inspected:
        return []
    codes = list(script.labels.get(str(session.camera_part), ()))
    return [*codes, *script.wrong_labels]
