"""What every station's record does: the one in memory and the file, which is closed and opened again wherever
durability is meant."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.alias import AliasBook
from app.domain.audit import AuditDeed
from app.domain.conflict import Conflict, ConflictReason
from app.domain.decision import Picture
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.detection import FrameStamp
from app.domain.journal import (
    CoverAccepted,
    CoverRefused,
    CoverUndecided,
    Entry,
    JournalLine,
    LabelCounted,
    LabelTakenBack,
    Left,
    Opened,
    Submitted,
    folded,
)
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import Agreement, PackingRecord, PackingSession
from app.ports.frame import Frame
from app.ports.packing_store import CommitReceipt, PackedNote
from app.ports.station_record import CachedNote, DiskState, MessageState, OutboxStatus, StationRecord
from app.settings import RecordSettings
from services.record.record import SqlStationRecord, open_record
from tests.fakes.station_record import FakeStationRecord
from tests.unit.builders import D26L, D26R, D31R, accepted, alias, label_record, note, part, refused, undecided

AT = "2026-09-14T07:30:15.250+00:00"
LATER = "2026-09-14T08:00:00+00:00"
RULES = RecordSettings()
MB = 10**6
PAPER = note(D26L, D31R)


@dataclass
class TestClock:
    __test__ = False
    now: datetime = datetime(2026, 9, 14, 7, 30, tzinfo=UTC)
    seconds: float = 0.0

    def monotonic_s(self) -> float:
        return self.seconds

    def utc(self) -> datetime:
        return self.now


@dataclass
class Rig:
    """A record that can be closed and opened again, on a disk of the test's own size."""

    kind: str
    folder: Path
    clock: TestClock = field(default_factory=TestClock)
    disk_bytes: int = 100_000 * MB
    fake: FakeStationRecord | None = None
    sql: SqlStationRecord | None = None

    @property
    def record(self) -> StationRecord:
        found = self.fake or self.sql
        assert found is not None
        return found

    def open(self) -> "Rig":
        if self.kind == "memory":
            self.fake = self.fake or FakeStationRecord()
            self.fake.disk.free = lambda: self.disk_bytes - self.picture_bytes
        else:
            self.sql = open_record(self.folder, RULES, self.clock, 10.0, lambda _: self.disk_bytes - self.picture_bytes)
        return self

    def reopened(self) -> StationRecord:
        self.record.close()
        return self.open().record

    @property
    def picture_bytes(self) -> int:
        return sum(self.pictures.values())

    @property
    def pictures(self) -> dict[str, int]:
        if self.fake:
            return {name: len(data) for name, data in self.fake.pictures.kept.items()}
        return {path.stem: path.stat().st_size for path in (self.folder / "pictures").glob("*/*.jpg")}


