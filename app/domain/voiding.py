"""Taking back what a session booked: what is still its own, and what becomes of its note's parts.

Nothing of ours is ever deleted; what is taken back is the factory's own booking, which takes two people (Rule PE6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.labels import LabelCode, ScannedLabel
from app.domain.part_number import PartNumber

REASON_AT_MOST = 200
"""Characters of a reason for an act."""

VOIDED = "voided"
SESSION_REOPENED = "session_reopened"
"""Deeds about a session, as the table of reviews names them."""


@dataclass(frozen=True, slots=True)
class PartChange:
    """What an act does to a part of a note: the pieces recorded for it, before and after."""

    part_number: PartNumber
    note_quantity: int
    before: int
    after: int


def part_changes(
    asked: Mapping[PartNumber, int], before: Iterable[ScannedLabel], after: Iterable[ScannedLabel]
) -> tuple[PartChange, ...]:
    """Rule SE2: a part's sum is that of the labels recorded for it. Of ``asked``, the parts whose sum changes; after
    them those that the note does not ask for."""
    was, becomes = _sums(before), _sums(after)
    parts = dict.fromkeys([*asked, *was, *becomes])
    changes = (PartChange(part, asked.get(part, 0), was.get(part, 0), becomes.get(part, 0)) for part in parts)
    return tuple(each for each in changes if each.before != each.after)


def _sums(labels: Iterable[ScannedLabel]) -> dict[PartNumber, int]:
    sums: dict[PartNumber, int] = {}
    for label in labels:
        sums[label.part_number] = sums.get(label.part_number, 0) + label.quantity
    return sums


class LostBy(StrEnum):
    """Why a label that a session counted is no longer its own."""

    TAKEN_OUT = "taken_out"
    COUNTED_AGAIN = "counted_again"
    ANOTHER_PROGRAM = "another_program"


@dataclass(frozen=True, slots=True)
class LostLabel:
    """``session_id``: the later session that took it out or counted it again; "" for another program."""

    code: LabelCode
    lost_by: LostBy
    session_id: str = ""


@dataclass(frozen=True, slots=True)
class SessionBooking:
    """What a committed session has booked, as it stands now. ``own``: the labels it counted that are still recorded for
    its note by it; ``lost``: the others; ``took_out``: labels of earlier sessions that it took out, which a void leaves
    as they are; ``parts``: what a void does. ``voided_at`` (UTC, ISO 8601) is "" unless it was voided."""

    session_id: str
    dn: str
    packing_code: str
    station_id: str
    operator: str
    submitted_at: str
    own: tuple[ScannedLabel, ...]
    lost: tuple[LostLabel, ...] = ()
    took_out: tuple[LabelCode, ...] = ()
    parts: tuple[PartChange, ...] = ()
    voided_at: str = ""
    voided_by: str = ""

    @property
    def pieces(self) -> int:
        return sum(label.quantity for label in self.own)


@dataclass(frozen=True, slots=True)
class LabelAct:
    """What a session of ours did with a label of one note. ``counted``: it counted it, else it took it out."""

    code: LabelCode
    session_id: str
    counted: bool


def split_labels(
    session_id: str, acts: Iterable[LabelAct], recorded: Mapping[str, ScannedLabel]
) -> tuple[tuple[ScannedLabel, ...], tuple[LostLabel, ...]]:
    """Rule SE1: a void touches only what is still the session's own: recorded for its note, and by it, not by a later
    session. ``acts``: of all sessions on that note, oldest first, about the labels it counted; ``recorded``: the note's
    labels by their codes."""
    last: dict[str, LabelAct] = {}
    for act in acts:
        last[act.code.text] = act
    own = [recorded[text] for text, act in last.items() if act.session_id == session_id and text in recorded]
    lost = [
        _lost(session_id, act) for text, act in last.items() if act.session_id != session_id or text not in recorded
    ]
    return tuple(own), tuple(lost)


def _lost(session_id: str, last: LabelAct) -> LostLabel:
    if last.session_id == session_id:
        return LostLabel(last.code, LostBy.ANOTHER_PROGRAM)
    return LostLabel(last.code, LostBy.COUNTED_AGAIN if last.counted else LostBy.TAKEN_OUT, last.session_id)
