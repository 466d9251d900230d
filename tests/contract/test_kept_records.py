"""Sessions that are kept whole, in a conflict or in a station's outbox, listed and searched as those of the factory."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from app.domain.conflict import Conflict, ConflictReason, LabelHolder
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import CoverAccepted, CoverRefused, LabelCounted, Opened
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.part_number import PartNumber
from app.domain.people import Actor, Role
from app.domain.review import ReviewState, SessionState
from app.domain.timeline import EventKind, timeline
from app.ports.clock import SystemClock
from app.ports.packing_store import CommitReceipt
from app.ports.session_reports import EVERY_SESSION, SessionFilter, SessionKey, SessionReports
from app.settings import RecordSettings
from services.record.record import SqlStationRecord, open_record
from services.record.schema import outbox
from services.storage.columns import METADATA
from services.storage.open_store import open_store
from services.storage.open_triage import open_conflict_reports
from services.storage.packing_store import SqlPackingStore
from services.storage.schema import countersign_conflict
from tests.unit.builders import D26L, accepted, part, refused

MSSQL = "COUNTERSIGN_TEST_MSSQL"
NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)
OPERATOR = Actor("OP-17", Role.OPERATOR, "one")


@dataclass(frozen=True)
class Made:
    """As a test makes it: found, or submitted, so many minutes after noon."""

    session_id: str
    minute: int = 0
    dn: str = "KSS007317A"
    station: str = "one"
    operator: str = "OP-17"
    reason: str = ""
    labels: tuple[tuple[str, str], ...] = (("L-1", "Z-A"),)

    @property
    def at(self) -> str:
        return (NOON + timedelta(minutes=self.minute)).isoformat()

    @property
    def record(self) -> PackingRecord:
        paper = DeliveryNote(DnNumber(self.dn), (DeliveryLine(part(D26L), 90, ""),))
        labels = tuple(ScannedLabel(LabelCode(code), PartNumber(name), 20, self.at) for code, name in self.labels)
        session = PackingSession(self.session_id, paper, labels)
        key, code = f"key-{self.session_id}", f"PKG-{self.dn}-1"
        return PackingRecord(key, code, session, self.at, self.station, self.reason, (), self.operator)


class Kept(Protocol):
    state: SessionState

    @property
    def reports(self) -> SessionReports: ...

    def add(self, *made: Made) -> None: ...
    def empty(self) -> None: ...
    def damage(self) -> None: ...


class Conflicts:
    state = SessionState.CONFLICT

    def __init__(self, store: SqlPackingStore, reports: SessionReports) -> None:
        self.store = store
        self.reports: SessionReports = reports

    def add(self, *made: Made) -> None:
        for each in made:
            codes = tuple(label.code for label in each.record.session.labels)
            holders = tuple(LabelHolder(code, "KSS1", "PKG-1", "other", "two", each.at) for code in codes)
            submitted = replace(each.record, submitted_at=(NOON - timedelta(days=1)).isoformat())
            self.store.report_conflict(Conflict(submitted, ConflictReason.LABELS_TAKEN, each.at, codes, holders))

    def empty(self) -> None:
        with self.store.engine.begin() as connection:
            connection.execute(delete(countersign_conflict))

    def damage(self) -> None:
        with self.store.engine.begin() as connection:
            connection.execute(update(countersign_conflict).values(record='{"session": 7}'))


class Unsent:
    state = SessionState.PROVISIONAL

    def __init__(self, record: SqlStationRecord) -> None:
        self.record = record
        self.reports: SessionReports = record.unsent

    def add(self, *made: Made) -> None:
        for each in made:
            record, journal = each.record, self.record.journal
            journal.append(each.session_id, each.at, Opened(replace(record.session, labels=())), OPERATOR)
            for label in record.session.labels:
                journal.append(each.session_id, each.at, LabelCounted(label), OPERATOR)
            journal.submit(record, each.at, OPERATOR)

    def empty(self) -> None:
        for message in self.record.outbox.messages(0, 1000):
            key = message.record.idempotency_key
            self.record.outbox.confirm(key, CommitReceipt("PKG-1", False), NOON.isoformat())
        self.record.outbox.forget_confirmed("2027-01-01T00:00:00+00:00")

    def damage(self) -> None:
        with self.record._file.writing() as connection:
            connection.execute(update(outbox).values(record='{"session": 7}'))


@pytest.fixture(params=["conflicts", "conflicts on sql-server", "unsent"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    if request.param == "unsent":
        record = open_record(tmp_path, RecordSettings(), SystemClock(), 5.0)
        yield Unsent(record)
        record.close()
        return
    if "sql-server" in request.param and not os.environ.get(MSSQL):
        pytest.skip(f"{MSSQL} names no SQL Server")
    url = os.environ[MSSQL] if "sql-server" in request.param else ""
    store = open_store(url, tmp_path / "packing.sqlite", 0.5)
    METADATA.drop_all(store.engine)
    store.create_schema()
    reports = open_conflict_reports(url, tmp_path / "packing.sqlite", 0.5)
    yield Conflicts(store, reports)
    reports.close()
    store.close()


def pages(reports: SessionReports, wanted: SessionFilter, limit: int) -> list[str]:
    found: list[str] = []
    after: SessionKey | None = None
    while True:
        page = reports.page(wanted, after, limit)
        assert len(page.sessions) <= limit
        found += [each.session_id for each in page.sessions]
        if page.next_after is None:
            return found
        after = page.next_after


def test_a_session_is_listed_in_the_place_of_its_time(kept: Kept) -> None:
    kept.add(Made("s-1", 1, labels=(("L-1", "Z-A"), ("L-2", "Z-B")), reason="wet"), Made("s-2", 2, dn="KSS007318A"))
    told = kept.reports.page(EVERY_SESSION, None, 10).sessions
    assert [each.session_id for each in told] == ["s-2", "s-1"]
    first = told[1]
    assert (first.state, first.review, first.committed_at) == (kept.state, ReviewState.NOT_REVIEWED, "")
    assert (first.dn, first.station_id, first.operator) == ("KSS007317A", "one", "OP-17")
    assert (first.labels, first.pieces, first.discrepancy_reason) == (2, 40, "wet")
    assert datetime.fromisoformat(first.key.submitted_at) == NOON + timedelta(minutes=1)


def matches(made: Made, wanted: SessionFilter, state: SessionState) -> bool:
    codes, parts = {code for code, _ in made.labels}, {name for _, name in made.labels}
    at, text = datetime.fromisoformat(made.at), wanted.search
    return (
        made.dn.startswith(wanted.dn_prefix)
        and (wanted.label is None or wanted.label.text in codes)
        and (wanted.part_number is None or wanted.part_number.text in parts)
        and wanted.station_id in {"", made.station}
        and wanted.operator in {"", made.operator}
        and (not wanted.since or datetime.fromisoformat(wanted.since) <= at)
        and (not wanted.until or at < datetime.fromisoformat(wanted.until))
        and (not wanted.with_discrepancy or bool(made.reason))
        and wanted.state in {None, state}
        and wanted.review in {None, ReviewState.NOT_REVIEWED}
        and (
            not text
            or made.dn.startswith(text.upper())
            or text.upper() in {made.operator, *parts} - {""}
            or text in codes
        )
    )


some = st.lists(
    st.builds(
        Made,
        session_id=st.text("ab01", min_size=1, max_size=6),
        minute=st.integers(0, 3),
        dn=st.sampled_from(["KA1", "KA2", "KB1"]),
        station=st.sampled_from(["one", "two"]),
        operator=st.sampled_from(["", "OP-1", "OP-2"]),
        reason=st.sampled_from(["", "wet"]),
    ),
    max_size=6,
    unique_by=lambda made: made.session_id,
)
moments = st.sampled_from(["", *((NOON + timedelta(minutes=minute)).isoformat() for minute in range(4))])
filters = st.builds(
    SessionFilter,
    dn_prefix=st.sampled_from(["", "K", "KA", "M"]),
    label=st.sampled_from([None, None, LabelCode("L-A"), LabelCode("L")]),
    part_number=st.sampled_from([None, None, PartNumber("Z-A"), PartNumber("Z")]),
    station_id=st.sampled_from(["", "", "one"]),
    since=moments,
    until=moments,
    with_discrepancy=st.booleans(),
    operator=st.sampled_from(["", "", "OP-1"]),
    state=st.sampled_from([None, None, *SessionState]),
    review=st.sampled_from([None, None, *ReviewState]),
    search=st.sampled_from(["", "", "ka", "OP-2", "z-a", "L-A", "%", "]", "' OR 1=1 --", '"', "\\"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some, filters, st.integers(1, 4))
def test_the_pages_hold_what_the_filter_means_in_order_and_once(
    kept: Kept, sessions: list[Made], wanted: SessionFilter, limit: int
) -> None:
    kept.empty()
    own = [
        replace(each, session_id=f"{each.session_id}-{another_number()}", labels=((f"L-{'AB'[place % 2]}", "Z-A"),))
        for place, each in enumerate(sessions)
    ]
    kept.add(*own)
    fit = [each for each in own if matches(each, wanted, kept.state)]
    newest = sorted(fit, key=lambda each: (each.at, each.session_id), reverse=True)
    assert pages(kept.reports, wanted, limit) == [each.session_id for each in newest]


_numbers = iter(range(10**9))


def another_number() -> int:
    """Another one each time: a station's record takes no session twice."""
    return next(_numbers)