@pytest.fixture(params=["memory", "sqlite"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    opened = Rig(request.param, tmp_path).open()
    yield opened
    opened.record.close()


def session(name: str = "s-1", paper: DeliveryNote = PAPER, *labels: ScannedLabel) -> PackingSession:
    return PackingSession(name, paper, labels)


def label(code: str, quantity: int = 30, *, recorded: bool = False) -> ScannedLabel:
    return ScannedLabel(LabelCode(code), part(D26L), quantity, AT, recorded)


def dn(number: str) -> DeliveryNote:
    return replace(PAPER, number=DnNumber(number))


def submitted(
    record: StationRecord,
    name: str,
    *codes: str,
    paper: DeliveryNote = PAPER,
    removes: tuple[str, ...] = (),
    entries: tuple[Entry, ...] = (),
    at: str = AT,
) -> PackingRecord:
    """A whole session: opened, its labels counted, submitted with the key ``key-NAME``."""
    opened = PackingSession(f"s-{name}", paper, tuple(label(code, recorded=True) for code in removes))
    counted = [LabelCounted(label(code)) for code in codes]
    taken = [LabelTakenBack(LabelCode(code)) for code in removes]
    every: list[Entry] = [Opened(opened), *entries, *counted, *taken]
    for entry in every:
        record.journal.append(opened.session_id, at, entry)
    now = record.journal.open_session()
    assert now is not None
    packing = PackingRecord(f"key-{name}", f"PKG-{name}", now, at, "station-1", "wet")
    record.journal.submit(packing, at)
    return packing


def states(record: StationRecord) -> dict[str, str]:
    return {message.record.idempotency_key: message.state.value for message in record.outbox.messages(0, 1000)}


def due(record: StationRecord) -> list[str]:
    return [message.record.idempotency_key for message in record.outbox.due()]


def confirmed(record: StationRecord, name: str, at: str = LATER) -> None:
    record.outbox.confirm(f"key-{name}", CommitReceipt(f"PKG-{name}", repeated=False), at)


def unconfirmed(record: StationRecord, paper: DeliveryNote = PAPER) -> list[str]:
    return [each.code.text for each in record.journal.unconfirmed(paper.number)]


def spoken_for(record: StationRecord, code: str) -> bool:
    return record.journal.spoken_for(LabelCode(code))


def frame(size: int = 64) -> Frame:
    pixels = np.random.default_rng(size).integers(0, 255, (size, size, 3), dtype=np.uint8)
    return Frame(FrameStamp(1, 0.0, 1), pixels)


# The journal


def test_nothing_is_open_at_first(rig: Rig) -> None:
    assert rig.record.journal.open_session() is None
    assert rig.record.journal.unconfirmed(PAPER.number) == ()
    assert not spoken_for(rig.record, "L-1")


def test_the_session_on_screen_is_the_one_its_entries_tell(rig: Rig) -> None:
    begun = replace(session(), agreement=Agreement.TWO_WAY, note_as_of=LATER, removed=(label("OLD", recorded=True),))
    story: list[Entry] = [
        Opened(begun),
        CoverRefused(refused(D26R)),
        CoverAccepted(accepted(D26L)),
        CoverUndecided(undecided(D26L)),
        LabelCounted(label("L-1")),
        LabelCounted(label("L-2")),
        LabelTakenBack(LabelCode("L-1")),
    ]
    for entry in story:
        rig.record.journal.append("s-1", AT, entry)
    expected = folded(JournalLine(seq, AT, entry) for seq, entry in enumerate(story, 1))
    assert rig.record.journal.open_session() == expected
    assert rig.reopened().journal.open_session() == expected
    assert [each.code.text for each in expected.labels] == ["L-2"]


def test_a_session_goes_on_after_reopening(rig: Rig) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    rig.reopened().journal.append("s-1", AT, LabelCounted(label("L-1")))
    assert rig.reopened().journal.open_session() == session("s-1", PAPER, label("L-1"))


def test_the_order_is_that_of_the_entries_whatever_the_clock_says(rig: Rig) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    moment = datetime.fromisoformat(AT)
    for number, days in enumerate([1, -1, 0, -2, 3]):
        at = (moment + timedelta(days=days)).isoformat()
        rig.clock.now = moment + timedelta(days=days)
        rig.record.journal.append("s-1", at, LabelCounted(label(f"L-{number}")))
    found = rig.reopened().journal.open_session()
    assert found is not None
    assert [each.code.text for each in found.labels] == [f"L-{number}" for number in range(5)]


def test_a_left_session_is_no_longer_open_and_another_may_begin(rig: Rig) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    rig.record.journal.append("s-1", AT, LabelCounted(label("L-1")))
    rig.record.journal.append("s-1", AT, Left())
    assert rig.record.journal.open_session() is None
    assert (unconfirmed(rig.record), spoken_for(rig.record, "L-1")) == ([], False)
    rig.record.journal.append("s-2", AT, Opened(session("s-2")))
    assert rig.reopened().journal.open_session() == session("s-2")


REFUSED: list[tuple[str, Callable[[StationRecord], None]]] = [
    ("a session that was never opened", lambda it: it.journal.append("s-9", AT, LabelCounted(label("L-1")))),
    ("a second open session", lambda it: it.journal.append("s-2", AT, Opened(session("s-2")))),
    ("a second opening", lambda it: it.journal.append("s-1", AT, Opened(session()))),
    ("another session's opening", lambda it: it.journal.append("s-2", AT, Opened(session("s-3")))),
    ("a submission without its record", lambda it: it.journal.append("s-1", AT, Submitted("key-1", "PKG-1"))),
    ("a submitted session", lambda it: it.journal.append("s-old", AT, LabelCounted(label("L-9")))),
    ("a submitted session's opening", lambda it: it.journal.append("s-old", AT, Opened(session("s-old")))),
    ("a cover that is not on the note", lambda it: it.journal.append("s-1", AT, CoverAccepted(accepted(D26R)))),
    (
        "a submission of another session",
        lambda it: it.journal.submit(PackingRecord("key-2", "PKG-2", session("s-2"), AT, "station-1"), AT),
    ),
    (
        "a key used before",
        lambda it: it.journal.submit(PackingRecord("key-old", "PKG-2", session("s-1"), AT, "station-1"), AT),
    ),
]


@pytest.mark.parametrize("wrong", [call for _, call in REFUSED], ids=[name for name, _ in REFUSED])
def test_what_cannot_follow_is_refused_and_changes_nothing(rig: Rig, wrong: Callable[[StationRecord], None]) -> None:
    submitted(rig.record, "old", "L-0")
    rig.record.journal.append("s-1", AT, Opened(session()))
    with pytest.raises(ValueError, match=r"."):
        wrong(rig.record)
    assert rig.record.journal.open_session() == session()
    again = rig.reopened()
    assert again.journal.open_session() == session()
    assert states(again) == {"key-old": "waiting"}
    again.journal.append("s-1", AT, LabelCounted(label("L-1")))


def test_nothing_follows_the_end_of_a_session(rig: Rig) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    rig.record.journal.append("s-1", AT, Left())
    for entry in (LabelCounted(label("L-1")), Left(), Opened(session())):
        with pytest.raises(ValueError, match="s-1"):
            rig.record.journal.append("s-1", AT, entry)


CODES = [f"L-{number}" for number in range(4)]
ENTRIES = st.one_of(
    st.builds(lambda code: LabelCounted(label(code)), st.sampled_from(CODES)),
    st.builds(lambda code: LabelTakenBack(LabelCode(code)), st.sampled_from([*CODES, "OLD"])),
    st.sampled_from([CoverAccepted(accepted(D26L)), CoverAccepted(accepted(D31R)), CoverRefused(refused(D26R))]),
    st.just(CoverUndecided(undecided(D26L))),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ENTRIES, max_size=12), st.booleans())
def test_j1_any_order_of_entries_is_told_after_reopening_as_before(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry], again: bool
) -> None:
    rig = Rig("sqlite", tmp_path_factory.mktemp("any-order")).open()
    begun = session("s-1", PAPER, *([label("OLD", recorded=True)] if again else []))
    try:
        taken: list[Entry] = []
        for entry in (Opened(begun), *entries):
            counts = rig.record.journal.open_session()
            if counts and isinstance(entry, LabelCounted) and entry.label.code in {each.code for each in counts.labels}:
                with pytest.raises(ValueError, match="counts already"):
                    rig.record.journal.append("s-1", AT, entry)
                continue
            rig.record.journal.append("s-1", AT, entry)
            taken.append(entry)
        lines = [JournalLine(seq, AT, entry) for seq, entry in enumerate(taken, 1)]
        assert rig.record.journal.open_session() == folded(lines)
        assert rig.reopened().journal.open_session() == folded(lines)
    finally:
        rig.record.close()


