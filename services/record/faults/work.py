"""A station's day in small: acts on a record, each with a number that can be found again in the file."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from app.domain.decision import Accepted, Evidence, Refused, RefusedReason
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.detection import Box, FrameStamp, ModelIdentity
from app.domain.journal import CoverAccepted, CoverRefused, Entry, LabelCounted, LabelTakenBack, Left, Opened
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.part_number import PartNumber
from app.ports.frame import Frame
from app.ports.packing_store import CommitReceipt
from app.ports.station_record import StationRecord

PART = PartNumber("Z-CV01-D26LXXX-C03N-NL-DG00")
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_MOST_LABELS = 4
_NOTES = 3

Act = Callable[[], None]


def time_of(number: int) -> str:
    """The time that an act carries, one for each number."""
    return (_EPOCH + timedelta(seconds=number)).isoformat()


def number_of(at: str) -> int:
    return (datetime.fromisoformat(at) - _EPOCH) // timedelta(seconds=1)


class Work:
    """Goes on with whatever session is open. ``next`` only reads; the act that it returns is one call of the port that
    writes one entry or settles one message."""

    def __init__(self, record: StationRecord, chance: random.Random) -> None:
        self._record, self._chance = record, chance

    def next(self, number: int) -> Act:
        at, session = time_of(number), self._record.journal.open_session()
        if session is None:
            return self._confirmation(at) or self._entry(f"s-{number}", at, Opened(_new(number)))
        if len(session.labels) >= _MOST_LABELS:
            return self._end(session, number, at)
        return self._entry(session.session_id, at, self._scan(session, number, at))

    def _confirmation(self, at: str) -> Act | None:
        due = self._record.outbox.due()
        if not due or self._chance.random() < 0.5:
            return None
        record = due[0].record
        receipt = CommitReceipt(record.packing_code, repeated=False)
        return lambda: self._record.outbox.confirm(record.idempotency_key, receipt, at)

    def _end(self, session: PackingSession, number: int, at: str) -> Act:
        if self._chance.random() < 0.2:
            return self._entry(session.session_id, at, Left())
        record = PackingRecord(f"key-{number}", f"PKG-{number}", session, at, "station-1")
        return lambda: self._record.journal.submit(record, at)

    def _scan(self, session: PackingSession, number: int, at: str) -> Entry:
        kind = self._chance.random()
        if kind < 0.15:
            return CoverAccepted(Accepted(PART, self._evidence(number)))
        if kind < 0.25:
            return CoverRefused(Refused(RefusedReason.NOT_ON_NOTE, PART, self._evidence(number)))
        if kind < 0.35 and session.labels:
            return LabelTakenBack(self._chance.choice(session.labels).code)
        return LabelCounted(ScannedLabel(LabelCode(f"L-{number}"), PART, 10, at))

    def _evidence(self, number: int) -> Evidence:
        box, model = Box(0.3, 0.3, 0.7, 0.7), ModelIdentity("demo", "1.0.0")
        bare = Evidence(1, "label", (number,) * 3, (0.9,) * 3, 0.9, 1.0, 0.9, box, number, model)
        image = np.full((48, 64, 3), number % 256, np.uint8)
        return replace(bare, picture=self._record.pictures.keep(Frame(FrameStamp(number, 0.0, number), image)))

    def _entry(self, session_id: str, at: str, entry: Entry) -> Act:
        return lambda: self._record.journal.append(session_id, at, entry)


def _new(number: int) -> PackingSession:
    note = DeliveryNote(DnNumber(f"KSS{number % _NOTES}"), (DeliveryLine(PART, 500, "SUB250432"),))
    return PackingSession(f"s-{number}", note)