def test_what_cannot_be_read_is_told(kept: Kept) -> None:
    kept.add(Made("s-1"))
    kept.damage()
    codes = {SessionState.CONFLICT: ErrorCode.DATABASE_MISMATCH, SessionState.PROVISIONAL: ErrorCode.RECORD_DAMAGED}
    reads: tuple[Callable[[], object], ...] = (
        lambda: kept.reports.page(EVERY_SESSION, None, 5),
        lambda: kept.reports.session("s-1"),
    )
    for read in reads:
        with pytest.raises(OperationalError) as caught:
            read()
        assert caught.value.code is codes[kept.state]


def test_a_conflict_whole(tmp_path: Path) -> None:
    store = open_store("", tmp_path / "packing.sqlite", 0.5)
    reports = open_conflict_reports("", tmp_path / "packing.sqlite", 0.5)
    Conflicts(store, reports).add(Made("s-1", 7))
    with store.engine.begin() as connection:
        settled = {"settled_at": NOON.replace(tzinfo=None), "settled_by": "SV-1", "settlement": "left out"}
        connection.execute(update(countersign_conflict).values(**settled))
    report = reports.session("s-1")
    assert report is not None
    assert report.conflict is not None
    assert (report.conflict.labels, report.conflict.holders[0].session_id) == (("L-1",), "other")
    assert [event.kind for event in timeline(report)][-2:] == [EventKind.CONFLICT, EventKind.SETTLED]
    assert report.summary.settled_at == NOON.isoformat()
    assert reports.session("nobody") is None
    reports.close()
    store.close()


