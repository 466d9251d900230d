"""The factory's database is restored from an older backup: the stations feed it again, each session once."""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from app.__main__ import main
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.journal import LabelCounted, Opened
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.runtime.backoff import Backoff
from app.settings import RecordSettings
from app.use_cases.relay import Relay
from app.use_cases.sending import Sending
from services.record.record import SqlStationRecord, open_record
from services.storage.open_store import open_store
from services.storage.schema import countersign_commit, countersign_session, detail_label_packing, labels
from tests.fakes.delivery_notes import FakeDeliveryNotes
from tests.fakes.station_parts import SetClock
from tests.unit.builders import D26L, part

SESSIONS, IN_BACKUP = 6, 3
AT = "2026-09-01T08:30:00+00:00"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[SqlStationRecord]:
    opened = open_record(tmp_path / "station", RecordSettings(), SetClock(), 5.0)
    yield opened
    opened.close()


def submit(record: SqlStationRecord, number: int) -> None:
    note = DeliveryNote(DnNumber(f"KSS00{number}A"), (DeliveryLine(part(D26L), 20, "SUB1"),))
    empty = PackingSession(f"session-{number}", note)
    label = ScannedLabel(LabelCode(f"L-{number}"), part(D26L), 20, AT)
    record.journal.append(empty.session_id, AT, Opened(empty))
    record.journal.append(empty.session_id, AT, LabelCounted(label))
    whole = record.journal.open_session()
    assert whole is not None
    record.journal.submit(PackingRecord(f"key-{number}", f"PKG-{number}", whole, AT, "station-7"), AT)


def deliver(record: SqlStationRecord, factory: Path) -> None:
    clock, bugs = SetClock(), list[BaseException]()
    with closing(open_store("", factory, 5.0)) as store:
        relay = Relay(record.outbox, store, FakeDeliveryNotes(), clock)
        Sending(
            record, store, relay, clock, Backoff(60.0, random.Random(1)), keep_confirmed_days=30,
            heard=lambda delivery: None, on_bug=bugs.append, stopping=lambda: False,
        ).run()  # fmt: skip
    assert bugs == []
    assert record.outbox.status().waiting == 0


def content(factory: Path) -> tuple[list[str], list[str], list[str], int]:
    """Sessions in the ledger and in the reports, labels recorded, labels marked."""
    with closing(open_store("", factory, 5.0)) as store, store.engine.connect() as connection:
        columns = (countersign_commit.c.session_id, countersign_session.c.session_id, detail_label_packing.c.label)
        marked = connection.execute(select(labels.c.label).where(labels.c.packing == "Yes")).scalars().all()
        found = [sorted(connection.execute(select(column)).scalars().all()) for column in columns]
    return found[0], found[1], found[2], len(marked)


@pytest.mark.parametrize("resent", [True, False])
def test_what_the_backup_lacks_is_sent_again_and_what_it_has_is_not_doubled(
    tmp_path: Path, record: SqlStationRecord, resent: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the resend, the control, three sessions stay lost."""
    factory, backup = tmp_path / "factory.sqlite", tmp_path / "backup.sqlite"
    with closing(open_store("", factory, 5.0)) as store:
        store.add_labels([LabelRecord(LabelCode(f"L-{n}"), part(D26L), 20, True, False) for n in range(SESSIONS)])
    for number in range(SESSIONS):
        submit(record, number)
        deliver(record, factory)
        if number == IN_BACKUP - 1:
            shutil.copy(factory, backup)
    before = content(factory)
    shutil.copy(backup, factory)
    record.close()
    if resent:
        assert main(["outbox", "--set", f"data_dir={tmp_path / 'station'}", "resend", "--since", "2026-08-31"]) == 0
        assert str(SESSIONS) in capsys.readouterr().out
    again = open_record(tmp_path / "station", RecordSettings(), SetClock(), 5.0)
    deliver(again, factory)
    again.close()
    assert (content(factory) == before) is resent
    assert len(content(factory)[0]) == (SESSIONS if resent else IN_BACKUP)