# Submission


def test_a_submission_ends_the_session_and_leaves_its_message_with_its_audit(rig: Rig) -> None:
    covers = (CoverAccepted(accepted(D26L)), CoverRefused(refused(D26R)))
    packing = submitted(rig.record, "1", "L-1", entries=covers)
    for record in (rig.record, rig.reopened()):
        assert record.journal.open_session() is None
        (message,) = record.outbox.messages(0, 10)
        assert replace(message.record, audit=()) == packing
        assert message.record.session.decisions == (covers[0].decision, covers[1].decision)
        assert [(each.seq, each.deed) for each in message.record.audit] == [
            (1, "opened"),
            (2, "cover_accepted"),
            (3, "cover_refused"),
            (4, "label_counted"),
            (5, "submitted"),
        ]
        assert message.record.audit[-1].detail == "wet"
        assert {each.at for each in message.record.audit} == {AT}
        assert (message.state, message.created_at, message.attempts) == (MessageState.WAITING, AT, 0)
        assert (message.problem, message.settled_at) == ("", "")


def test_labels_are_spoken_for_until_they_are_confirmed(rig: Rig) -> None:
    rig.record.journal.append("s-open", AT, Opened(session("s-open")))
    rig.record.journal.append("s-open", AT, LabelCounted(label("L-1")))
    assert (unconfirmed(rig.record), spoken_for(rig.record, "L-1")) == ([], False)
    rig.record.journal.append("s-open", AT, Left())
    submitted(rig.record, "1", "L-2", "L-1")
    record = rig.reopened()
    assert record.journal.unconfirmed(PAPER.number) == (label("L-2", recorded=True), label("L-1", recorded=True))
    assert (spoken_for(record, "L-1"), spoken_for(record, "L-9")) == (True, False)
    assert unconfirmed(record, dn("KSS000002")) == []
    confirmed(record, "1")
    assert (unconfirmed(record), spoken_for(record, "L-1")) == ([], False)


