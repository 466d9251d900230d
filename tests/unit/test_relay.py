"""Sending what was submitted: every answer of the factory's database, and every moment in which it gives none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conflict import Conflict, ConflictReason
from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import LabelCounted, Opened
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import Agreement, PackingRecord, PackingSession
from app.ports.packing_store import CommitReceipt
from app.ports.station_record import DiskState, MessageState
from app.runtime.backoff import Backoff
from app.use_cases.relay import Delivery, Relay
from app.use_cases.sending import COPY_LABELS_EVERY_S, IDLE_S, Sending
from tests.fakes.delivery_notes import FakeDeliveryNotes
from tests.fakes.packing_store import FakePackingStore
from tests.fakes.station_parts import SetClock
from tests.fakes.station_record import FakeStationRecord
from tests.unit.builders import D26L, D26R, D31R, label_record, note, part

AT = "2026-09-01T08:30:00+00:00"
NOTE = note(D26L, D31R)
OTHER = replace(NOTE, number=DnNumber("KSS008888B"))
AWAY = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="no connection to whcomp")
LOCKED = OperationalError(ErrorCode.DATABASE_LOCKED, path="whcomp")
ERP_AWAY = OperationalError(ErrorCode.ERP_UNREACHABLE, address="http://erp", problem="refused")
MISMATCH = OperationalError(ErrorCode.DATABASE_MISMATCH, problem="a value is too long for its column")


class RoughStore(FakePackingStore):
    """Before each call ``script`` says what happens: nothing, an error, or "lost": the call is done and the answer
    never arrives."""

    def __init__(self, labels: Sequence[LabelRecord]) -> None:
        super().__init__(labels)
        self.script: list[OperationalError | str] = []
        self.sent: list[PackingRecord] = []

    def commit(self, record: PackingRecord) -> CommitReceipt:
        self.sent.append(record)
        fate = self.script.pop(0) if self.script else ""
        if isinstance(fate, OperationalError):
            raise fate
        receipt = super().commit(record)
        if fate == "lost":
            raise AWAY
        if fate == "bug":
            raise KeyError("a bug to order")
        return receipt


@dataclass
class Rig:
    """A relay with its thread's job, driven by hand."""

    record: FakeStationRecord
    store: RoughStore
    notes: FakeDeliveryNotes
    clock: SetClock
    heard: list[Delivery]
    bugs: list[BaseException]
    sending: Sending

    def submit(
        self, key: str, *codes: str, note: DeliveryNote = NOTE, agreement: Agreement = Agreement.TWO_WAY
    ) -> None:
        labels = tuple(ScannedLabel(LabelCode(code), part(D26L), 10, AT) for code in codes)
        session = PackingSession(f"session-{key}", note, agreement=agreement)
        self.record.journal.append(session.session_id, AT, Opened(session))
        for label in labels:
            self.record.journal.append(session.session_id, AT, LabelCounted(label))
        whole = replace(session, labels=labels)
        self.record.journal.submit(PackingRecord(key, f"PKG-{key}", whole, AT, "station-7"), AT)

    def states(self) -> list[str]:
        return [message.state.value for message in self.record.outbox.kept]

    def committed(self) -> list[str]:
        return [record.idempotency_key for record in self.store.records]


class NoDraw:
    def uniform(self, _low: float, high: float) -> float:
        return high


def rig(stopping: Callable[[], bool] = lambda: False) -> Rig:
    record, clock = FakeStationRecord(), SetClock()
    store = RoughStore([label_record(f"L-{n}", D26L, 10) for n in range(1, 10)])
    notes, heard, bugs = FakeDeliveryNotes([NOTE, OTHER]), list[Delivery](), list[BaseException]()
    sending = Sending(
        record,
        store,
        Relay(record.outbox, store, notes, clock),
        clock,
        Backoff(60.0, NoDraw()),  # type: ignore[arg-type]  # the longest pauses, without chance
        keep_confirmed_days=30,
        heard=heard.append,
        on_bug=bugs.append,
        stopping=stopping,
    )
    return Rig(record, store, notes, clock, heard, bugs, sending)


def test_everything_that_is_due_is_sent_in_one_pass_in_order_of_each_note() -> None:
    r = rig()
    for key, label, on in (("a", "L-1", NOTE), ("b", "L-2", NOTE), ("c", "L-3", OTHER)):
        r.submit(key, label, note=on)
    assert r.sending.run() == IDLE_S
    assert r.states() == ["confirmed"] * 3
    assert r.committed().index("a") < r.committed().index("b")
    assert [each.state for each in r.heard] == [MessageState.CONFIRMED] * 3
    assert (r.sending.status.outbox.confirmed, r.sending.status.away) == (3, None)