def test_an_unsent_session_whole_until_it_is_confirmed(tmp_path: Path) -> None:
    record = open_record(tmp_path, RecordSettings(), SystemClock(), 5.0)
    session = PackingSession("s-1", DeliveryNote(DnNumber("KSS1"), (DeliveryLine(part(D26L), 90, ""),)))
    label, at = ScannedLabel(LabelCode("L-1"), part(D26L), 20, NOON.isoformat()), NOON.isoformat()
    for entry in (Opened(session), CoverAccepted(accepted()), CoverRefused(refused()), LabelCounted(label)):
        record.journal.append("s-1", at, entry, OPERATOR)
    packed = record.journal.open_session()
    assert packed is not None
    record.journal.submit(PackingRecord("key", "PKG-1", packed, at, "one", "", (), "OP-17"), at, OPERATOR)
    report = record.unsent.session("s-1")
    assert report is not None
    assert report.waits == "waiting"
    assert [event.kind for event in timeline(report)] == [
        EventKind.OPENED,
        EventKind.COVER,
        EventKind.COVER,
        EventKind.LABEL_COUNTED,
        EventKind.SUBMITTED,
        EventKind.WAITS,
    ]
    record.outbox.quarantine("key", "it does not fit", at)
    assert record.unsent.page(EVERY_SESSION, None, 5).sessions
    waiting = record.unsent.session("s-1")
    assert waiting is not None
    assert waiting.waits == "it does not fit"
    record.outbox.release("key", at)
    record.outbox.confirm("key", CommitReceipt("PKG-1", False), at)
    assert record.unsent.page(EVERY_SESSION, None, 5).sessions == ()
    assert record.unsent.session("s-1") is None
    record.close()
