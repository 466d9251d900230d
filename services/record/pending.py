"""Labels of messages that the factory's database has not confirmed: looked up by index, never by reading messages.

A message's rows are written with it and go when it is confirmed or becomes a conflict, in the same transaction.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from app.domain.delivery_note import DnNumber
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingSession
from app.domain.part_number import PartNumber
from services.record.schema import LabelAct, pending_label


def add_pending(connection: Connection, seq: int, session: PackingSession) -> None:
    """Part of the transaction that makes the message ``seq`` wait."""
    rows = [
        {
            "seq": seq,
            "place": place,
            "label": label.code.text,
            "act": act.value,
            "dn": session.note.number.text,
            "part_number": label.part_number.text,
            "quantity": label.quantity,
            "scanned_at": label.scanned_at,
        }
        for place, (act, label) in enumerate(pending_acts(session))
    ]
    if rows:
        connection.execute(insert(pending_label), rows)


def pending_acts(session: PackingSession) -> Sequence[tuple[LabelAct, ScannedLabel]]:
    """What a session counts anew, then what it removes."""
    counted = [(LabelAct.COUNTED, label) for label in session.labels if not label.recorded]
    return [*counted, *((LabelAct.REMOVED, label) for label in session.removed)]


def drop_pending(connection: Connection, seq: int) -> None:
    connection.execute(delete(pending_label).where(pending_label.c.seq == seq))


def unconfirmed(connection: Connection, number: DnNumber) -> tuple[ScannedLabel, ...]:
    """As :meth:`app.ports.station_record.SessionJournal.unconfirmed`."""
    of_note = select(pending_label).where(pending_label.c.dn == number.text)
    standing: dict[str, ScannedLabel] = {}
    for row in connection.execute(of_note.order_by(pending_label.c.seq, pending_label.c.place)):
        standing.pop(row.label, None)
        if row.act == LabelAct.COUNTED:
            part = PartNumber(row.part_number)
            label = ScannedLabel(LabelCode(row.label), part, row.quantity, row.scanned_at, recorded=True)
            standing[row.label] = label
    return tuple(standing.values())


def unconfirmed_removals(connection: Connection, number: DnNumber) -> frozenset[LabelCode]:
    """As :meth:`app.ports.station_record.SessionJournal.unconfirmed_removals`."""
    acts = select(pending_label.c.label, pending_label.c.act).where(pending_label.c.dn == number.text)
    newest: dict[str, str] = {}
    for label, act in connection.execute(acts.order_by(pending_label.c.seq, pending_label.c.place)):
        newest[label] = act
    return frozenset(LabelCode(label) for label, act in newest.items() if act == LabelAct.REMOVED)


def spoken_for(connection: Connection, code: LabelCode) -> bool:
    """As :meth:`app.ports.station_record.SessionJournal.spoken_for`."""
    newest = select(pending_label.c.act).where(pending_label.c.label == code.text)
    newest = newest.order_by(pending_label.c.seq.desc(), pending_label.c.place.desc()).limit(1)
    return connection.execute(newest).scalar() == LabelAct.COUNTED