@pytest.mark.parametrize("error", [AWAY, LOCKED], ids=lambda error: error.code)
def test_while_the_database_is_away_nothing_is_lost_and_pauses_grow(error: OperationalError) -> None:
    r = rig()
    r.submit("a", "L-1")
    r.submit("b", "L-2")
    r.store.script = [error] * 3
    pauses = [r.sending.run() for _ in range(3)]
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    assert r.sending.status.away is error
    assert r.record.outbox.kept[0].attempts == 3
    assert r.record.outbox.kept[1].attempts == 0, "the second waits behind the first"
    assert r.sending.run() == IDLE_S
    assert r.committed() == ["a", "b"]


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_record() -> None:
    r = rig()
    r.submit("a", "L-1")
    r.store.script = ["lost", "lost"]
    for _ in range(3):
        r.sending.run()
    assert r.store.sent == [r.store.sent[0]] * 3
    assert r.committed() == ["a"]
    assert r.states() == ["confirmed"]


def test_what_is_certainly_refused_is_set_aside_and_holds_up_only_its_own_note() -> None:
    r = rig()
    r.submit("a", "L-1")
    r.submit("b", "L-2")
    r.submit("c", "L-3", note=OTHER)
    r.store.script = [MISMATCH]
    r.sending.run()
    assert r.states() == ["quarantined", "waiting", "confirmed"]
    assert "too long" in r.record.outbox.kept[0].problem
    assert r.record.outbox.release("a", "2026-09-14T12:00:00+00:00")
    r.sending.run()
    assert r.states() == ["confirmed"] * 3
    assert r.committed() == ["c", "a", "b"]


def test_a_message_that_breaks_the_program_is_set_aside_and_told() -> None:
    r = rig()
    r.submit("a", "L-1")
    r.submit("c", "L-3", note=OTHER)
    r.store.script = ["bug"]
    r.sending.run()
    assert r.states() == ["quarantined", "confirmed"]
    assert [type(bug) for bug in r.bugs] == [KeyError]


# -- conflicts --------------------------------------------------------------------------------------------------------


def test_the_loser_of_a_label_becomes_a_conflict_with_both_sides_and_the_next_of_its_note_goes_on() -> None:
    r = rig()
    r.submit("winner", "L-1", note=OTHER)
    r.sending.run()
    r.submit("loser", "L-1", "L-2")
    r.submit("next", "L-3")
    r.sending.run()
    assert r.states() == ["confirmed", "conflict", "confirmed"]
    (conflict,) = r.store.conflicts.values()
    assert (conflict.reason, conflict.labels) == (ConflictReason.LABELS_TAKEN, (LabelCode("L-1"),))
    assert [(holder.dn, holder.session_id) for holder in conflict.holders] == [("KSS008888B", "session-winner")]
    assert [label.code.text for label in conflict.record.session.labels] == ["L-1", "L-2"]
    assert r.store.find_label(LabelCode("L-2")) == label_record("L-2", D26L, 10)
    assert not r.record.journal.spoken_for(LabelCode("L-2")), "its other labels are free again"


def test_a_conflict_that_cannot_be_reported_is_found_again() -> None:
    r = rig()
    r.submit("winner", "L-1", note=OTHER)
    r.sending.run()
    r.submit("loser", "L-1")
    report, r.store.report_conflict = r.store.report_conflict, _away  # type: ignore[method-assign]
    r.sending.run()
    assert r.states() == ["confirmed", "waiting"]
    r.store.report_conflict = report  # type: ignore[method-assign]
    r.sending.run()
    assert r.states() == ["confirmed", "conflict"]


def _away(conflict: Conflict) -> None:
    raise AWAY


# -- provisional sessions ---------------------------------------------------------------------------------------------


def provisional(r: Rig, *codes: str, number: DnNumber = NOTE.number) -> None:
    r.submit("p", *codes, note=DeliveryNote(number, ()), agreement=Agreement.LABEL_ALONE)


def test_a_provisional_session_waits_for_the_erp_and_holds_up_no_other_note() -> None:
    r = rig()
    provisional(r, "L-1")
    r.submit("c", "L-3", note=OTHER)
    r.notes.error = ERP_AWAY
    assert r.sending.run() != IDLE_S
    assert r.states() == ["waiting", "confirmed"]
    r.notes.error = None
    r.sending.run()
    assert r.states() == ["confirmed", "confirmed"]
    assert r.store.records[-1].session.note == NOTE


def test_a_provisional_session_is_sent_again_with_the_note_it_was_compared_with() -> None:
    """The note may change in the ERP between two attempts; what is sent twice must not."""
    r = rig()
    provisional(r, "L-1")
    r.store.script = ["lost"]
    r.sending.run()
    r.notes.notes[NOTE.number] = replace(NOTE, lines=NOTE.lines[:1])
    r.sending.run()
    assert r.store.sent == [r.store.sent[0]] * 2
    assert r.states() == ["confirmed"]


