"""What a commit writes into the factory's own tables: the note's header, its parts and its labels."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update

from app.domain.delivery_note import DnNumber
from app.domain.labels import ScannedLabel
from app.domain.packing_session import LineStatus, PackingRecord, PartProgress
from app.domain.part_number import canonical_part_number
from services.storage.engine_kind import EngineKind
from services.storage.fitting import fitted
from services.storage.json_rows import Row, given, insert_given
from services.storage.rows import recorded_label, utc_from_text
from services.storage.schema import detail_label_packing, detail_packing, packing

Marks = Mapping[str, ScannedLabel]
"""Labels by their codes."""


class StoredPart(NamedTuple):
    """A part of a note as its row has it, in the row's own spelling."""

    part_number: str
    note_quantity: str
    status: str


_BROUGHT_UP_TO_DATE = ("total_qty_dn", "total_qty_label", "status")


def write_header(connection: Connection, kind: EngineKind, record: PackingRecord) -> str:
    """One header per DN: a DN packed before keeps its packing code and time. Returns the code that stands."""
    note = record.session.note
    row = {
        "packing_code": record.packing_code,
        "no_dn": note.number.text,
        "po": ", ".join(note.purchase_orders),
        "created_at": utc_from_text(record.submitted_at),
    }
    this_note = packing.c.no_dn == note.number.text
    standing = connection.execute(select(packing.c.packing_code).where(this_note)).scalar()
    if standing is None:
        insert_given(connection, kind, packing, [row])
        return record.packing_code
    connection.execute(update(packing).where(this_note).values(po=fitted(packing, row)["po"]))
    return str(standing)


def labels_on_record(connection: Connection, number: DnNumber, packed_at: str) -> dict[str, ScannedLabel]:
    """Labels of this DN that commits wrote, whichever session's: another station may have packed some. Their table
    keeps no time: they carry ``packed_at``."""
    row = detail_label_packing.c
    found = connection.execute(
        select(row.label, row.part_number_label, row.qty_label).where(row.no_dn == number.text).order_by(row.id)
    )
    known = [recorded_label(each, packed_at) for each in found]
    return {label.code.text: label for label in known}


def write_labels(connection: Connection, kind: EngineKind, record: PackingRecord, new: Sequence[ScannedLabel]) -> None:
    dn = record.session.note.number.text
    rows = [
        {
            "part_number_label": label.part_number.text,
            "no_dn": dn,
            "label": label.code.text,
            "qty_label": str(label.quantity),
        }
        for label in new
    ]
    insert_given(connection, kind, detail_label_packing, rows)


def write_parts(connection: Connection, kind: EngineKind, record: PackingRecord, code: str, counted: Marks) -> int:
    """One row per part of the note, added or brought up to date; the sums are those of ``counted``. A part that has a
    row and lost a label is brought up to date though the note asks for it no more. Returns how many of the note's parts
    are open."""
    number = record.session.note.number.text
    stored = stored_parts(connection, number)
    progress = _progress(record, counted)
    rows = [_part_row(number, each) for each in progress] + _orphans(record, counted, stored)
    new = [{"packing_code": code, **row} for row in rows if row["part_number_dn"] not in stored]
    insert_given(connection, kind, detail_packing, new)
    known = [row for row in rows if row["part_number_dn"] in stored]
    update_parts(
        connection, kind, [{**row, "part_number_dn": stored[row["part_number_dn"]].part_number} for row in known]
    )
    return sum(each.status is LineStatus.OPEN for each in progress)


def stored_parts(connection: Connection, number: str) -> dict[str, StoredPart]:
    """By their canonical numbers, the parts of the note that have a row."""
    row = detail_packing.c
    found = connection.execute(select(row.part_number_dn, row.total_qty_dn, row.status).where(row.no_dn == number))
    return {canonical_part_number(each.part_number_dn).text: StoredPart(*each) for each in found}


def _progress(record: PackingRecord, counted: Marks) -> list[PartProgress]:
    sums = _sums(counted)
    session = record.session
    return [
        PartProgress(part.part_number, part.quantity, sums.get(part.part_number.text, 0), False)
        for part in session.note.parts
    ]


def _sums(counted: Marks) -> dict[str, int]:
    sums: dict[str, int] = {}
    for label in counted.values():
        sums[label.part_number.text] = sums.get(label.part_number.text, 0) + label.quantity
    return sums


def _part_row(number: str, part: PartProgress) -> dict[str, str]:
    return {
        "no_dn": number,
        "part_number_dn": part.part_number.text,
        "total_qty_dn": str(part.note_quantity),
        "total_qty_label": str(part.labelled_quantity),
        "status": part.status.value,
    }


def _orphans(record: PackingRecord, counted: Marks, stored: Mapping[str, StoredPart]) -> list[dict[str, str]]:
    asked = {part.part_number.text for part in record.session.note.parts}
    lost = {label.part_number.text for label in record.session.removed} - asked
    sums = _sums(counted)
    return [
        {
            "no_dn": record.session.note.number.text,
            "part_number_dn": part,
            "total_qty_dn": stored[part].note_quantity,
            "total_qty_label": str(sums.get(part, 0)),
            "status": LineStatus.OPEN.value,
        }
        for part in sorted(lost & stored.keys())
    ]


def update_parts(connection: Connection, kind: EngineKind, rows: Sequence[Row]) -> None:
    """``rows`` as the table has them, with its own spelling of the parts; no row, no statement."""
    if rows:
        new = given(kind, detail_packing, rows)
        same = (detail_packing.c.no_dn == new.c.no_dn) & (detail_packing.c.part_number_dn == new.c.part_number_dn)
        values: dict[str, Any] = {name: new.c[name] for name in _BROUGHT_UP_TO_DATE}
        connection.execute(update(detail_packing).where(same).values(values))
