"""Settling a session that could not be booked: what there is to choose from, and what each choice does.

Everything is decided from what is so now, and the same again in the transaction that does it.
"""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.conflict import Conflict, LabelHolder, disagreement
from app.domain.delivery_note import DeliveryNote
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingRecord
from app.domain.voiding import PartChange, part_changes


class Settlement(StrEnum):
    SEND_AGAIN = "send_again"
    WITHOUT_DISPUTED = "without_disputed"
    SET_ASIDE = "set_aside"

    @property
    def books(self) -> bool:
        """Rule SE6: it books stock, so it takes two people."""
        return self is not Settlement.SET_ASIDE


@dataclass(frozen=True, slots=True)
class Settled:
    """How a conflict was settled, None where nobody here knows the word; ``at`` is UTC, ISO 8601; ``by`` names one or
    two people."""

    settlement: Settlement | None
    by: str
    at: str
    reason: str = ""


def settlement_text(settlement: Settlement, reason: str) -> str:
    """As the conflict's row keeps it: the word, then why."""
    return f"{settlement.value}: {reason}"


def parse_settlement(text: str) -> tuple[Settlement | None, str]:
    """The word and the reason; of what was written by hand, or by a newer program, the text alone."""
    word, _, reason = text.partition(": ")
    known = next((each for each in Settlement if each.value == word), None)
    return (known, reason) if known else (None, text)


class LabelNow(StrEnum):
    """How a label of a conflict stands now: one to be counted is free, taken or gone from the master; one to be taken
    out is recorded for the note, or is not."""

    FREE = "free"
    TAKEN = "taken"
    MISSING = "missing"
    RECORDED = "recorded"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class CaseLabel:
    """One label of the session in conflict. ``disputed``: the conflict is about it; ``holder``: who has it now."""

    label: ScannedLabel
    disputed: bool
    now: LabelNow
    holder: LabelHolder | None = None

    @property
    def bookable(self) -> bool:
        return self.now in {LabelNow.FREE, LabelNow.RECORDED}

    @property
    def taken_out(self) -> bool:
        """The session takes it out of its note."""
        return self.now in {LabelNow.RECORDED, LabelNow.NOT_RECORDED}


class Obstacle(StrEnum):
    """Why a settlement cannot be chosen."""

    SETTLED = "settled"
    BOOKED = "booked"
    NOTE_AWAY = "note_away"
    NOTE_UNKNOWN = "note_unknown"
    LABELS_NOT_FREE = "labels_not_free"
    NOTE_DISAGREES = "note_disagrees"
    NOTHING_DISPUTED = "nothing_disputed"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True, slots=True)
class NoteKnown:
    """What is known of the note of a session that was packed without it. ``away``: the ERP does not answer."""

    note: DeliveryNote | None = None
    away: bool = False


OWN_NOTE = NoteKnown()
"""Of every other session: it has its note itself."""


