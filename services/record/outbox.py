"""Messages to the factory's database, in the order of their submission."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, overload

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from app.domain.audit import AuditDeed
from app.domain.conflict import Conflict
from app.domain.packing_session import AuditEntry, PackingRecord
from app.ports.packing_store import CommitReceipt
from app.ports.station_record import MessageState, OutboxMessage, OutboxStatus
from services.record.binding import completion_act, outbox_act, settlement_act
from services.record.pending import add_pending, drop_pending
from services.record.schema import audit, outbox
from services.record.station_file import StationFile
from services.storage.audit_chain import append_act
from services.storage.record_json import holders_to_json, record_from_json, record_to_json

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OPEN = (outbox.c.state == MessageState.CONFLICT, outbox.c.settlement == "")
UNSETTLED = (MessageState.WAITING.value, MessageState.QUARANTINED.value)


def insert_message(connection: Connection, record: PackingRecord, audit: tuple[AuditEntry, ...], at: str) -> str:
    """Part of the submission's transaction; returns the message as it is kept. ValueError: the key was used before."""
    if connection.execute(select(outbox.c.seq).where(outbox.c.idem_key == record.idempotency_key)).first():
        raise ValueError(f"idempotency key {record.idempotency_key} was used before")
    text = record_to_json(replace(record, audit=audit))
    row = {
        "idem_key": record.idempotency_key,
        "session_id": record.session.session_id,
        "dn": record.session.note.number.text,
        "state": MessageState.WAITING.value,
        "created_at": at,
        "record": text,
    }
    seq = connection.execute(insert(outbox).returning(outbox.c.seq), row).scalar_one()
    add_pending(connection, seq, record.session)
    return text


class SqlOutbox:
    """Implements :class:`app.ports.station_record.Outbox`. A key that is not of a waiting message is a ValueError where
    only a waiting one makes sense."""

    def __init__(self, file: StationFile) -> None:
        self._file = file

    def due(self) -> Sequence[OutboxMessage]:
        oldest = select(func.min(outbox.c.seq)).where(outbox.c.state.in_(UNSETTLED)).group_by(outbox.c.dn)
        waiting = outbox.c.state == MessageState.WAITING
        with self._file.reading() as connection:
            found = select(outbox.c.seq).where(outbox.c.seq.in_(oldest), waiting).order_by(outbox.c.seq)
            return _Messages(self, connection.execute(found).scalars().all())

    def confirm(self, key: str, receipt: CommitReceipt, at: str) -> None:
        values = {"packing_code": receipt.packing_code, "problem": ""}
        with self._file.writing() as connection:
            drop_pending(connection, _settle(connection, key, MessageState.CONFIRMED, at, values))

    def tried(self, key: str, problem: str) -> None:
        with self._file.writing() as connection:
            seq = _waiting(connection, key)
            values = {"problem": problem, "attempts": outbox.c.attempts + 1}
            connection.execute(update(outbox).where(outbox.c.seq == seq).values(values))

    def complete(self, record: PackingRecord, at: str, monotonic_ms: int = 0) -> None:
        with self._file.writing() as connection:
            seq, text = _waiting(connection, record.idempotency_key), record_to_json(record)
            values = {"record": text, "dn": record.session.note.number.text}
            connection.execute(update(outbox).where(outbox.c.seq == seq).values(values))
            append_act(connection, audit, completion_act(record, text, at, monotonic_ms))
            drop_pending(connection, seq)
            add_pending(connection, seq, record.session)

    def quarantine(self, key: str, problem: str, at: str) -> None:
        with self._file.writing() as connection:
            _settle(connection, key, MessageState.QUARANTINED, at, {"problem": problem})

    def put_in_conflict(self, conflict: Conflict, at: str) -> None:
        values = {"problem": conflict.reason.value, "conflict": holders_to_json(conflict.holders)}
        with self._file.writing() as connection:
            drop_pending(connection, _settle(connection, conflict.conflict_id, MessageState.CONFLICT, at, values))

    def open_conflicts(self) -> Sequence[str]:
        with self._file.reading() as connection:
            return connection.execute(select(outbox.c.idem_key).where(*_OPEN).order_by(outbox.c.seq)).scalars().all()

    def settle(self, key: str, settlement: str, at: str, monotonic_ms: int = 0) -> bool:
        if not settlement:
            raise ValueError("a settlement says what was decided")
        with self._file.writing() as connection:
            row = connection.execute(
                select(outbox.c.seq, outbox.c.record).where(outbox.c.idem_key == key, *_OPEN)
            ).first()
            if row is None:
                return False
            connection.execute(update(outbox).where(outbox.c.seq == row.seq).values(settlement=settlement))
            record = self._record(row.seq, row.record)
            append_act(connection, audit, settlement_act(record, settlement, at, monotonic_ms))
        return True

    def release(self, key: str, at: str, monotonic_ms: int = 0) -> bool:
        quarantined = (outbox.c.idem_key == key, outbox.c.state == MessageState.QUARANTINED)
        with self._file.writing() as connection:
            released = connection.execute(update(outbox).where(*quarantined).values(_WAITS_AGAIN)).rowcount == 1
            if released:
                append_act(
                    connection, audit, outbox_act(AuditDeed.MESSAGE_RELEASED, {"message": key}, at, monotonic_ms)
                )
            return released

    def resend(self, since: str, at: str, monotonic_ms: int = 0) -> int:
        lately = (outbox.c.state == MessageState.CONFIRMED, outbox.c.settled_us >= epoch_us(since))
        with self._file.writing() as connection:
            found = connection.execute(select(outbox.c.seq, outbox.c.record).where(*lately)).all()
            for seq, text in found:
                connection.execute(update(outbox).where(outbox.c.seq == seq).values(_WAITS_AGAIN))
                add_pending(connection, seq, self._record(seq, text).session)
            if found:
                told: dict[str, object] = {"since": since, "messages": len(found)}
                append_act(connection, audit, outbox_act(AuditDeed.MESSAGES_RESENT, told, at, monotonic_ms))
        return len(found)

    def forget_confirmed(self, before: str) -> int:
        long_ago = (outbox.c.state == MessageState.CONFIRMED, outbox.c.settled_us < epoch_us(before))
        with self._file.writing() as connection:
            return connection.execute(delete(outbox).where(*long_ago)).rowcount

    def status(self) -> OutboxStatus:
        waiting = select(func.min(outbox.c.seq)).where(outbox.c.state == MessageState.WAITING).scalar_subquery()
        with self._file.reading() as connection:
            still = select(outbox.c.state, func.count()).where(outbox.c.settlement == "").group_by(outbox.c.state)
            counts = connection.execute(still).all()
            oldest = connection.execute(select(outbox.c.created_at).where(outbox.c.seq == waiting)).scalar()
        of = {MessageState(state): count for state, count in counts}
        return OutboxStatus(
            waiting=of.get(MessageState.WAITING, 0),
            conflicts=of.get(MessageState.CONFLICT, 0),
            quarantined=of.get(MessageState.QUARANTINED, 0),
            confirmed=of.get(MessageState.CONFIRMED, 0),
            oldest_at=oldest or "",
        )

    def messages(self, after_seq: int, limit: int) -> Sequence[OutboxMessage]:
        page = select(outbox).where(outbox.c.seq > after_seq).order_by(outbox.c.seq).limit(limit)
        with self._file.reading() as connection:
            return [self._message(row) for row in connection.execute(page)]

    def message(self, seq: int) -> OutboxMessage:
        with self._file.reading() as connection:
            return self._message(connection.execute(select(outbox).where(outbox.c.seq == seq)).one())

    def _message(self, row: Row[Any]) -> OutboxMessage:
        return OutboxMessage(
            row.seq,
            self._record(row.seq, row.record),
            MessageState(row.state),
            row.created_at,
            row.attempts,
            row.problem,
            row.settled_at,
            row.settlement,
        )

    def _record(self, seq: int, text: str) -> PackingRecord:
        with self._file.decoding(f"message {seq} of the outbox"):
            return record_from_json(text)


