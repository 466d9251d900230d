"""What station and factory tell each other beside what was packed."""

from dataclasses import dataclass, field, replace

import pytest

from app.domain.audit import FACTORY_CHAIN, AuditDeed, Head, findings, seen_head
from app.domain.conflict import Conflict, ConflictReason
from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import LabelCounted, Opened
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.ports.station_record import MessageState
from app.runtime.backoff import Backoff
from app.use_cases.read_audit import seen_heads
from app.use_cases.relay import Relay
from app.use_cases.sending import IDLE_S, Sending
from app.use_cases.sync import AGAIN_S, FactorySync
from tests.contract.test_audit_trail import act
from tests.fakes.delivery_notes import FakeDeliveryNotes
from tests.fakes.factory_audit import FakeFactoryAudit
from tests.fakes.packing_store import FakePackingStore
from tests.fakes.people import FakePeopleDirectory, account
from tests.fakes.settlements import FakeSettlements
from tests.fakes.station_parts import SetClock, factory_of
from tests.fakes.station_record import FakeStationRecord
from tests.unit.builders import D26L, D31R, label_record, note, part

AT = "2026-09-01T08:30:00+00:00"
EVERY_S = 300.0
STATION = "station-7"
OLD = OperationalError(ErrorCode.DATABASE_MISMATCH, problem="a table is missing")
AWAY = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="no connection to whcomp")
NOTE = note(D26L, D31R)


class NoDraw:
    def uniform(self, _low: float, high: float) -> float:
        return high


@dataclass
class Rig:
    key: str = ""
    record: FakeStationRecord = field(default_factory=FakeStationRecord)
    clock: SetClock = field(default_factory=SetClock)
    stopping: bool = False

    def __post_init__(self) -> None:
        self.store = FakePackingStore([label_record(f"L-{n}", D26L, 10) for n in range(1, 10)])
        self.notes = FakeDeliveryNotes([NOTE])
        self.factory = factory_of(self.notes, self.store)
        assert isinstance(self.factory.people, FakePeopleDirectory)
        assert isinstance(self.factory.audit, FakeFactoryAudit)
        assert isinstance(self.factory.settlements, FakeSettlements)
        self.people, self.audit, self.settlements = self.factory.people, self.factory.audit, self.factory.settlements
        self.restart()

    def restart(self) -> None:
        self.sync = FactorySync(self.factory, self.record, self.clock, STATION, EVERY_S, lambda: self.key)
        self.sending = Sending(
            self.record,
            self.store,
            Relay(self.record.outbox, self.store, self.notes, self.clock),
            self.clock,
            Backoff(60.0, NoDraw()),  # type: ignore[arg-type]  # the longest pauses, without chance
            keep_confirmed_days=30,
            heard=lambda _delivery: None,
            on_bug=lambda bug: pytest.fail(repr(bug)),
            stopping=lambda: self.stopping,
            sync=self.sync,
        )

    def after(self, seconds: float) -> float:
        self.clock.now_s += seconds
        return self.sending.run()

    def submit(self, key: str, code: str) -> PackingRecord:
        label = ScannedLabel(LabelCode(code), part(D26L), 10, AT)
        session = PackingSession(f"session-{key}", NOTE)
        self.record.journal.append(session.session_id, AT, Opened(session))
        self.record.journal.append(session.session_id, AT, LabelCounted(label))
        record = PackingRecord(key, f"PKG-{key}", replace(session, labels=(label,)), AT, STATION)
        self.record.journal.submit(record, AT)
        return record

    def heads(self) -> list[Head]:
        return [*self.audit.heads(STATION)]


def test_people_are_copied_soon_after_the_start_and_at_the_interval() -> None:
    r = Rig()
    r.people.kept = {"OP-17": account("OP-17")}
    assert r.sending.run() == IDLE_S
    assert r.record.sign_ins.people().accounts == (account("OP-17"),)
    assert r.record.sign_ins.people().fetched_at == r.clock.utc().isoformat()
    r.people.kept = {"OP-17": account("OP-17", active=False)}
    r.after(EVERY_S - 1)
    assert r.record.sign_ins.people().accounts[0].person.active
    r.after(1)
    assert not r.record.sign_ins.people().accounts[0].person.active


def test_au5_the_head_goes_out_with_every_delivery_and_whenever_it_has_changed() -> None:
    r = Rig()
    r.sending.run()
    assert r.heads() == [], "nothing was ever done"
    r.submit("a", "L-1")
    r.after(1)
    assert r.heads() == [r.record.audit.head()]
    r.record.audit.append(act())
    r.after(1)
    assert len(r.heads()) == 1, "nothing was delivered and the interval is not over"
    r.after(EVERY_S)
    assert r.heads()[-1] == r.record.audit.head()
    noted = len(r.heads())
    r.after(EVERY_S)
    assert len(r.heads()) == noted
    assert not [*findings(r.record.audit.kept, r.heads())]