@pytest.mark.parametrize(
    ("number", "label", "reason"),
    [
        ("KSS000000X", D26L, ConflictReason.NOTE_UNKNOWN),
        ("KSS007317A", D26R, ConflictReason.NOTE_DISAGREES),
    ],
)
def test_a_provisional_session_that_does_not_fit_is_a_conflict(number: str, label: str, reason: ConflictReason) -> None:
    r = rig()
    note = replace(NOTE, lines=tuple(line for line in NOTE.lines if label != D26R or line.part_number != part(D26L)))
    r.notes.notes[NOTE.number] = note
    provisional(r, "L-1", number=DnNumber(number))
    r.sending.run()
    assert r.states() == ["conflict"]
    (conflict,) = r.store.conflicts.values()
    assert conflict.reason is reason
    assert r.store.records == []


# -- looking after the record -----------------------------------------------------------------------------------------


def test_the_label_master_is_copied_at_the_start_and_then_now_and_again() -> None:
    r = rig()
    r.sending.run()
    assert r.record.cache.label(LabelCode("L-9")) == label_record("L-9", D26L, 10)
    r.store.add_labels([label_record("NEW", D26L, 10)])
    r.sending.run()
    assert r.record.cache.label(LabelCode("NEW")) is None
    r.clock.now_s += COPY_LABELS_EVERY_S
    r.sending.run()
    assert r.record.cache.label(LabelCode("NEW")) is not None


def test_a_database_that_is_away_is_noticed_with_nothing_to_send() -> None:
    r = rig()
    r.store.error = AWAY
    assert r.sending.run() != IDLE_S
    assert r.sending.status.away is AWAY
    r.store.error = None
    assert r.sending.run() == IDLE_S
    assert r.sending.status.away is None


def test_pictures_are_thinned_while_the_disk_is_low() -> None:
    r = rig()
    thinned: list[int] = []
    r.record.disk.thin_pictures = lambda: thinned.append(1) or 0  # type: ignore[method-assign, func-returns-value]
    r.sending.run()
    r.record.disk.free = lambda: 500 * 10**6
    r.sending.run()
    assert len(thinned) == 1
    assert r.sending.status.room is not None
    assert r.sending.status.room.state is DiskState.LOW


def test_a_record_that_cannot_be_read_is_said_and_tried_again() -> None:
    r = rig()
    fault = OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="station.sqlite", problem="the disk reports an error")
    r.record.error = fault
    assert r.sending.run() != IDLE_S
    assert r.sending.status.fault is fault
    r.record.error = None
    r.sending.run()
    assert r.sending.status.fault is None


def test_a_closing_station_stops_between_two_messages() -> None:
    closing: list[bool] = []
    r = rig(stopping=lambda: bool(closing))
    r.submit("a", "L-1")
    r.submit("c", "L-3", note=OTHER)
    original = r.store.commit

    def last(record: PackingRecord) -> CommitReceipt:
        closing.append(True)
        return original(record)

    r.store.commit = last  # type: ignore[method-assign]
    r.sending.run()
    assert r.states() == ["confirmed", "waiting"]


# -- whatever happens -------------------------------------------------------------------------------------------------

fates = st.lists(st.sampled_from(["", "lost", AWAY, LOCKED, MISMATCH, "bug"]), max_size=25)


@settings(max_examples=150)
@given(fates, st.lists(st.sampled_from(["L-1", "L-2", "L-3"]), min_size=1, max_size=6))
def test_every_message_is_committed_once_or_is_a_conflict_and_never_both(
    script: list[OperationalError | str], labels: list[str]
) -> None:
    """Each session takes one label; whoever comes first for a label has it, all others are conflicts."""
    r = rig()
    for index, label in enumerate(labels):
        r.submit(f"k{index}", label, note=NOTE if index % 2 else OTHER)
    r.store.script = list(script)
    for _ in range(60):
        r.sending.run()
        for message in r.record.outbox.kept:
            r.record.outbox.release(message.record.idempotency_key, "2026-09-14T12:00:00+00:00")
    committed, in_conflict = r.committed(), set(r.store.conflicts)
    assert len(committed) == len(set(committed))
    assert set(committed) | in_conflict == {f"k{index}" for index in range(len(labels))}
    assert not set(committed) & in_conflict
    assert len(committed) == len(set(labels))
    states = {m.record.idempotency_key: m.state for m in r.record.outbox.kept}
    assert {key for key, state in states.items() if state is MessageState.CONFLICT} == in_conflict