class _Messages(Sequence[OutboxMessage]):
    """Reads each message when it is asked for: two days alone are too many to hold at once."""

    def __init__(self, source: SqlOutbox, seqs: Sequence[int]) -> None:
        self._source, self._seqs = source, seqs

    def __len__(self) -> int:
        return len(self._seqs)

    @overload
    def __getitem__(self, index: int) -> OutboxMessage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[OutboxMessage]: ...
    def __getitem__(self, index: int | slice) -> OutboxMessage | Sequence[OutboxMessage]:
        if isinstance(index, slice):
            return _Messages(self._source, self._seqs[index])
        return self._source.message(self._seqs[index])


_WAITS_AGAIN = {"state": MessageState.WAITING.value, "settled_at": "", "settled_us": None}


def epoch_us(iso_text: str) -> int:
    """Microseconds since 1970, to compare times however they are written; one without an offset is UTC. ValueError."""
    moment = datetime.fromisoformat(iso_text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _waiting(connection: Connection, key: str) -> int:
    waits = (outbox.c.idem_key == key, outbox.c.state == MessageState.WAITING)
    seq: int | None = connection.execute(select(outbox.c.seq).where(*waits)).scalar()
    if seq is None:
        raise ValueError(f"no message with the key {key} is waiting")
    return seq


def _settle(connection: Connection, key: str, state: MessageState, at: str, more: dict[str, str]) -> int:
    """An attempt that has an outcome; returns the message's number."""
    seq = _waiting(connection, key)
    settled = {"state": state.value, "settled_at": at, "settled_us": epoch_us(at), "attempts": outbox.c.attempts + 1}
    connection.execute(update(outbox).where(outbox.c.seq == seq).values({**settled, **more}))
    return seq
