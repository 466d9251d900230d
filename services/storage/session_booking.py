"""What a committed session has booked, and taking it back. All of it runs inside a transaction that somebody else
opened and will end; the number of statements does not grow with the session."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.domain.delivery_note import DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import LineStatus
from app.domain.part_number import PartNumber
from app.domain.review import ReviewDeed, ReviewEntry
from app.domain.voiding import LabelAct, SessionBooking, part_changes, split_labels
from services.storage.commit import LabelsNotRecordedError, set_free
from services.storage.commit_note import StoredPart, labels_on_record, stored_parts, update_parts
from services.storage.commit_session import COUNTED, REMOVED
from services.storage.engine_kind import EngineKind
from services.storage.reviews import reviews_of
from services.storage.rows import quantity_of, text_from_utc
from services.storage.schema import countersign_session, countersign_session_label


def read_booking(connection: Connection, session_id: str) -> SessionBooking | None:
    """Five statements. Raises OperationalError(DATABASE_MISMATCH): what is stored for its note cannot be used."""
    table = countersign_session
    row = connection.execute(select(table).where(table.c.session_id == session_id)).first()
    if row is None:
        return None
    number, submitted_at = DnNumber(row.no_dn.strip()), text_from_utc(row.submitted_at)
    recorded = labels_on_record(connection, number, submitted_at)
    asked = {PartNumber(part): _asked_for(each) for part, each in stored_parts(connection, number.text).items()}
    acts, took_out = _acts(connection, session_id)
    own, lost = split_labels(session_id, acts, recorded)
    voided = _voided(reviews_of(connection, [session_id]).get(session_id, ()))
    if voided is not None:  # what is recorded now is another program's
        own, lost = (), ()
    return SessionBooking(
        session_id,
        number.text,
        row.packing_code.strip(),
        row.station_id,
        row.operator,
        submitted_at,
        own,
        lost,
        took_out,
        part_changes(asked, recorded.values(), _without(recorded, own)),
        voided.at if voided else "",
        voided.by if voided else "",
    )


def take_back(connection: Connection, kind: EngineKind, booking: SessionBooking) -> None:
    """Its labels out of the note and free, its parts brought up to date. Raises OperationalError(ACT_TOO_LATE): another
    program was quicker; the transaction must be rolled back."""
    number = DnNumber(booking.dn)
    try:
        set_free(connection, kind, number, [label.code.text for label in booking.own])
    except LabelsNotRecordedError as error:
        raise OperationalError(ErrorCode.ACT_TOO_LATE, problem="another program took labels out") from error
    stored = stored_parts(connection, number.text)
    after = {each.part_number.text: each.after for each in booking.parts}
    rows = [_part_row(number, stored[part], total) for part, total in after.items() if part in stored]
    update_parts(connection, kind, rows)


def _acts(connection: Connection, session_id: str) -> tuple[list[LabelAct], tuple[LabelCode, ...]]:
    """What every session on its note did with the labels that it counted, oldest first, and which it took out."""
    mine, act, session = countersign_session_label, countersign_session_label.alias("of_all"), countersign_session
    same = (act.c.label == mine.c.label) & (act.c.no_dn == mine.c.no_dn)
    query = (
        select(act.c.label, act.c.session_id, act.c.act, mine.c.act.label("mine"))
        .select_from(mine.join(act, same).join(session, session.c.session_id == act.c.session_id))
        .where(mine.c.session_id == session_id)
        .order_by(act.c.label, session.c.committed_at, session.c.submitted_at)
    )
    rows = connection.execute(query).all()
    counted = [_act(row) for row in rows if row.mine == COUNTED]
    took_out = [LabelCode(row.label.strip()) for row in rows if row.session_id == session_id and row.mine == REMOVED]
    return counted, tuple(took_out)


def _act(row: Any) -> LabelAct:
    return LabelAct(LabelCode(row.label.strip()), row.session_id, row.act == COUNTED)


def _asked_for(stored: StoredPart) -> int:
    return quantity_of(stored.note_quantity, f"part {stored.part_number}")


def _without(recorded: Mapping[str, ScannedLabel], own: Sequence[ScannedLabel]) -> list[ScannedLabel]:
    gone = {label.code.text for label in own}
    return [label for text, label in recorded.items() if text not in gone]


def _part_row(number: DnNumber, stored: StoredPart, total: int) -> dict[str, str]:
    """A part that loses labels is fulfilled no more, unless what is left will do."""
    enough = total >= _asked_for(stored)
    return {
        "no_dn": number.text,
        "part_number_dn": stored.part_number,
        "total_qty_dn": stored.note_quantity,
        "total_qty_label": str(total),
        "status": stored.status if enough else LineStatus.OPEN.value,
    }


def _voided(entries: Iterable[ReviewEntry]) -> ReviewEntry | None:
    return next((each for each in entries if each.deed == ReviewDeed.VOIDED), None)
