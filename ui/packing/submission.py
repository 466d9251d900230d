"""How far a submitted session has come, as a pure function of the desk's state and the time."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from app.domain.packing_session import LineStatus
from app.ports.station_record import MessageState
from app.use_cases.desk_state import DeskState, Phase


class SubmissionState(StrEnum):
    """LEAVING: it can still be taken back; then the message's own states."""

    LEAVING = "leaving"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Submission:
    """``seconds_left`` is rounded up and ``fraction_left`` in hundredths, so that it changes only when it shows."""

    state: SubmissionState = SubmissionState.WAITING
    dn: str = ""
    packing_code: str = ""
    parts: int = 0
    labels: int = 0
    pieces: int = 0
    open_parts: int = 0
    seconds_left: int = 0
    fraction_left: float = 0.0


def submission(state: DeskState, undo_s: float, now_s: float) -> Submission:
    session = state.session
    if session is None:
        return Submission()
    leaving = state.phase is Phase.SUBMITTING
    left_s = max(0.0, (state.leaves_at_s or now_s) - now_s) if leaving else 0.0
    return Submission(
        SubmissionState.LEAVING if leaving else _sent(state.sent),
        str(session.note.number),
        "" if leaving else state.packing_code,
        len(session.progress),
        len(session.labels),
        sum(label.quantity for label in session.labels),
        sum(entry.status is LineStatus.OPEN for entry in session.progress),
        ceil(left_s),
        round(left_s / undo_s, 2) if undo_s else 0.0,
    )


def _sent(state: MessageState) -> SubmissionState:
    return SubmissionState(state.value)
