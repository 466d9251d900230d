"""Stations that send sessions for the same notes and labels over links that break, and what may never be found after.

Real records, relays, stores and sockets; the database is an SQLite file behind a server, or a SQL Server.
"""

import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, select

from app.commands.store_in_between import StoreInBetween
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import LabelCounted, Opened
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.part_number import PartNumber
from app.ports.clock import SystemClock
from app.ports.packing_store import CommitReceipt, PackingStore
from app.ports.station_record import MessageState
from app.runtime.backoff import Backoff
from app.settings import Settings
from app.use_cases.relay import Relay
from app.use_cases.sending import Sending
from services.record.record import SqlStationRecord, open_record
from services.storage.remote.linked import LinkedDatabase
from services.storage.remote.proxy import Cut
from services.storage.schema import (
    USED,
    countersign_commit,
    countersign_conflict,
    countersign_session,
    detail_label_packing,
    labels,
)

AT = "2026-09-01T08:30:00+00:00"
_PART = PartNumber("Z-CV01-D26LXXX-C03N-NL-DG00")
TEST_MSSQL = "COUNTERSIGN_TEST_MSSQL"
"""With a SQL Server's URL in it, that is what the links lead to."""
_TIMEOUT_S = 10.0
_NOTES = 3
_RUNS_AT_MOST = 60

WhereCut = Callable[[], tuple[int, Cut] | None]
Change = Callable[[PackingRecord, int], PackingRecord]


def as_it_is(record: PackingRecord, _attempt: int) -> PackingRecord:
    return record


def with_a_new_key(record: PackingRecord, attempt: int) -> PackingRecord:
    """The control: what a sender does that retries and forgets what it has tried."""
    return replace(record, idempotency_key=f"{record.idempotency_key}-{attempt}")


@dataclass
class Findings:
    """``lost``: settled nowhere, or confirmed and not there; ``doubled``: sessions or labels written twice; ``ghosts``:
    written without being confirmed, or marked without being recorded; ``no_conflict``: losers without a conflict."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    ghosts: list[str] = field(default_factory=list)
    no_conflict: list[str] = field(default_factory=list)
    sessions: int = 0
    conflicts: int = 0
    cuts: int = 0

    @property
    def wrong(self) -> int:
        return len(self.lost) + len(self.doubled) + len(self.ghosts) + len(self.no_conflict)


class ChangedStore(StoreInBetween):
    """Commits what ``change`` makes of a record."""

    def __init__(self, store: PackingStore, change: Change) -> None:
        super().__init__(store)
        self.find_label, self.packed_note = store.find_label, store.packed_note
        self._change, self._attempts = change, 0

    def commit(self, record: PackingRecord) -> CommitReceipt:
        self._attempts += 1
        return self.real.commit(self._change(record, self._attempts))


class NoNotes:
    """No session here is provisional: nobody asks."""

    def fetch(self, number: DnNumber) -> DeliveryNote:
        raise OperationalError(ErrorCode.DN_NOT_REGISTERED, dn=number.text)

    def close(self) -> None:
        """Nothing is open."""


class StationOnLink:
    """One station's record and relay, and the link it has to the database."""

    def __init__(self, folder: Path, database: LinkedDatabase, settings: Settings, index: int, change: Change) -> None:
        clock = SystemClock()
        self.name = f"station-{index}"
        self.link = database.link()
        self.record: SqlStationRecord = open_record(folder / self.name, settings.record, clock, 5.0)
        self.store = database.store(self.link)
        changed = ChangedStore(self.store, change)
        self.bugs: list[BaseException] = []
        self.sending = Sending(
            self.record,
            changed,
            Relay(self.record.outbox, changed, NoNotes(), clock),
            clock,
            Backoff(0.001, random.Random(index)),  # noqa: S311 (a bench)
            keep_confirmed_days=30,
            heard=lambda _delivery: None,
            on_bug=self.bugs.append,
            stopping=lambda: False,
        )

    def submit(self, key: str, note: DeliveryNote, codes: Sequence[str]) -> None:
        empty = PackingSession(f"session-{key}", note)
        self.record.journal.append(empty.session_id, AT, Opened(empty))
        for code in codes:
            label = ScannedLabel(LabelCode(code), _PART, 10, AT)
            self.record.journal.append(empty.session_id, AT, LabelCounted(label))
        whole = self.record.journal.open_session()
        if whole is not None:
            self.record.journal.submit(PackingRecord(key, f"PKG-{key}", whole, AT, self.name), AT)

    def deliver(self) -> None:
        """Until nothing waits, however often the link breaks."""
        for _ in range(_RUNS_AT_MOST):
            self.sending.run()
            if not self.record.outbox.status().waiting:
                return

    def close(self) -> None:
        self.store.close()
        self.link.close()
        self.record.close()