def test_labels_that_a_later_session_removed_are_left_out(rig: Rig) -> None:
    submitted(rig.record, "1", "L-1", "L-2")
    submitted(rig.record, "2", "L-3", removes=("L-1",))
    record = rig.reopened()
    assert unconfirmed(record) == ["L-2", "L-3"]
    assert [spoken_for(record, code) for code in ("L-1", "L-2", "L-3")] == [False, True, True]
    submitted(record, "3", "L-1")
    assert unconfirmed(record) == ["L-2", "L-3", "L-1"]
    assert spoken_for(record, "L-1")


def test_what_was_taken_out_of_a_note_is_known_until_it_is_confirmed(rig: Rig) -> None:
    submitted(rig.record, "1", "L-3", removes=("L-1", "L-2"))
    record = rig.reopened()
    assert record.journal.unconfirmed_removals(PAPER.number) == {LabelCode("L-1"), LabelCode("L-2")}
    assert record.journal.unconfirmed_removals(dn("KSS000002").number) == frozenset()
    submitted(record, "2", "L-1")
    assert record.journal.unconfirmed_removals(PAPER.number) == {LabelCode("L-2")}
    confirmed(record, "1")
    assert record.journal.unconfirmed_removals(PAPER.number) == frozenset()


def test_labels_recorded_before_are_not_counted_again(rig: Rig) -> None:
    again = session("s-1", PAPER, label("L-1", recorded=True), label("L-2"))
    rig.record.journal.append("s-1", AT, Opened(again))
    rig.record.journal.submit(PackingRecord("key-1", "PKG-1", again, AT, "station-1"), AT)
    assert unconfirmed(rig.record) == ["L-2"]
    assert not spoken_for(rig.record, "L-1")


def test_a_quarantined_session_still_has_its_labels_and_one_in_conflict_has_none(rig: Rig) -> None:
    submitted(rig.record, "1", "L-1")
    lost = submitted(rig.record, "2", "L-2", paper=dn("KSS000002"))
    rig.record.outbox.quarantine("key-1", "no such table", LATER)
    rig.record.outbox.put_in_conflict(Conflict(lost, ConflictReason.LABELS_TAKEN, LATER), LATER)
    assert (unconfirmed(rig.record), spoken_for(rig.record, "L-1")) == (["L-1"], True)
    assert (unconfirmed(rig.record, dn("KSS000002")), spoken_for(rig.record, "L-2")) == ([], False)


# The outbox


def test_due_are_the_oldest_of_each_note_in_order(rig: Rig) -> None:
    assert due(rig.record) == []
    other = dn("KSS000002")
    submitted(rig.record, "1", "L-1")
    submitted(rig.record, "2", "L-2", paper=other)
    submitted(rig.record, "3", "L-3")
    assert due(rig.record) == ["key-1", "key-2"]
    confirmed(rig.record, "1")
    assert due(rig.reopened()) == ["key-2", "key-3"]
    assert len(rig.record.outbox.due()[:1]) == 1


def test_a_quarantined_message_holds_up_its_note_until_it_is_released(rig: Rig) -> None:
    for name in ("1", "2"):
        submitted(rig.record, name, f"L-{name}")
    submitted(rig.record, "3", "L-3", paper=dn("KSS000002"))
    rig.record.outbox.quarantine("key-1", "no such table", LATER)
    record = rig.reopened()
    assert due(record) == ["key-3"]
    (first, *_) = record.outbox.messages(0, 1)
    assert (first.state, first.problem, first.settled_at) == (MessageState.QUARANTINED, "no such table", LATER)
    assert record.outbox.release("key-1", LATER)
    assert not record.outbox.release("key-1", LATER)
    assert not record.outbox.release("nobody", LATER)
    assert due(record) == ["key-1", "key-3"]
    assert record.audit.newest(None, 1)[0].act.deed == AuditDeed.MESSAGE_RELEASED


