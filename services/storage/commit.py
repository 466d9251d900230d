"""The statements of one commit. They run inside a transaction that somebody else opened and will end."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from app.domain.labels import ScannedLabel
from app.domain.packing_session import PackingRecord, PartProgress
from app.domain.part_number import PartNumber
from app.ports.packing_store import CommitReceipt
from services.storage.rows import payload_hash, recorded_label, utc_from_text
from services.storage.schema import USED, countersign_commit, detail_label_packing, detail_packing, labels, packing

T = TypeVar("T")
PARAMETERS_AT_MOST = 2000
"""SQL Server takes 2,100 parameters a statement."""


class LabelsNotFreeError(Exception):
    """Fewer labels were free than the session wants; the transaction must be rolled back."""


def write_commit(connection: Connection, record: PackingRecord, now: datetime) -> CommitReceipt:
    """Write the whole record, or find that it was written before. ``now`` is UTC without an offset.

    Raises LabelsNotFreeError, and ValueError when the idempotency key belongs to another record (a bug of the caller).
    """
    digest = payload_hash(record)
    earlier = _earlier_receipt(connection, record, digest)
    if earlier is not None:
        return earlier
    new = [label for label in record.session.labels if not label.recorded]
    _take(connection, new)
    code = _write_header(connection, record)
    known = _labels_on_record(connection, record)
    _write_labels(connection, record, [label for label in new if label.code.text not in known])
    _write_parts(connection, record, code, known)
    _write_ledger(connection, record, code, digest, now)
    return CommitReceipt(code, repeated=False)


def chunks(items: Sequence[T], columns: int) -> Iterator[Sequence[T]]:
    """Pieces small enough for one statement, with ``columns`` parameters an item."""
    size = PARAMETERS_AT_MOST // columns
    return (items[at : at + size] for at in range(0, len(items), size))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """All rows in as few statements as the parameter limit allows."""
    for piece in chunks(rows, len(rows[0]) if rows else 1):
        connection.execute(insert(table).values(piece))


def _earlier_receipt(connection: Connection, record: PackingRecord, digest: str) -> CommitReceipt | None:
    ledger = countersign_commit.c
    row = connection.execute(
        select(ledger.packing_code, ledger.payload_hash).where(ledger.idem_key == record.idempotency_key)
    ).first()
    if row is None:
        return None
    if row.payload_hash != digest:
        raise ValueError(f"idempotency key {record.idempotency_key} was used for another record")
    return CommitReceipt(row.packing_code, repeated=True)


def _take(connection: Connection, new: Sequence[ScannedLabel]) -> None:
    """Mark the labels used, each only if it is free: of two stations with the same label one gets here too late."""
    taken = 0
    for piece in chunks([label.code.text for label in new], columns=1):
        free = labels.c.label.in_(piece) & labels.c.packing.is_(None)
        taken += connection.execute(update(labels).where(free).values(packing=USED)).rowcount
    if taken != len(new):
        raise LabelsNotFreeError


def _write_header(connection: Connection, record: PackingRecord) -> str:
    """One header per DN: a DN packed before keeps its packing code and time. Returns the code that stands."""
    note = record.session.note
    orders = ", ".join(note.purchase_orders)
    this_note = packing.c.no_dn == note.number.text
    standing = connection.execute(select(packing.c.packing_code).where(this_note)).scalar()
    if standing is not None:
        connection.execute(update(packing).where(this_note).values(po=orders))
        return str(standing)
    created_at = utc_from_text(record.submitted_at)
    row = {"packing_code": record.packing_code, "no_dn": note.number.text, "po": orders, "created_at": created_at}
    insert_rows(connection, packing, [row])
    return record.packing_code


def _labels_on_record(connection: Connection, record: PackingRecord) -> dict[str, ScannedLabel]:
    """Labels of this DN that earlier commits wrote, this session's or not: another station may have packed some."""
    row = detail_label_packing.c
    found = connection.execute(
        select(row.label, row.part_number_label, row.qty_label).where(row.no_dn == record.session.note.number.text)
    )
    known = [recorded_label(each, record.submitted_at) for each in found]
    return {label.code.text: label for label in known}


def _write_labels(connection: Connection, record: PackingRecord, new: Sequence[ScannedLabel]) -> None:
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
    insert_rows(connection, detail_label_packing, rows)


def _write_parts(
    connection: Connection, record: PackingRecord, code: str, on_record: Mapping[str, ScannedLabel]
) -> None:
    """One row per part, added or brought up to date; sums count every label of the DN once."""
    counted = {**on_record, **{label.code.text: label for label in record.session.labels}}
    rows = [_part_row(record, part.part_number, part.quantity, counted) for part in record.session.note.parts]
    here = detail_packing.c.no_dn == record.session.note.number.text
    existing = set(connection.execute(select(detail_packing.c.part_number_dn).where(here)).scalars())
    insert_rows(
        connection,
        detail_packing,
        [{"packing_code": code, **row} for row in rows if row["part_number_dn"] not in existing],
    )
    outdated = [{f"row_{name}": value for name, value in row.items()} for row in rows]
    outdated = [row for row in outdated if row["row_part_number_dn"] in existing]
    if outdated:
        changed = ("total_qty_dn", "total_qty_label", "status")
        statement = update(detail_packing).where(
            detail_packing.c.no_dn == bindparam("row_no_dn"),
            detail_packing.c.part_number_dn == bindparam("row_part_number_dn"),
        )
        connection.execute(statement.values({name: bindparam(f"row_{name}") for name in changed}), outdated)


def _part_row(
    record: PackingRecord, part: PartNumber, note_quantity: int, counted: Mapping[str, ScannedLabel]
) -> dict[str, str]:
    labelled = sum(label.quantity for label in counted.values() if label.part_number == part)
    progress = PartProgress(part, note_quantity, labelled, part in record.session.inspected)
    return {
        "no_dn": record.session.note.number.text,
        "part_number_dn": part.text,
        "total_qty_dn": str(note_quantity),
        "total_qty_label": str(labelled),
        "status": progress.status.value,
    }


def _write_ledger(connection: Connection, record: PackingRecord, code: str, digest: str, now: datetime) -> None:
    row = {
        "idem_key": record.idempotency_key,
        "payload_hash": digest,
        "packing_code": code,
        "no_dn": record.session.note.number.text,
        "session_id": record.session.session_id,
        "station_id": record.station_id,
        "discrepancy_reason": record.discrepancy_reason,
        "agreement": record.session.agreement.value,
        "submitted_at": utc_from_text(record.submitted_at),
        "committed_at": now,
    }
    insert_rows(connection, countersign_commit, [row])
