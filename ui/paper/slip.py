"""What the slip of a submitted session says, as a pure function of the desk's state."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.notices import DiscrepancyReason
from app.domain.packing_session import LineStatus, PackingSession
from app.ports.station_record import MessageState
from app.use_cases.desk_state import DeskState, Phase
from ui.packing.view_model import PartRow, Stage, packing_state

_NOT_FOR_A_FILE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST_NAME = 80


class SlipMark(StrEnum):
    """What whoever holds the paper must know before trusting it, the gravest first."""

    CONFLICT = "conflict"
    SET_ASIDE = "set_aside"
    PROVISIONAL = "provisional"
    NOTE_REMEMBERED = "note_remembered"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class SlipLine:
    """``asked`` 0: nobody knows. ``short``: with what tells it from another part called the same."""

    part: str
    short: str
    asked: int
    labelled: int
    status: LineStatus

    @property
    def known(self) -> bool:
        return self.asked > 0

    @property
    def missing(self) -> int:
        return max(0, self.asked - self.labelled)


@dataclass(frozen=True, slots=True)
class SlipState:
    """``submitted_at`` and ``note_as_of`` are of the local time zone; None: not known, or as the ERP has it. ``reason``
    and ``remark`` say why there is a discrepancy, if there is one. ``removed``: labels taken out of an earlier session.
    """

    packing_code: str
    dn: str
    purchase_orders: tuple[str, ...]
    station: str
    operator: str
    submitted_at: datetime | None
    lines: tuple[SlipLine, ...]
    labels: int
    pieces: int
    removed: int = 0
    reason: DiscrepancyReason | None = None
    remark: str = ""
    marks: tuple[SlipMark, ...] = ()
    note_as_of: datetime | None = None

    @property
    def discrepancy(self) -> bool:
        return bool(self.reason or self.remark)


def slip_state(state: DeskState, station_id: str) -> SlipState | None:
    """None before a session was submitted."""
    session = state.session
    if state.phase is not Phase.SUBMITTED or session is None:
        return None
    reason, remark = reason_and_remark(state.discrepancy_reason)
    return SlipState(
        packing_code=one_line(state.packing_code),
        dn=one_line(str(session.note.number)),
        purchase_orders=tuple(map(one_line, session.note.purchase_orders)),
        station=one_line(station_id),
        operator=one_line(state.operator),
        submitted_at=_local(state.submitted_at),
        lines=tuple(map(_line, packing_state(state, Stage.SUBMITTED).parts)),
        labels=len(session.labels),
        pieces=sum(label.quantity for label in session.labels),
        removed=len(session.removed),
        reason=reason,
        remark=one_line(remark),
        marks=_marks(session, state.sent),
        note_as_of=_local(session.note_as_of),
    )


def reason_and_remark(recorded: str) -> tuple[DiscrepancyReason | None, str]:
    """Rule X2: the record's reason is told in the reader's language; what was typed stays as it was typed."""
    head, _, remark = recorded.partition(": ")
    chosen = next((reason for reason in DiscrepancyReason if reason.value == head), None)
    return (chosen, remark) if chosen else (None, recorded)


def one_line(text: str) -> str:
    """Rule X3: control, direction and other invisible characters never reach the paper."""
    spaced = " ".join(text.split())
    return "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C")


def slip_file_name(slip: SlipState) -> str:
    """Rule X4: a file is named by the packing code, without anything a path could be made of."""
    return (_NOT_FOR_A_FILE.sub("_", slip.packing_code).strip("_-")[:_LONGEST_NAME] or "slip") + ".pdf"


def _line(row: PartRow) -> SlipLine:
    return SlipLine(one_line(row.part.text), one_line(row.name), row.asked, row.labelled, row.status)


def _marks(session: PackingSession, sent: MessageState) -> tuple[SlipMark, ...]:
    """Rule X5: every doubt about the paper is on it."""
    holds = {
        SlipMark.CONFLICT: sent is MessageState.CONFLICT,
        SlipMark.SET_ASIDE: sent is MessageState.QUARANTINED,
        SlipMark.PROVISIONAL: session.provisional and sent is not MessageState.CONFIRMED,
        SlipMark.NOTE_REMEMBERED: bool(session.note_as_of) and not session.provisional,
        SlipMark.UNCONFIRMED: sent is MessageState.WAITING,
    }
    return tuple(mark for mark, is_so in holds.items() if is_so)


def _local(utc_text: str) -> datetime | None:
    return datetime.fromisoformat(utc_text).astimezone() if utc_text else None