def test_a_conflict_is_settled_and_holds_up_nothing(rig: Rig) -> None:
    lost = submitted(rig.record, "1", "L-1")
    submitted(rig.record, "2", "L-2")
    rig.record.outbox.put_in_conflict(Conflict(lost, ConflictReason.LABELS_TAKEN, LATER), LATER)
    assert due(rig.record) == ["key-2"]
    assert states(rig.reopened()) == {"key-1": "conflict", "key-2": "waiting"}
    assert rig.record.outbox.resend("2000-01-01", LATER) == 0
    assert not rig.record.outbox.release("key-1", LATER)


def test_an_attempt_is_counted_and_told_and_the_message_waits_on(rig: Rig) -> None:
    submitted(rig.record, "1", "L-1")
    rig.record.outbox.tried("key-1", "no answer")
    rig.record.outbox.tried("key-1", "no answer again")
    (message,) = rig.reopened().outbox.due()
    assert (message.attempts, message.problem, message.state) == (2, "no answer again", MessageState.WAITING)


def test_a_completed_message_is_the_one_that_is_sent(rig: Rig) -> None:
    unseen = DeliveryNote(PAPER.number, ())
    provisional = replace(session("s-1", unseen, label("L-1")), agreement=Agreement.LABEL_ALONE)
    rig.record.journal.append("s-1", AT, Opened(provisional))
    rig.record.journal.submit(PackingRecord("key-1", "PKG-1", provisional, AT, "station-1"), AT)
    (message,) = rig.record.outbox.due()
    whole = replace(message.record, session=replace(provisional, note=PAPER))
    rig.record.outbox.complete(whole, LATER)
    (completed,) = rig.reopened().outbox.due()
    assert completed == replace(message, record=whole)
    assert unconfirmed(rig.record) == ["L-1"]


def test_only_a_waiting_message_has_an_outcome(rig: Rig) -> None:
    packing = submitted(rig.record, "1", "L-1")
    confirmed(rig.record, "1")
    outbox = rig.record.outbox
    for key in ("key-1", "nobody"):
        conflict = Conflict(replace(packing, idempotency_key=key), ConflictReason.LABELS_TAKEN, LATER)
        calls: list[Callable[[], None]] = [
            lambda key=key: outbox.confirm(key, CommitReceipt("PKG", repeated=True), LATER),  # type: ignore[misc]
            lambda key=key: outbox.tried(key, "late"),  # type: ignore[misc]
            lambda key=key: outbox.quarantine(key, "late", LATER),  # type: ignore[misc]
            lambda conflict=conflict: outbox.put_in_conflict(conflict, LATER),  # type: ignore[misc]
            lambda conflict=conflict: outbox.complete(conflict.record, LATER),  # type: ignore[misc]
        ]
        for call in calls:
            with pytest.raises(ValueError, match=key):
                call()
    assert states(rig.record) == {"key-1": "confirmed"}


def test_what_was_confirmed_lately_waits_again_with_its_labels(rig: Rig) -> None:
    times = ["2026-09-13T23:59:59+00:00", "2026-09-14T00:00:00Z", "2026-09-14T09:00:00+02:00", LATER]
    for name, at in enumerate(times):
        submitted(rig.record, f"{name}", f"L-{name}")
        confirmed(rig.record, f"{name}", at)
    submitted(rig.record, "waits", "L-9")
    assert rig.record.outbox.resend("2026-09-14T08:00:00.000001+00:00", LATER) == 0
    assert rig.record.outbox.resend("2026-09-14T07:00:00+00:00", LATER) == 2
    assert [line.act.deed for line in rig.record.audit.of_subject("record:station")] == [AuditDeed.MESSAGES_RESENT]
    record = rig.reopened()
    assert list(states(record).values()) == ["confirmed", "confirmed", "waiting", "waiting", "waiting"]
    assert unconfirmed(record) == ["L-2", "L-3", "L-9"]
    assert due(record) == ["key-2"]
    assert record.outbox.messages(0, 10)[2].settled_at == ""
    assert record.outbox.resend("2026-09-14", LATER) == 1


def test_only_what_was_confirmed_long_ago_is_forgotten(rig: Rig) -> None:
    for name in ("old", "new", "waits", "bad", "lost"):
        packing = submitted(rig.record, name, f"L-{name}", paper=dn(f"DN-{name.upper()}"))
    confirmed(rig.record, "old", "2026-09-01T00:00:00+00:00")
    confirmed(rig.record, "new", LATER)
    rig.record.outbox.quarantine("key-bad", "no", "2026-09-01T00:00:00+00:00")
    rig.record.outbox.put_in_conflict(
        Conflict(packing, ConflictReason.LABELS_TAKEN, LATER), "2026-09-01T00:00:00+00:00"
    )
    assert rig.record.outbox.forget_confirmed("2026-09-01T00:00:00+00:00") == 0
    assert rig.record.outbox.forget_confirmed("2026-09-10T00:00:00+00:00") == 1
    assert list(states(rig.reopened())) == ["key-new", "key-waits", "key-bad", "key-lost"]


