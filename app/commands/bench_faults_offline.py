"""``countersign bench faults offline``: two days alone at twice a plant's rate, then everything delivered, once each.

The desk, the record, the relay and both SQLite files are real; only the clock and the absence of the plant are made.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from app.commands.bench import BenchReport, Check
from app.commands.store_in_between import StoreInBetween
from app.domain.alias import Alias, AliasBook
from app.domain.audit import Act
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord
from app.domain.packing_session import Agreement, PackingRecord
from app.domain.part_number import PartNumber
from app.ports.packing_store import CommitReceipt, PackedNote, PackingStore
from app.runtime.backoff import Backoff
from app.settings import Settings
from app.use_cases.desk import Desk
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.plant import Plant
from app.use_cases.relay import Relay
from app.use_cases.sending import Sending
from services.record.record import open_record
from services.storage.open_store import open_store
from services.storage.schema import countersign_commit, detail_label_packing

LABELS = 12
MINUTES_A_SESSION = 3.0
"""Twice the rate of a station that packs one delivery note of twelve cartons in six minutes, day and night."""
LOST_ANSWERS = 0.1
DRAIN_S = 600.0
_PART = PartNumber("Z-CV01-D26LXXX-C03N-NL-DG00")
_START = datetime(2026, 9, 1, 6, tzinfo=UTC)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--offline-hours", type=float, default=48.0, metavar="H", help="how long the station is alone")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    sessions = max(1, round(args.offline_hours * 60 / MINUTES_A_SESSION))
    ours = _run(settings, sessions, _as_it_is)
    control = _run(settings, min(sessions, 60), _new_key)
    return BenchReport(
        (
            Check("sessions stored of those packed alone", ours.stored / sessions, ">= 1"),
            Check("sessions delivered of those stored", ours.delivered / max(1, ours.stored), ">= 1"),
            Check("doubled sessions or labels", ours.doubled, "<= 0"),
            Check("delivery, s", round(ours.seconds, 1), f"<= {DRAIN_S:g}"),
            Check("control: a new key for each attempt is found out", float(not control.clean), ">= 1"),
        ),
        {
            "sessions": sessions,
            "labels_each": LABELS,
            "answers_lost": ours.lost,
            "record_mb": round(ours.record_bytes / 1e6, 1),
            "control": {"packed": control.packed, "delivered": control.delivered, "in_conflict": control.conflicts},
        },
    )


@dataclass(frozen=True, slots=True)
class Result:
    packed: int
    stored: int
    delivered: int
    doubled: int
    conflicts: int
    lost: int
    seconds: float
    record_bytes: int

    @property
    def clean(self) -> bool:
        return self.stored == self.delivered == self.packed and not self.doubled and not self.conflicts


class SimulatedClock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def monotonic_s(self) -> float:
        return self.now_s

    def utc(self) -> datetime:
        return _START + timedelta(seconds=self.now_s)


class Nobody:
    """ERP and aliases of a plant that is away; the ERP knows every note once ``here``."""

    here = False

    def fetch(self, number: DnNumber) -> DeliveryNote:
        if not self.here:
            raise OperationalError(ErrorCode.ERP_UNREACHABLE, address="away", problem="no network")
        return note_of(number)

    def book(self) -> AliasBook:
        return AliasBook()

    def record(self, act: Alias, audit: Act) -> None:  # noqa: ARG002 (nobody is there)
        raise OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem=f"nobody is there to take {act.key.label}")

    def close(self) -> None:
        """Nothing is open."""


Key = Callable[[PackingRecord, int], PackingRecord]


class RoughStore(StoreInBetween):
    """Away, or with one answer in ten lost after the commit. ``key`` may change what is sent, for the control."""

    def __init__(self, store: PackingStore, key: Key) -> None:
        super().__init__(store)
        self.away = True
        self.lost = 0
        self._key, self._attempts = key, 0
        self._draw = random.Random(5)  # noqa: S311 (a bench)

    def commit(self, record: PackingRecord) -> CommitReceipt:
        self._fail_if_away()
        self._attempts += 1
        receipt = self.real.commit(self._key(record, self._attempts))
        if self._draw.random() < LOST_ANSWERS:
            self.lost += 1
            raise OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="the answer was lost")
        return receipt

    def find_label(self, code: LabelCode) -> LabelRecord | None:
        self._fail_if_away()
        return self.real.find_label(code)

    def packed_note(self, number: DnNumber) -> PackedNote | None:
        self._fail_if_away()
        return self.real.packed_note(number)

    def _fail_if_away(self) -> None:
        if self.away:
            raise OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="no network")


def _as_it_is(record: PackingRecord, _attempt: int) -> PackingRecord:
    return record


def _new_key(record: PackingRecord, attempt: int) -> PackingRecord:
    return replace(record, idempotency_key=f"{record.idempotency_key[:40]}-{attempt}")


def note_of(number: DnNumber) -> DeliveryNote:
    return DeliveryNote(number, (DeliveryLine(_PART, 10 * LABELS, "SUB1"),))


def codes_of(session: int) -> list[LabelCode]:
    return [LabelCode(f"L-{session:05d}-{place:02d}") for place in range(LABELS)]


def _run(settings: Settings, sessions: int, key: Key) -> Result:
    with tempfile.TemporaryDirectory(prefix="countersign-offline-") as name:
        return _Trial(Path(name), settings, sessions, key).result()


class _Trial:
    def __init__(self, folder: Path, settings: Settings, sessions: int, key: Key) -> None:
        self._folder, self._sessions, self._clock, self._nobody = folder, sessions, SimulatedClock(), Nobody()
        self._factory = open_store("", folder / "factory.sqlite", 5.0)
        self._store = RoughStore(self._factory, key)
        self._record = open_record(folder / "station", settings.record, self._clock, 5.0)
        labels = [LabelRecord(code, _PART, 10, True, False) for each in range(sessions) for code in codes_of(each)]
        self._store.add_labels(labels)
        self._record.cache.keep_labels(labels)

    def result(self) -> Result:
        try:
            packed = self._pack_alone()
            stored = self._record.outbox.status().waiting
            began = time.monotonic()
            self._deliver()
            return self._judged(packed, stored, time.monotonic() - began)
        finally:
            self._record.close()
            self._store.close()

    def _pack_alone(self) -> int:
        """Every second note was seen before the plant went away; the others are provisional."""
        states: list[DeskState] = []
        plant = Plant(self._nobody, self._store, self._nobody, self._record.cache, self._clock)
        desk = Desk(plant, self._record, self._clock, "station-1", states.append, agreement=Agreement.TWO_WAY)
        for session in range(self._sessions):
            number = DnNumber(f"KSS{session:06d}A")
            if session % 2:
                self._record.cache.keep_note(note_of(number), self._clock.utc().isoformat())
            desk.scan(number.text)
            for code in codes_of(session):
                desk.scan(code.text)
            desk.submit()
            self._clock.now_s += MINUTES_A_SESSION * 60
        return sum(state.phase is Phase.SUBMITTED for state in states)

    def _deliver(self) -> None:
        """The plant is back: run the relay's job until nothing waits, or its time is over."""
        self._nobody.here, self._store.away = True, False
        sending = Sending(
            self._record,
            self._store,
            Relay(self._record.outbox, self._store, self._nobody, self._clock),
            self._clock,
            Backoff(60.0, random.Random(7)),  # noqa: S311 (a bench)
            keep_confirmed_days=30,
            heard=lambda _delivery: None,
            on_bug=_raise,
            stopping=lambda: False,
        )
        deadline = time.monotonic() + DRAIN_S
        while self._record.outbox.status().waiting and time.monotonic() < deadline:
            sending.run()

    def _judged(self, packed: int, stored: int, seconds: float) -> Result:
        with self._factory.engine.connect() as connection:
            sessions = Counter(connection.execute(select(countersign_commit.c.session_id)).scalars())
            labels = Counter(connection.execute(select(detail_label_packing.c.label)).scalars())
        doubled = sum(count - 1 for count in (*sessions.values(), *labels.values()))
        whole = sum(all(labels[code.text] == 1 for code in codes_of(each)) for each in range(self._sessions))
        status = self._record.outbox.status()
        size = sum(file.stat().st_size for file in (self._folder / "station").rglob("*") if file.is_file())
        delivered = min(whole, status.confirmed)
        return Result(packed, stored, delivered, doubled, status.conflicts, self._store.lost, seconds, size)


def _raise(bug: BaseException) -> None:
    raise bug
