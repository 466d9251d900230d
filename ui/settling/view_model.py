"""What the panels and the page of conflicts show, from what the use cases say. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.conflict import ConflictReason, LabelHolder
from app.domain.errors import ErrorCode
from app.domain.packing_session import PackingRecord
from app.domain.people import RIGHTS, Actor, Right
from app.domain.settlement import (
    CaseLabel,
    Choice,
    ConflictCase,
    LabelNow,
    Obstacle,
    Settled,
    Settlement,
    choices,
    newly_counted,
)
from app.domain.voiding import LostBy, PartChange, SessionBooking


def second_refusal(first: Actor, second: Actor) -> ErrorCode | None:
    """Why somebody who has proved who they are cannot agree; what counts is what the use case says (Rule PE6)."""
    if second.user_name == first.user_name:
        return ErrorCode.SECOND_PERSON_NEEDED
    return None if Right.BE_SECOND in RIGHTS[second.role] else ErrorCode.NOT_ALLOWED


# -- a session --------------------------------------------------------------------------------------------------------


class SessionDeed(StrEnum):
    """What the panel is for."""

    VOID = "void"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label the session counted. ``lost_by``: why it stays as it is; None: it is still the session's own."""

    label: str
    part_number: str
    pieces: int
    lost_by: LostBy | None = None
    session_id: str = ""


@dataclass(frozen=True, slots=True)
class BookingState:
    """``possible``: the deed may be done; it may not about a session that was voided."""

    deed: SessionDeed
    session_id: str
    dn: str
    packing_code: str
    station_id: str
    operator: str
    submitted_at: str
    labels: int
    pieces: int
    kept: int
    took_out: int
    rows: tuple[LabelRow, ...]
    parts: tuple[PartChange, ...]
    voided_by: str
    voided_at: str

    @property
    def possible(self) -> bool:
        return not self.voided_at

    @property
    def two_people(self) -> bool:
        return self.deed is SessionDeed.VOID


def booking_state(deed: SessionDeed, booking: SessionBooking) -> BookingState:
    own = [LabelRow(each.code.text, each.part_number.text, each.quantity) for each in booking.own]
    lost = [LabelRow(each.code.text, "", 0, each.lost_by, each.session_id) for each in booking.lost]
    return BookingState(
        deed,
        booking.session_id,
        booking.dn,
        booking.packing_code,
        booking.station_id,
        booking.operator,
        booking.submitted_at,
        len(booking.own),
        booking.pieces,
        len(booking.lost),
        len(booking.took_out),
        (*own, *lost),
        booking.parts if deed is SessionDeed.VOID else (),
        booking.voided_by,
        booking.voided_at,
    )


# -- a conflict -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that want the same labels. Empty fields: another program's, or not known. ``then``: it had them
    when the conflict was found, and has them no more."""

    dn: str
    session_id: str = ""
    packing_code: str = ""
    station_id: str = ""
    operator: str = ""
    at: str = ""
    labels: int = 0
    pieces: int = 0
    then: bool = False


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One label of ours, and who else has or had it. ``ours``: this very session has it, once it is settled."""

    label: str
    part_number: str
    pieces: int
    disputed: bool
    now: LabelNow
    other: Side | None = None
    ours: bool = False

    @property
    def in_the_way(self) -> bool:
        return not self.ours and self.now not in {LabelNow.FREE, LabelNow.RECORDED}


@dataclass(frozen=True, slots=True)
class ChoiceState:
    """``already``: the session was written after all, and nothing more is booked."""

    settlement: Settlement
    labels: int
    pieces: int
    left_out: tuple[str, ...]
    parts: tuple[PartChange, ...]
    obstacle: Obstacle | None
    already: bool

    @property
    def possible(self) -> bool:
        return self.obstacle is None


@dataclass(frozen=True, slots=True)
class CaseState:
    """``chosen`` is the choice to begin with, None where there is none."""

    conflict_id: str
    reason: ConflictReason
    found_at: str
    ours: Side
    theirs: tuple[Side, ...]
    rows: tuple[CaseRow, ...]
    choices: tuple[ChoiceState, ...]
    settled: Settled | None

    @property
    def open(self) -> bool:
        return self.settled is None


def case_state(case: ConflictCase) -> CaseState:
    conflict = case.conflict
    then = {holder.code: holder for holder in conflict.holders}
    session_id = case.record.session.session_id
    rows = tuple(_case_row(each, then.get(each.label.code), session_id) for each in case.labels)
    return CaseState(
        conflict.conflict_id,
        conflict.reason,
        conflict.found_at,
        _our_side(case.record),
        _their_sides(rows),
        rows,
        tuple(_choice_state(each, already=bool(case.booked_as)) for each in choices(case)),
        case.settled,
    )


def _our_side(record: PackingRecord) -> Side:
    new = newly_counted(record)
    return Side(
        record.session.note.number.text,
        record.session.session_id,
        record.packing_code,
        record.station_id,
        record.operator,
        record.submitted_at,
        len(new),
        sum(label.quantity for label in new),
    )


def _case_row(each: CaseLabel, then: LabelHolder | None, session_id: str) -> CaseRow:
    label, holder = each.label, each.holder
    ours = holder is not None and holder.session_id == session_id
    other = _side(holder, then=False) if holder and not ours else _side(then, then=True) if then else None
    return CaseRow(label.code.text, label.part_number.text, label.quantity, each.disputed, each.now, other, ours)


def _side(holder: LabelHolder, *, then: bool) -> Side:
    return Side(holder.dn, holder.session_id, holder.packing_code, holder.station_id, at=holder.committed_at, then=then)


def _their_sides(rows: tuple[CaseRow, ...]) -> tuple[Side, ...]:
    """Each other session once, with how many of our labels it has."""
    found: dict[Side, list[CaseRow]] = {}
    for row in rows:
        if row.other is not None:
            found.setdefault(row.other, []).append(row)
    return tuple(
        Side(
            side.dn,
            side.session_id,
            side.packing_code,
            side.station_id,
            side.operator,
            side.at,
            len(of_it),
            sum(row.pieces for row in of_it),
            side.then,
        )
        for side, of_it in found.items()
    )


def _choice_state(choice: Choice, *, already: bool) -> ChoiceState:
    return ChoiceState(
        choice.settlement,
        len(choice.booked),
        sum(label.quantity for label in choice.booked),
        tuple(label.code.text for label in choice.left_out),
        choice.parts,
        choice.obstacle,
        already,
    )
