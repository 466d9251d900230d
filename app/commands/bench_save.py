"""``countersign bench save``: what it costs to save a session in the factory's database, ours beside the present way.

Statements are counted for sessions of several sizes. Then one session is saved both ways, each over a TCP link of its
own on which every round trip takes ``--delay-ms`` longer. The database is an SQLite file behind a server, or the SQL
Server that ``COUNTERSIGN_TEST_MSSQL`` names. Always JSON.
"""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import event

from app.commands.bench import BenchReport, Check
from app.domain.decision import Accepted, Evidence, Picture
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.detection import Box, ModelIdentity
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import AuditEntry, PackingRecord, PackingSession, packing_code
from app.domain.part_number import PartNumber
from app.settings import Settings
from services.storage.packing_store import SqlPackingStore
from services.storage.present_save import present_save
from services.storage.remote.linked import LinkedDatabase
from services.storage.remote.proxy import Link

SIZES = (10, 100, 1000)
TEST_MSSQL = "COUNTERSIGN_TEST_MSSQL"
_TIMEOUT_S = 60.0
_AT = "2026-09-14T07:30:15.250+00:00"
_PARTS = tuple(PartNumber(f"Z-CV01-D{size}LXXX-C03N-NL-DG00") for size in (26, 31, 35, 40))
_PINGS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--labels", type=int, default=500, metavar="N", help="of the session that is timed")
    parser.add_argument("--delay-ms", type=float, default=5.0, metavar="MS", help="added to every round trip")


@dataclass(frozen=True, slots=True)
class Way:
    """One way of saving, on a link and a connection of its own."""

    name: str
    store: SqlPackingStore
    link: Link

    def save(self, record: PackingRecord) -> None:
        if self.name == "ours":
            self.store.commit(record)
            return
        with self.store.engine.begin() as connection:
            present_save(connection, record)


def measure(args: argparse.Namespace, _settings: Settings) -> BenchReport:
    with ExitStack() as stack:
        ways = [stack.enter_context(_way(name)) for name in ("ours", "present")]
        for way in ways:
            way.save(_made(way, 1))  # the connection and the station are known from here on
        statements = {size: {way.name: _statements(way, size) for way in ways} for size in SIZES}
        for way in ways:
            way.link.delay_s = args.delay_ms / 2000
        seconds = {way.name: _seconds(way, args.labels) for way in ways}
        round_trip_ms = _round_trip_ms(ways[0].store)
    growth = statements[SIZES[-1]]["ours"] - statements[SIZES[0]]["ours"]
    return BenchReport(
        (
            Check(f"statements more for {SIZES[-1]} labels than for {SIZES[0]}", growth, "<= 0"),
            Check(f"times faster, {args.labels} labels", round(seconds["present"] / seconds["ours"], 1), ">= 10"),
        ),
        {
            "database": "SQL Server" if os.environ.get(TEST_MSSQL) else "SQLite behind a server",
            "round_trip_ms": round(round_trip_ms, 2),
            "statements": statements,
            "seconds": {name: round(taken, 3) for name, taken in seconds.items()},
        },
    )


@contextmanager
def _way(name: str) -> Iterator[Way]:
    with TemporaryDirectory(prefix="countersign-bench-") as folder, ExitStack() as stack:
        database = LinkedDatabase(Path(folder), os.environ.get(TEST_MSSQL, ""), _TIMEOUT_S)
        stack.callback(database.close)
        link = database.link()
        stack.callback(link.close)
        store = database.store(link)
        stack.callback(store.close)
        yield Way(name, store, link)


def _statements(way: Way, labels: int) -> int:
    """Those of one session; COMMIT is one."""
    record, sent = _made(way, labels), 1

    def _count(*_: object) -> None:
        nonlocal sent
        sent += 1

    event.listen(way.store.engine, "before_cursor_execute", _count)
    try:
        way.save(record)
    finally:
        event.remove(way.store.engine, "before_cursor_execute", _count)
    return sent


def _seconds(way: Way, labels: int) -> float:
    record = _made(way, labels)
    began = time.perf_counter()
    way.save(record)
    return time.perf_counter() - began


def _round_trip_ms(store: SqlPackingStore) -> float:
    with store.engine.connect() as connection:
        began = time.perf_counter()
        for _ in range(_PINGS):
            connection.exec_driver_sql("SELECT 1").all()
        return (time.perf_counter() - began) / _PINGS * 1000


def _made(way: Way, labels: int) -> PackingRecord:
    """A session with a note, labels and evidence of its own; its labels are in the master. Without a delay."""
    delay_s, way.link.delay_s = way.link.delay_s, 0.0
    record = _record(uuid4().hex[:12].upper(), labels)
    way.store.add_labels([_master(label) for label in record.session.labels])
    way.link.delay_s = delay_s
    return record


def _master(label: ScannedLabel) -> LabelRecord:
    return LabelRecord(label.code, label.part_number, label.quantity, active=True, used=False)


def _record(name: str, count: int) -> PackingRecord:
    marks = tuple(ScannedLabel(LabelCode(f"{name}-{n:05}"), _PARTS[n % len(_PARTS)], 20, _AT) for n in range(count))
    lines = tuple(DeliveryLine(part, 20 * count, "SUB250432") for part in _PARTS)
    note = DeliveryNote(DnNumber(f"BENCH-{name}"), lines)
    session = PackingSession(f"s-{name}", note, marks, frozenset(_PARTS), decisions=tuple(map(_accepted, _PARTS)))
    audit = tuple(AuditEntry(n, _AT, "label_counted", str(mark.code)) for n, mark in enumerate(marks, start=1))
    return PackingRecord(f"k-{name}", packing_code(note.number.text, 1), session, _AT, "bench", "bench", audit)


def _accepted(part: PartNumber) -> Accepted:
    scores, model = (0.94, 0.96, 0.95), ModelIdentity("demo", "1.0.0")
    box, picture = Box(0.3, 0.3, 0.7, 0.7), Picture("0" * 32, "0" * 64)
    return Accepted(part, Evidence(1, part.text, (1, 2, 3), scores, 0.95, 1.0, 0.95, box, 2, model, picture=picture))