def test_the_numbers_of_messages_are_never_used_again(rig: Rig) -> None:
    submitted(rig.record, "1", "L-1")
    confirmed(rig.record, "1")
    (first,) = rig.record.outbox.messages(0, 10)
    assert rig.record.outbox.forget_confirmed("2030-01-01") == 1
    submitted(rig.reopened(), "2", "L-2")
    (second,) = rig.record.outbox.messages(first.seq, 10)
    assert second.seq > first.seq


def test_status_counts_each_state(rig: Rig) -> None:
    assert rig.record.outbox.status() == OutboxStatus()
    for name in ("1", "2", "3", "4", "5"):
        packing = submitted(rig.record, name, f"L-{name}", paper=dn(f"DN-{name}"), at=f"2026-09-14T0{name}:00:00+00:00")
    confirmed(rig.record, "1")
    rig.record.outbox.quarantine("key-2", "no", LATER)
    rig.record.outbox.put_in_conflict(Conflict(packing, ConflictReason.LABELS_TAKEN, LATER), LATER)
    expected = OutboxStatus(2, 1, 1, 1, "2026-09-14T03:00:00+00:00")
    assert rig.record.outbox.status() == expected
    assert rig.reopened().outbox.status() == expected


def test_messages_come_in_pages(rig: Rig) -> None:
    for number in range(5):
        submitted(rig.record, f"{number}", f"L-{number}")
    confirmed(rig.record, "0")
    pages, after = [], 0
    while page := rig.record.outbox.messages(after, 2):
        pages.append([message.record.idempotency_key for message in page])
        after = page[-1].seq
    assert pages == [["key-0", "key-1"], ["key-2", "key-3"], ["key-4"]]


# The cache


def test_what_was_never_seen_is_none(rig: Rig) -> None:
    cache = rig.record.cache
    assert cache.note(PAPER.number) is None
    assert cache.label(LabelCode("L-1")) is None
    assert cache.packed_note(PAPER.number) is None
    assert cache.aliases() == AliasBook()


def test_the_newest_of_each_is_remembered(rig: Rig) -> None:
    smaller = DeliveryNote(PAPER.number, (DeliveryLine(part(D26L), 5, ""),))
    labels = [label_record("L-1", D26L), label_record("L-2", D31R, 7, active=False, used=True)]
    packed = PackedNote("PKG-1", AT, (label("L-1", recorded=True),))
    cache = rig.record.cache
    cache.keep_note(PAPER, AT)
    cache.keep_note(smaller, LATER)
    cache.keep_labels([replace(labels[0], quantity=99), labels[1]])
    cache.keep_labels([labels[0]])
    cache.keep_labels([])
    cache.keep_packed_note(PAPER.number, replace(packed, packing_code="PKG-0"))
    cache.keep_packed_note(PAPER.number, packed)
    cache.keep_aliases(AliasBook((alias("lid", part(D26R)),)))
    cache.keep_aliases(AliasBook((alias("lid", part(D26L)), alias("cap", part(D31R)))))
    for cache in (rig.record.cache, rig.reopened().cache):
        assert cache.note(PAPER.number) == CachedNote(smaller, LATER)
        assert [cache.label(each.code) for each in labels] == labels
        assert cache.packed_note(PAPER.number) == packed
        assert cache.aliases() == AliasBook((alias("lid", part(D26L)), alias("cap", part(D31R))))


def test_a_note_that_is_packed_no_longer_is_forgotten(rig: Rig) -> None:
    rig.record.cache.keep_packed_note(PAPER.number, PackedNote("PKG-1", AT, ()))
    rig.record.cache.keep_packed_note(PAPER.number, None)
    assert rig.record.cache.packed_note(PAPER.number) is None


# Pictures and the disk


