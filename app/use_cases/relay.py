"""Send what was submitted to the factory's database: in order for each note, once each, for as long as it takes.

A message is confirmed, becomes a conflict, is quarantined, or waits. An unknown outcome is no outcome: the same key is
sent again until the ledger has answered.
"""

import logging
from dataclasses import dataclass, replace

from app.domain.conflict import Conflict, ConflictReason, disagreement
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode
from app.domain.packing_session import PackingRecord
from app.ports.clock import Clock
from app.ports.delivery_notes import DeliveryNotes
from app.ports.packing_store import PackingStore
from app.ports.station_record import MessageState, Outbox, OutboxMessage

log = logging.getLogger(__name__)

_CONFLICTS = {
    ErrorCode.LABEL_TAKEN_MEANWHILE: ConflictReason.LABELS_TAKEN,
    ErrorCode.LABEL_REMOVED_MEANWHILE: ConflictReason.LABELS_REMOVED,
}
_PERMANENT = {ErrorCode.DATABASE_MISMATCH}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one attempt, which is the message's new state. ``packing_code`` is the one that stands, once
    confirmed; ``problem`` is why it waits, or is quarantined."""

    record: PackingRecord
    state: MessageState
    packing_code: str = ""
    problem: OperationalError | None = None


class Relay:
    """Runs on the relay's thread, with a store and a source of notes of its own."""

    def __init__(self, outbox: Outbox, store: PackingStore, notes: DeliveryNotes, clock: Clock) -> None:
        self._outbox, self._store, self._notes, self._clock = outbox, store, notes, clock

    def deliver(self, message: OutboxMessage) -> Delivery:
        """One attempt. Raises OperationalError only when the station's own record cannot be written: the attempt is
        then repeated, which the key makes harmless."""
        record = message.record
        try:
            if record.session.provisional:
                misfit = self._reconciled(record)
                if isinstance(misfit, Conflict):
                    return self._in_conflict(misfit)
                record = misfit
            receipt = self._store.commit(record)
        except OperationalError as error:
            return self._failed(record, error)
        self._outbox.confirm(record.idempotency_key, receipt, self._now())
        return Delivery(record, MessageState.CONFIRMED, receipt.packing_code)

    def give_up(self, record: PackingRecord, problem: str) -> None:
        """A fault of the program in this message: set it aside, so that the others go on."""
        self._outbox.quarantine(record.idempotency_key, problem, self._now())

    def _failed(self, record: PackingRecord, error: OperationalError) -> Delivery:
        if error.code in _CONFLICTS:
            return self._taken(record, error)
        if error.code in _PERMANENT:
            log.error("%s of %s is set aside: %s", record.packing_code, record.session.note.number, error)
            self._outbox.quarantine(record.idempotency_key, str(error), self._now())
            return Delivery(record, MessageState.QUARANTINED, problem=error)
        return self._waiting(record, error)

    def _waiting(self, record: PackingRecord, error: OperationalError) -> Delivery:
        self._outbox.tried(record.idempotency_key, str(error))
        return Delivery(record, MessageState.WAITING, problem=error)

    def _taken(self, record: PackingRecord, error: OperationalError) -> Delivery:
        named = error.details.get("labels")
        codes = tuple(LabelCode(str(text)) for text in named) if isinstance(named, list | tuple) else ()
        try:
            holders = tuple(self._store.holders(codes))
            return self._in_conflict(
                Conflict(record, _CONFLICTS[error.code], self._now(), labels=codes, holders=holders)
            )
        except OperationalError as away:
            return self._waiting(record, away)

    def _in_conflict(self, conflict: Conflict) -> Delivery:
        """First the supervisor's copy, then ours: after a crash between the two the first is found again."""
        try:
            self._store.report_conflict(conflict)
        except OperationalError as away:
            return self._waiting(conflict.record, away)
        self._outbox.put_in_conflict(conflict, self._now())
        log.warning("%s of %s: %s", conflict.record.packing_code, conflict.record.session.note.number, conflict.reason)
        return Delivery(conflict.record, MessageState.CONFLICT)

    def _reconciled(self, record: PackingRecord) -> PackingRecord | Conflict:
        """A provisional record with its note, kept before it is sent: what is sent twice must be the same. Raises
        OperationalError while ERP or database are away."""
        number = record.session.note.number
        try:
            note = self._notes.fetch(number)
        except OperationalError as error:
            if error.code is not ErrorCode.DN_NOT_REGISTERED:
                raise
            return Conflict(record, ConflictReason.NOTE_UNKNOWN, self._now())
        packed = self._store.packed_note(number)
        misfits = disagreement(record, note, packed.labels if packed else ())
        if misfits:
            return Conflict(record, ConflictReason.NOTE_DISAGREES, self._now(), labels=misfits)
        whole = replace(record, session=replace(record.session, note=note))
        self._outbox.complete(whole, self._now(), round(self._clock.monotonic_s() * 1000))
        return whole

    def _now(self) -> str:
        return self._clock.utc().isoformat()