@dataclass(frozen=True, slots=True)
class ConflictCase:
    """A conflict as it stands now. ``recorded``: the labels recorded for its note; ``booked_as``: the packing code, if
    the session itself was written after all."""

    conflict: Conflict
    labels: tuple[CaseLabel, ...]
    recorded: tuple[ScannedLabel, ...]
    known: NoteKnown = OWN_NOTE
    booked_as: str = ""
    settled: Settled | None = None

    @property
    def record(self) -> PackingRecord:
        """With its note, where that is known by now."""
        record, note = self.conflict.record, self.known.note
        if note is None or not record.session.provisional:
            return record
        return replace(record, session=replace(record.session, note=note))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a settlement would do. ``record`` is what is booked; None: nothing, or nothing more. ``left_out``: labels
    that are not booked. ``obstacle``: why it cannot be chosen."""

    settlement: Settlement
    record: PackingRecord | None = None
    left_out: tuple[ScannedLabel, ...] = ()
    parts: tuple[PartChange, ...] = ()
    obstacle: Obstacle | None = None

    @property
    def booked(self) -> tuple[ScannedLabel, ...]:
        return newly_counted(self.record) if self.record else ()


def choices(case: ConflictCase) -> tuple[Choice, Choice, Choice]:
    """Rule SE5: a conflict is settled once; one whose session was written after all can only be said to be."""
    if case.settled is not None:
        again, without, aside = (Choice(each, obstacle=Obstacle.SETTLED) for each in Settlement)
    elif case.booked_as:
        again = Choice(Settlement.SEND_AGAIN)
        without, aside = (Choice(each, obstacle=Obstacle.BOOKED) for each in list(Settlement)[1:])
    else:
        everything = tuple(each.label for each in case.labels)
        again, without, aside = _again(case), _without(case), Choice(Settlement.SET_ASIDE, left_out=everything)
    return again, without, aside


def choice_of(case: ConflictCase, settlement: Settlement) -> Choice:
    return next(each for each in choices(case) if each.settlement is settlement)


def _again(case: ConflictCase) -> Choice:
    """Rule SE3: the whole session is booked when each label it counts is free, each that it takes out is recorded, and
    its note asks for all of it."""
    record, settlement = case.record, Settlement.SEND_AGAIN
    blocked = _note_obstacle(case)
    if blocked is None and not all(each.bookable for each in case.labels):
        blocked = Obstacle.LABELS_NOT_FREE
    if blocked is None and _misfits(case, record):
        blocked = Obstacle.NOTE_DISAGREES
    if blocked is not None:
        return Choice(settlement, obstacle=blocked)
    return Choice(settlement, record, parts=_parts(case, record))


def _without(case: ConflictCase) -> Choice:
    """Rule SE4: without its disputed labels a session is booked as one of its own, whose key follows from the
    conflict's. Left out is what the conflict is about, what cannot be booked now, and what its note does not ask for.
    """
    settlement = Settlement.WITHOUT_DISPUTED
    blocked = _note_obstacle(case)
    if blocked is not None:
        return Choice(settlement, obstacle=blocked)
    gone = {each.label.code for each in case.labels if each.disputed or not each.bookable}
    gone |= set(_misfits(case, _reduced(case.record, gone)))
    rest = replace(_reduced(case.record, gone), idempotency_key=settlement_key(case.conflict.conflict_id))
    left_out = tuple(each.label for each in case.labels if each.label.code in gone)
    if not left_out:
        return Choice(settlement, obstacle=Obstacle.NOTHING_DISPUTED)
    if not rest.session.changed:
        return Choice(settlement, left_out=left_out, obstacle=Obstacle.NOTHING_LEFT)
    return Choice(settlement, rest, left_out, _parts(case, rest))


def _note_obstacle(case: ConflictCase) -> Obstacle | None:
    if case.record.session.note.lines:
        return None
    return Obstacle.NOTE_AWAY if case.known.away else Obstacle.NOTE_UNKNOWN


def _reduced(record: PackingRecord, gone: set[LabelCode]) -> PackingRecord:
    session = record.session
    labels = tuple(each for each in session.labels if each.recorded or each.code not in gone)
    removed = tuple(each for each in session.removed if each.code not in gone)
    return replace(record, session=replace(session, labels=labels, removed=removed))


def _misfits(case: ConflictCase, record: PackingRecord) -> tuple[LabelCode, ...]:
    return disagreement(record, record.session.note, _standing(case, record))


def _parts(case: ConflictCase, record: PackingRecord) -> tuple[PartChange, ...]:
    asked = {part.part_number: part.quantity for part in record.session.note.parts}
    return part_changes(asked, case.recorded, (*_standing(case, record), *newly_counted(record)))


def _standing(case: ConflictCase, record: PackingRecord) -> tuple[ScannedLabel, ...]:
    """What is recorded for the note now and stays as it is."""
    gone = {label.code for label in (*record.session.removed, *newly_counted(record))}
    return tuple(label for label in case.recorded if label.code not in gone)


def settlement_key(conflict_id: str) -> str:
    """Rule SE7: the idempotency key of a session without its disputed labels: always the same for a conflict."""
    return hashlib.sha256(f"countersign settlement\n{conflict_id}".encode()).hexdigest()


def newly_counted(record: PackingRecord) -> tuple[ScannedLabel, ...]:
    return tuple(label for label in record.session.labels if not label.recorded)


def settled_record(choice: Choice, reason: str) -> PackingRecord | None:
    """What is committed: sent again it is the very same record; without the disputed labels it says so itself."""
    if choice.record is None or choice.settlement is Settlement.SEND_AGAIN:
        return choice.record
    said = f"settled without {len(choice.left_out)} disputed: {reason}"
    before = choice.record.discrepancy_reason
    return replace(choice.record, discrepancy_reason=f"{before}; {said}" if before else said)