def test_au4_the_factorys_head_is_written_down_when_it_has_changed_and_not_again_after_a_restart() -> None:
    r = Rig()
    r.sending.run()
    assert seen_heads(r.record.audit) == []
    r.audit.append(act("alias_approved"))
    r.after(EVERY_S)
    r.after(EVERY_S)
    r.restart()
    r.sending.run()
    assert seen_heads(r.record.audit) == [r.audit.head()]
    r.audit.append(act("alias_revoked"))
    r.after(EVERY_S)
    assert seen_heads(r.record.audit) == [line.head for line in r.audit.kept]
    assert r.heads()[-1] == r.record.audit.head(), "its own head vouches for what was just written"
    (first, *_) = r.record.audit.of_subject(FACTORY_CHAIN)
    assert (first.act.deed, first.act.station_id) == (AuditDeed.HEAD_SEEN, STATION)
    assert seen_head(first.act) == r.audit.kept[0].head


def test_the_stations_key_is_noted_once_if_there_is_one() -> None:
    r = Rig("public")
    r.sending.run()
    r.after(EVERY_S)
    assert r.audit.keys(STATION) == ["public"]
    assert Rig().audit.keys(STATION) == []


def conflict(r: Rig, key: str, code: str) -> None:
    record = r.submit(key, code)
    r.record.outbox.put_in_conflict(Conflict(record, ConflictReason.LABELS_TAKEN, AT), AT)


def test_sy2_a_settled_conflict_counts_no_more_and_is_never_sent_again() -> None:
    r = Rig()
    conflict(r, "a", "L-1")
    conflict(r, "b", "L-2")
    r.sending.run()
    assert r.sending.status.outbox.conflicts == 2
    r.settlements.known = {"a": "set_aside: told so", "z": "another station's"}
    r.after(EVERY_S)
    assert r.sending.status.outbox.conflicts == 1
    (first, second) = r.record.outbox.messages(0, 10)
    assert (first.settlement, second.settlement) == ("set_aside: told so", "")
    assert first.state is MessageState.CONFLICT
    r.after(EVERY_S)
    assert r.settlements.asked == [["a", "b"], ["a", "b"], ["b"]]
    r.record.outbox.resend("2000-01-01T00:00:00+00:00", "2026-09-14T12:00:00+00:00")
    assert not r.record.outbox.release("a", "2026-09-14T12:00:00+00:00")
    r.after(EVERY_S)
    assert r.store.records == []
    told = [line.act for line in r.record.audit.kept if line.act.deed == AuditDeed.CONFLICT_SETTLED]
    assert [(each.subject, each.after) for each in told] == [("conflict:a", '{"settlement":"set_aside: told so"}')]


def test_nothing_is_asked_where_no_conflict_is_open() -> None:
    r = Rig()
    r.sending.run()
    assert r.settlements.asked == []


@pytest.mark.parametrize("broken", ["people", "audit", "settlements"])
@pytest.mark.parametrize("error", [OLD, AWAY], ids=lambda error: error.code)
def test_sy1_what_fails_stops_neither_the_others_nor_deliveries(
    broken: str, error: OperationalError, caplog: pytest.LogCaptureFixture
) -> None:
    r = Rig("public")
    conflict(r, "a", "L-1")
    r.settlements.known = {"a": "set_aside: told so"}
    r.people.kept = {"OP-17": account("OP-17")}
    r.submit("b", "L-2")
    getattr(r, broken).told.error = error
    with caplog.at_level("INFO", "app.use_cases.sync"):
        assert r.sending.run() == IDLE_S
        assert (r.sending.status.sync_trouble, r.sending.status.away) == (error, None)
        assert [each.idempotency_key for each in r.store.records] == ["b"]
        assert bool(r.record.sign_ins.people().accounts) == (broken != "people")
        assert (r.sending.status.outbox.conflicts == 0) == (broken != "settlements")
        r.after(AGAIN_S)
        warned = [each.message for each in caplog.records if each.levelname == "WARNING"]
        getattr(r, broken).told.error = None
        r.after(AGAIN_S)
    assert r.sending.status.sync_trouble is None
    assert len(set(warned)) == len(warned) == (3 if broken == "audit" else 1)
    assert (r.audit.keys(STATION), r.sending.status.outbox.conflicts) == (["public"], 0)
    assert r.record.sign_ins.people().accounts == (account("OP-17"),)
    assert r.heads()[-1] == r.record.audit.head()
    assert sum("again" in each.message for each in caplog.records) == len(warned)


def test_a_message_that_waits_keeps_nobodys_removal_from_arriving() -> None:
    r = Rig()
    r.people.kept = {"OP-17": account("OP-17")}
    r.store.error = AWAY
    r.submit("a", "L-1")
    r.sending.run()
    assert r.sending.status.away is AWAY
    assert r.record.sign_ins.people().accounts == (account("OP-17"),)


def test_a_closing_station_asks_nothing_more() -> None:
    r = Rig("public", stopping=True)
    r.sending.run()
    assert (r.record.sign_ins.people().fetched_at, r.audit.keys(STATION)) == ("", [])


def test_a_record_that_cannot_be_written_is_trouble_too() -> None:
    r = Rig()
    r.audit.append(act())
    r.record.error = OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="station.sqlite", problem="it is read-only")
    r.sync.run(delivered=False)
    assert r.sync.trouble is r.record.error