class LinkRig:
    """``stations`` of them; a context manager. ``change`` is what is done to a record before each attempt."""

    def __init__(self, folder: Path, settings: Settings, stations: int, change: Change = as_it_is) -> None:
        url = os.environ.get(TEST_MSSQL, "")
        self._database = LinkedDatabase(folder, url, _TIMEOUT_S, durable=False)
        self._direct_link = self._database.link()
        self._direct = self._database.store(self._direct_link)
        self.stations = [StationOnLink(folder, self._database, settings, n, change) for n in range(stations)]
        self._pool = ThreadPoolExecutor(stations)
        self._run = uuid4().hex[:6].upper()  # a database that is not new knows other runs
        self._submitted: dict[str, tuple[str, ...]] = {}
        self._known: set[str] = set()

    def __enter__(self) -> "LinkRig":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()
        for station in self.stations:
            station.close()
        self._direct.close()
        self._direct_link.close()
        self._database.close()

    def round(self, number: int, draw: random.Random, cut: WhereCut) -> None:
        """Every station submits a session for the same note: one label of its own, one that others take as well. Then
        all deliver at once, each link cut where ``cut`` says."""
        note = DeliveryNote(DnNumber(f"KSS{self._run}{number % _NOTES}A"), (DeliveryLine(_PART, 1_000_000, "SUB1"),))
        contested = [f"C{self._run}-{number}-{place}" for place in range(max(1, len(self.stations) // 2))]
        for index, station in enumerate(self.stations):
            self._submit(
                station,
                f"{self._run}-{number}-{index}",
                note,
                (f"L{self._run}-{number}-{index}", draw.choice(contested)),
            )
        for station in self.stations:
            if (where := cut()) is not None:
                station.link.cut_at(*where)
        list(self._pool.map(StationOnLink.deliver, self.stations))
        for station in self.stations:
            station.link.spare()

    def _submit(self, station: StationOnLink, key: str, note: DeliveryNote, codes: tuple[str, ...]) -> None:
        new = [code for code in codes if code not in self._known]
        self._known.update(new)
        self._direct.add_labels([LabelRecord(LabelCode(code), _PART, 10, active=True, used=False) for code in new])
        station.submit(key, note, codes)
        self._submitted[key] = codes

    def findings(self) -> Findings:
        """What the database holds, held against what the stations believe."""
        cuts = sum(station.link.cuts for station in self.stations)
        found = Findings(sessions=len(self._submitted), cuts=cuts)
        believed = self._believed()
        with self._direct.engine.connect() as connection:
            self._judge_sessions(connection, believed, found)
            self._judge_labels(connection, believed, found)
        return found

    def _believed(self) -> dict[str, MessageState]:
        return {
            message.record.idempotency_key: message.state
            for station in self.stations
            for message in station.record.outbox.messages(0, 100_000)
        }

    def _judge_sessions(self, connection: Connection, believed: dict[str, MessageState], found: Findings) -> None:
        ledger = Counter(connection.execute(select(countersign_commit.c.session_id)).scalars())
        whole = set(connection.execute(select(countersign_session.c.session_id)).scalars())
        reported = set(connection.execute(select(countersign_conflict.c.conflict_id)).scalars())
        found.conflicts = len(reported & self._submitted.keys())
        for key in self._submitted:
            written, state = ledger[f"session-{key}"], believed.get(key)
            if state is None or state in {MessageState.WAITING, MessageState.QUARANTINED}:
                found.lost.append(key)
            if state is MessageState.CONFIRMED and not (written and f"session-{key}" in whole):
                found.lost.append(key)
            if written and state is not MessageState.CONFIRMED:
                found.ghosts.append(key)
            if written > 1:
                found.doubled.append(key)
            if state is MessageState.CONFLICT and key not in reported:
                found.no_conflict.append(key)

    def _judge_labels(self, connection: Connection, believed: dict[str, MessageState], found: Findings) -> None:
        every = connection.execute(select(detail_label_packing.c.label)).scalars()
        recorded = Counter(code for code in every if code in self._known)
        marked = set(connection.execute(select(labels.c.label).where(labels.c.packing == USED)).scalars()) & self._known
        wanted = Counter(
            code
            for key, codes in self._submitted.items()
            if believed.get(key) is MessageState.CONFIRMED
            for code in codes
        )
        found.doubled += [code for code, count in (recorded | wanted).items() if count > 1]
        found.lost += sorted(wanted.keys() - recorded.keys())
        found.ghosts += sorted((recorded.keys() | marked) - wanted.keys())


def requests_of_a_commit(folder: Path, settings: Settings) -> int:
    """How many times a commit asks the database: the places where a link can break."""
    with LinkRig(folder, settings, 1) as rig:
        rig.round(0, random.Random(0), lambda: None)  # noqa: S311 (a bench)
        before = rig.stations[0].link.requests
        rig.round(1, random.Random(0), lambda: None)  # noqa: S311 (a bench)
        return rig.stations[0].link.requests - before
