"""How the plant's present system saves a session: label by label. Here to be measured against, and for nothing else."""

from sqlalchemy import Connection, Integer, String, cast, insert, literal, select, update

from app.domain.labels import ScannedLabel
from app.domain.packing_session import LineStatus, PackingRecord
from services.storage.rows import utc_from_text
from services.storage.schema import USED, detail_label_packing, detail_packing, labels, packing


def present_save(connection: Connection, record: PackingRecord) -> None:
    """Header and part rows, then three statements a label: its row if there is none, its part's sum, its mark. Nothing
    is checked, nothing guards against another station, and a second time counts twice."""
    _save_header(connection, record)
    for label in record.session.labels:
        _save_label(connection, record.session.note.number.text, label)


def _save_header(connection: Connection, record: PackingRecord) -> None:
    note, code = record.session.note, record.packing_code
    created_at = utc_from_text(record.submitted_at)
    header = {"packing_code": code, "no_dn": note.number.text, "po": ", ".join(note.purchase_orders)}
    connection.execute(insert(packing).values(**header, created_at=created_at))
    for part in note.parts:
        row = {"packing_code": code, "no_dn": note.number.text, "part_number_dn": part.part_number.text}
        sums = {"total_qty_dn": str(part.quantity), "total_qty_label": "0", "status": LineStatus.OPEN.value}
        connection.execute(insert(detail_packing).values(**row, **sums))


def _save_label(connection: Connection, dn: str, label: ScannedLabel) -> None:
    code, part = label.code.text, label.part_number.text
    entry, row, names = detail_label_packing.c, detail_packing.c, ["part_number_label", "no_dn", "label", "qty_label"]
    known = select(entry.id).where(entry.no_dn == dn, entry.label == code).exists()
    new = select(literal(part), literal(dn), literal(code), literal(str(label.quantity))).where(~known)
    connection.execute(insert(detail_label_packing).from_select(names, new))
    total = cast(cast(row.total_qty_label, Integer) + label.quantity, String(50))
    same_part = (row.no_dn == dn) & (row.part_number_dn == part)
    connection.execute(update(detail_packing).where(same_part).values(total_qty_label=total))
    connection.execute(update(labels).where(labels.c.label == code).values(packing=USED))