def test_each_picture_has_a_name_of_its_own_and_a_hash(rig: Rig) -> None:
    first, second = rig.record.pictures.keep(frame()), rig.record.pictures.keep(frame())
    assert first.picture_id != second.picture_id
    assert first.sha256 == second.sha256
    assert len(first.sha256) == len(hashlib.sha256().hexdigest())
    assert set(rig.pictures) == {first.picture_id, second.picture_id}


def cover(
    record: StationRecord, label_of: str = D26L, *, right: bool = True
) -> tuple[Picture, CoverAccepted | CoverRefused]:
    picture = record.pictures.keep(frame())
    decision = accepted(label_of) if right else refused(D26R)
    evidence = replace(decision.evidence, picture=picture)
    if right:
        return picture, CoverAccepted(replace(accepted(label_of), evidence=evidence))
    return picture, CoverRefused(replace(refused(D26R), evidence=evidence))


def with_pictures(record: StationRecord, name: str) -> tuple[Picture, Picture]:
    """A submitted session with the pictures of a refused and of an accepted cover, in this order."""
    (wrong, refusal), (right, acceptance) = cover(record, right=False), cover(record)
    submitted(record, name, f"L-{name}", paper=dn(f"DN-{name.upper()}"), entries=(refusal, acceptance))
    return wrong, right


@pytest.mark.parametrize(
    ("free_mb", "state"),
    [(2000, DiskState.ROOMY), (1999, DiskState.LOW), (300, DiskState.LOW), (299, DiskState.FULL), (0, DiskState.FULL)],
)
def test_the_disk_is_roomy_low_or_full(rig: Rig, free_mb: int, state: DiskState) -> None:
    rig.disk_bytes = free_mb * MB
    room = rig.record.disk.room()
    assert (room.state, room.free_bytes, room.lasts_days) == (state, free_mb * MB, None)


def test_how_long_the_room_lasts_is_known_after_a_restart(rig: Rig) -> None:
    with_pictures(rig.record, "1")
    lasts = rig.reopened().disk.room().lasts_days
    assert lasts is not None
    assert lasts > 0


def test_pictures_are_thinned_by_what_they_are_worth(rig: Rig) -> None:
    first, second = with_pictures(rig.record, "1"), with_pictures(rig.record, "2")
    for name in ("1", "2"):
        confirmed(rig.record, name)
    one = rig.pictures[first[0].picture_id]
    expected = [first[1], second[1], first[0], second[0]]
    for gone in range(1, 5):
        rig.disk_bytes = RULES.low_free_mb * MB + rig.picture_bytes - 1
        assert rig.record.disk.thin_pictures() >= one * 0.9
        assert {each.picture_id for each in expected[gone:]} == set(rig.pictures)
    assert rig.record.disk.thin_pictures() == 0


def test_a_picture_that_is_needed_is_never_thinned_out(rig: Rig) -> None:
    for name in ("waits", "bad", "lost", "sent"):
        with_pictures(rig.record, name)
    confirmed(rig.record, "sent")
    rig.record.outbox.quarantine("key-bad", "no", LATER)
    lost = next(each.record for each in rig.record.outbox.messages(0, 9) if each.record.idempotency_key == "key-lost")
    rig.record.outbox.put_in_conflict(Conflict(lost, ConflictReason.LABELS_TAKEN, LATER), LATER)
    picture, acceptance = cover(rig.record)
    rig.record.journal.append("s-open", AT, Opened(session("s-open")))
    rig.record.journal.append("s-open", AT, acceptance)
    orphan = rig.record.pictures.keep(frame())
    before = rig.picture_bytes
    rig.disk_bytes = 100 * MB
    freed = rig.record.disk.thin_pictures()
    assert before - rig.picture_bytes == freed > 0
    assert len(rig.pictures) == 3 * 2 + 2
    assert {picture.picture_id, orphan.picture_id} <= set(rig.pictures)
    assert rig.record.disk.thin_pictures() == 0
    rig.record.outbox.release("key-bad", LATER)
    confirmed(rig.record, "bad")
    assert rig.record.disk.thin_pictures() > 0


def test_the_record_keeps_the_name_and_hash_of_a_picture_that_is_gone(rig: Rig) -> None:
    wrong, right = with_pictures(rig.record, "1")
    confirmed(rig.record, "1")
    rig.disk_bytes = 0
    rig.record.disk.thin_pictures()
    assert rig.pictures == {}
    (message,) = rig.reopened().outbox.messages(0, 1)
    assert [each.evidence.picture for each in message.record.session.decisions] == [wrong, right]


