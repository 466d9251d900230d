"""A conflict: a whole session that the factory's database could not take, with the evidence of both sides.

It is never resolved by the program: a supervisor decides, and until then nothing of it counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.delivery_note import DeliveryNote
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingRecord


class ConflictReason(StrEnum):
    LABELS_TAKEN = "labels_taken"
    LABELS_REMOVED = "labels_removed"
    NOTE_UNKNOWN = "note_unknown"
    NOTE_DISAGREES = "note_disagrees"


@dataclass(frozen=True, slots=True)
class LabelHolder:
    """The session that has a label; every field but ``dn`` is "" where another program wrote it. ``committed_at`` is
    UTC, ISO 8601."""

    code: LabelCode
    dn: str
    packing_code: str = ""
    session_id: str = ""
    station_id: str = ""
    committed_at: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Its id is the record's idempotency key: a record has one conflict at most. ``labels`` are those it is about;
    ``holders`` the other side, where it is known."""

    record: PackingRecord
    reason: ConflictReason
    found_at: str
    labels: tuple[LabelCode, ...] = ()
    holders: tuple[LabelHolder, ...] = ()

    @property
    def conflict_id(self) -> str:
        return self.record.idempotency_key


def disagreement(
    record: PackingRecord, note: DeliveryNote, recorded: Iterable[ScannedLabel] = ()
) -> tuple[LabelCode, ...]:
    """Rule S7: a provisional session fits its note when each of its labels is for a part of the note and no part gets
    more than it asks for, with the labels ``recorded`` for it before. Returns the labels that do not fit, in the order
    of their scans; empty: it fits."""
    open_quantity = {part.part_number: part.quantity for part in note.parts}
    for label in recorded:
        open_quantity[label.part_number] = open_quantity.get(label.part_number, 0) - label.quantity
    misfits: list[LabelCode] = []
    for label in record.session.labels:
        if label.recorded:
            continue
        if label.quantity > open_quantity.get(label.part_number, 0):
            misfits.append(label.code)
        else:
            open_quantity[label.part_number] -= label.quantity
    return tuple(misfits)
