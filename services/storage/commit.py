"""The statements of one commit. They run inside a transaction that somebody else opened and will end; their number
does not grow with the record."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, literal, select, union_all, update

from app.domain.delivery_note import DnNumber
from app.domain.labels import ScannedLabel
from app.domain.packing_session import PackingRecord
from app.ports.packing_store import CommitReceipt
from services.storage.commit_note import labels_on_record, write_header, write_labels, write_parts
from services.storage.commit_session import write_session
from services.storage.engine_kind import EngineKind
from services.storage.json_rows import given_labels, insert_given
from services.storage.rows import payload_hash, utc_from_text
from services.storage.schema import USED, countersign_commit, countersign_conflict, detail_label_packing, labels


class LabelsNotFreeError(Exception):
    """Fewer labels were free than the session wants, or a supervisor has settled otherwise; the transaction must be
    rolled back."""


class LabelsNotRecordedError(Exception):
    """Labels that are to be taken out are not recorded for the note; the transaction must be rolled back."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = list(codes)


def write_commit(connection: Connection, kind: EngineKind, record: PackingRecord, now: datetime) -> CommitReceipt:
    """Write the whole record, or find that it was written before. ``now`` is UTC without an offset.

    Raises LabelsNotFreeError, LabelsNotRecordedError, OperationalError(DATABASE_MISMATCH) for what does not fit, and
    ValueError when the idempotency key belongs to another record (a bug of the caller).
    """
    digest = payload_hash(record)
    earlier = _earlier_receipt(connection, record, digest)
    if earlier is not None:
        return earlier
    new = [label for label in record.session.labels if not label.recorded]
    _take(connection, kind, new)
    number = record.session.note.number
    known = labels_on_record(connection, number, record.submitted_at)
    removed = _codes(record.session.removed)
    if missing := [code for code in removed if code not in known]:
        raise LabelsNotRecordedError(missing)
    set_free(connection, kind, number, removed)
    code = write_header(connection, kind, record)
    write_labels(connection, kind, record, [label for label in new if label.code.text not in known])
    gone = set(removed)
    standing = {text: label for text, label in known.items() if text not in gone}
    open_parts = write_parts(connection, kind, record, code, {**{label.code.text: label for label in new}, **standing})
    write_session(connection, kind, record, code, open_parts, now)
    _write_ledger(connection, kind, record, code, digest, now)
    return CommitReceipt(code, repeated=False)


def _codes(marks: Sequence[ScannedLabel]) -> list[str]:
    return [mark.code.text for mark in marks]


def _earlier_receipt(connection: Connection, record: PackingRecord, digest: str) -> CommitReceipt | None:
    """One statement: the ledger, and whether a supervisor has settled this session as a conflict. Then a station that
    has not heard of it, and sends again, must not book it."""
    ledger, conflict, key = countersign_commit.c, countersign_conflict.c, record.idempotency_key
    written = select(ledger.packing_code, ledger.payload_hash).where(ledger.idem_key == key)
    nothing = literal("")
    settled = select(nothing, nothing).where(conflict.conflict_id == key, conflict.settled_at.is_not(None))
    rows = connection.execute(union_all(written, settled)).all()
    row = next((each for each in rows if each.payload_hash), None)
    if row is None and rows:
        raise LabelsNotFreeError
    if row is None:
        return None
    if row.payload_hash != digest:
        raise ValueError(f"idempotency key {key} was used for another record")
    return CommitReceipt(row.packing_code, repeated=True)


def _take(connection: Connection, kind: EngineKind, new: Sequence[ScannedLabel]) -> None:
    """Mark the labels used, each only if it is free: of two stations with the same label one gets here too late."""
    if not new:
        return
    wanted = select(given_labels(kind, labels, _codes(new)).c.label)
    free = labels.c.packing.is_(None) & labels.c.label.in_(wanted)
    if connection.execute(update(labels).where(free).values(packing=USED)).rowcount != len(new):
        raise LabelsNotFreeError


def set_free(connection: Connection, kind: EngineKind, number: DnNumber, codes: Sequence[str]) -> None:
    """Take labels out of the note and their marks off. Raises LabelsNotRecordedError: fewer are recorded for it."""
    if not codes:
        return
    row = detail_label_packing.c
    these = select(given_labels(kind, labels, codes).c.label)
    gone = connection.execute(
        delete(detail_label_packing).where(row.no_dn == number.text, row.label.in_(these))
    ).rowcount
    if gone < len(codes):  # another program was quicker
        raise LabelsNotRecordedError(codes)
    connection.execute(update(labels).where(labels.c.label.in_(these)).values(packing=None))


def _write_ledger(
    connection: Connection, kind: EngineKind, record: PackingRecord, code: str, digest: str, now: datetime
) -> None:
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
    insert_given(connection, kind, countersign_commit, [row])