def test_pictures_of_a_session_that_was_left_may_go(rig: Rig) -> None:
    _, acceptance = cover(rig.record)
    for entry in (Opened(session()), acceptance, Left()):
        rig.record.journal.append("s-1", AT, entry)
    rig.disk_bytes = 0
    assert rig.record.disk.thin_pictures() > 0


def test_nothing_is_thinned_while_there_is_room(rig: Rig) -> None:
    with_pictures(rig.record, "1")
    confirmed(rig.record, "1")
    assert rig.record.disk.thin_pictures() == 0


def test_any_thread_may_call(rig: Rig) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    lock = threading.Lock()

    def scan(number: int) -> None:
        if rig.kind == "memory":  # the fake is for one thread after another; the file's one connection is the queue
            with lock:
                rig.record.journal.append("s-1", AT, LabelCounted(label(f"L-{number}")))
        else:
            rig.record.journal.append("s-1", AT, LabelCounted(label(f"L-{number}")))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(scan, range(40)))
    found = rig.reopened().journal.open_session()
    assert found is not None
    assert sorted(each.code.text for each in found.labels) == sorted(f"L-{number}" for number in range(40))


# Conflicts that a supervisor has settled


def in_conflict(record: StationRecord, *names: str) -> None:
    for name in names:
        packing = submitted(record, name, f"L-{name}", paper=dn(f"KSS{name}"))
        record.outbox.put_in_conflict(Conflict(packing, ConflictReason.LABELS_TAKEN, LATER), LATER)


def test_a_settled_conflict_counts_no_more_and_stays_what_it_is(rig: Rig) -> None:
    in_conflict(rig.record, "1", "2")
    assert [*rig.record.outbox.open_conflicts()] == ["key-1", "key-2"]
    assert rig.record.outbox.settle("key-1", "set_aside: told so", LATER, 17)
    for record in (rig.record, rig.reopened()):
        assert [*record.outbox.open_conflicts()] == ["key-2"]
        assert record.outbox.status().conflicts == 1
        assert states(record) == {"key-1": "conflict", "key-2": "conflict"}
        assert [each.settlement for each in record.outbox.messages(0, 10)] == ["set_aside: told so", ""]
        assert due(record) == []
    line = rig.record.audit.lines(0, 100)[-1]
    assert (line.act.deed, line.act.subject, line.act.at) == ("conflict_settled", "conflict:key-1", LATER)
    assert (line.act.after, line.act.monotonic_ms) == ('{"settlement":"set_aside: told so"}', 17)


def test_only_an_open_conflict_is_settled_and_once(rig: Rig) -> None:
    in_conflict(rig.record, "1")
    submitted(rig.record, "2", "L-2")
    head = rig.record.audit.head()
    assert not rig.record.outbox.settle("key-2", "set_aside: told so", LATER)
    assert not rig.record.outbox.settle("key-9", "set_aside: told so", LATER)
    with pytest.raises(ValueError, match="says what was decided"):
        rig.record.outbox.settle("key-1", "", LATER)
    assert rig.record.audit.head() == head
    assert rig.record.outbox.settle("key-1", "send_again: found", LATER)
    assert not rig.record.outbox.settle("key-1", "set_aside: told so", LATER)
    assert next(iter(rig.record.outbox.messages(0, 1))).settlement == "send_again: found"


def test_a_settled_conflict_is_never_sent_again(rig: Rig) -> None:
    in_conflict(rig.record, "1")
    rig.record.outbox.settle("key-1", "set_aside: told so", LATER)
    assert rig.record.outbox.resend("2000-01-01T00:00:00+00:00", LATER) == 0
    assert not rig.record.outbox.release("key-1", LATER)
    assert rig.record.outbox.forget_confirmed("2100-01-01T00:00:00+00:00") == 0
    assert due(rig.record) == []


def test_j3_every_entry_is_a_line_of_the_audit_with_its_number_and_its_hash(rig: Rig) -> None:
    packing = submitted(rig.record, "1", "L-1")
    lines = rig.record.audit.lines(0, 10)
    told = [json.loads(line.act.after) for line in lines]
    assert [line.act.deed for line in lines] == ["opened", "label_counted", "submitted"]
    assert [each["seq"] for each in told] == [1, 2, 3]
    assert len({each["sha256"] for each in told}) == 3
    rig.record.outbox.complete(packing, LATER, 5)
    assert rig.record.audit.lines(3, 1)[0].act.deed == "record_completed"
