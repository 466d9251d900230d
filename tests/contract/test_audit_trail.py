"""What every audit does: a station's and the factory's, in memory, in SQLite files, and on SQL Server where one is
offered; and what a place remembers of people."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import GENESIS, UNREADABLE, Act, AuditDeed, Head, act_from_json, act_to_json, findings
from app.domain.audit_filter import AuditFilter, needles
from app.domain.people import Person, Role
from app.ports.audit_trail import AuditTrail, FactoryAudit, every_line
from app.ports.people import Account, Failures, KnownPeople, SignInMemory
from app.ports.settlements import Settlements
from app.settings import RecordSettings
from services.record.record import open_record
from services.storage.columns import METADATA
from services.storage.factory_audit import SqlFactoryAudit
from services.storage.open_audit import open_audit, open_settlements
from services.storage.rows import utc_from_text
from services.storage.schema import countersign_conflict
from tests.contract.test_station_record import TestClock
from tests.fakes.factory_audit import FakeFactoryAudit
from tests.fakes.settlements import FakeSettlements
from tests.fakes.station_record import FakeAudit, FakeSignIns, Told

MSSQL = "COUNTERSIGN_TEST_MSSQL"
AT = "2026-09-14T07:30:15.250+00:00"
LATER = "2026-09-14T08:00:00.000+00:00"
HOSTILE = "\u202e'; DROP TABLE audit;--\x00 %_[a]/\\ \U0001f600 é \ud800"


def act(deed: str = "signed_in", subject: str = "person:OP-17", by: str = "OP-17", at: str = AT, **more: str) -> Act:
    return Act(deed, subject, by, "operator", "station-1", at, 17, **more)


def _record(folder: Path):  # the type is the caller's
    return open_record(folder, RecordSettings(), TestClock(), 5.0, lambda _: 10**12)


def _sql_server() -> SqlFactoryAudit:
    url = os.environ.get(MSSQL, "")
    if not url:
        pytest.skip(f"{MSSQL} names no SQL Server")
    audit = open_audit(url, Path(), 5.0)
    METADATA.drop_all(audit.engine)
    audit.create_schema()
    return audit


@pytest.fixture(params=["memory", "sqlite", "sql_server"])
def factory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FactoryAudit]:
    kinds: dict[str, Callable[[], FactoryAudit]] = {
        "memory": FakeFactoryAudit,
        "sqlite": lambda: open_audit("", tmp_path / "factory.sqlite", 5.0),
        "sql_server": _sql_server,
    }
    audit = kinds[request.param]()
    yield audit
    audit.close()


@pytest.fixture(params=["memory", "station", "factory", "sql_server"])
def trail(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AuditTrail]:
    if request.param == "memory":
        yield FakeAudit(Told())
        return
    if request.param == "station":
        record = _record(tmp_path)
        yield record.audit
        record.close()
        return
    audit = open_audit("", tmp_path / "factory.sqlite", 5.0) if request.param == "factory" else _sql_server()
    yield audit
    audit.close()


# -- one chain --------------------------------------------------------------------------------------------------------


def test_nothing_was_done_at_first(trail: AuditTrail) -> None:
    assert trail.head() is None
    assert [*trail.lines(0, 10)] == [*trail.newest(None, 10)] == [*trail.of_subject("person:OP-17")] == []
    assert [*every_line(trail)] == []


def test_au1_each_line_is_numbered_after_the_last_and_chained_to_it(trail: AuditTrail) -> None:
    written = [trail.append(act(at=at)) for at in (AT, LATER, AT)]
    assert [line.seq for line in written] == [1, 2, 3]
    assert [line.previous for line in written] == [GENESIS, written[0].hash, written[1].hash]
    assert [*trail.lines(0, 10)] == written
    assert trail.head() == written[-1].head
    assert not [*findings(every_line(trail), [line.head for line in written])]


def test_an_act_is_read_back_as_it_was_written(trail: AuditTrail) -> None:
    whole = act(by="Ani É", reason=HOSTILE, second="SARI", before='{"a":1}', after='{"a":2}')
    trail.append(whole)
    assert trail.lines(0, 1)[0].act == whole


def test_whatever_stands_in_a_name_a_deed_or_a_subject_breaks_no_chain(trail: AuditTrail) -> None:
    for text in (HOSTILE, "x" * 10_000, ""):
        trail.append(replace(act(), by=text, deed=text, subject=text, at=text))
    assert not [*findings(every_line(trail))]


def test_pages_in_either_order(trail: AuditTrail) -> None:
    for number in range(7):
        trail.append(act(at=f"2026-09-14T07:30:0{number}+00:00"))
    assert [line.seq for line in trail.lines(2, 3)] == [3, 4, 5]
    assert [line.seq for line in trail.newest(None, 3)] == [7, 6, 5]
    assert [line.seq for line in trail.newest(3, 3)] == [2, 1]


FILTERS = [
    (AuditFilter(by="SARI"), [2]),
    (AuditFilter(deed="exported"), [2, 4]),
    (AuditFilter(subject="session:s-1"), [2, 3]),
    (AuditFilter(subject="session:s-10"), [3]),
    (AuditFilter(since=LATER), [3, 4]),
    (AuditFilter(until=LATER), [1, 2]),
    (AuditFilter(text="wet cart"), [3]),
    (AuditFilter(text="WET"), [3]),
    (AuditFilter(text="é 100%"), [4]),
    (AuditFilter(text="é"), [4]),
    (AuditFilter(text="100_"), []),
    (AuditFilter(text='"quoted"'), [4]),
    (AuditFilter(text="[a]"), [4]),
    (AuditFilter(text="'; DROP TABLE"), []),
    (AuditFilter(deed="exported", by="SARI", subject="session:", text="s-1"), [2]),
    (AuditFilter(after_seq=3), [4]),
]


@pytest.mark.parametrize(("wanted", "seqs"), FILTERS, ids=lambda each: str(each) if isinstance(each, list) else "")
def test_what_is_looked_for(trail: AuditTrail, wanted: AuditFilter, seqs: list[int]) -> None:
    trail.append(act())
    trail.append(act("exported", "session:s-1", "SARI"))
    trail.append(act("session_noted", "session:s-10", "ANI", LATER, reason="a wet carton"))
    trail.append(act("exported", "day:2026-09-14", "ANI", LATER, after='{"file":"é 100% [a] \\"quoted\\""}'))
    assert sorted(line.seq for line in trail.newest(None, 10, wanted)) == seqs


@given(st.text(max_size=8))
def test_a_text_of_an_act_is_found_wherever_it_stands(text: str) -> None:
    for where in ({"reason": text}, {"after": act_to_json(act(reason=text))}):
        assert any(needle in act_to_json(act(**where)) for needle in needles(text))


def test_all_about_one_subject_oldest_first(trail: AuditTrail) -> None:
    for subject in ("session:s-1", "session:s-10", "session:s-1"):
        trail.append(act(subject=subject))
    assert [line.seq for line in trail.of_subject("session:s-1")] == [1, 3]


def test_writers_come_one_after_the_other(trail: AuditTrail) -> None:
    start = Barrier(4)

    def write(_: int) -> None:
        start.wait()
        for _ in range(5):
            trail.append(act())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert [line.seq for line in trail.lines(0, 100)] == [*range(1, 21)]
    assert not [*findings(every_line(trail))]


def test_a_line_that_tells_of_no_act_hides_none_of_the_others(tmp_path: Path) -> None:
    audit = open_audit("", tmp_path / "factory.sqlite", 5.0)
    for _ in range(3):
        audit.append(act())
    audit.close()
    with sqlite3.connect(tmp_path / "factory.sqlite") as connection:
        connection.execute("UPDATE countersign_act SET body = '[]' WHERE seq = 2")
    connection.close()
    assert [line.act.deed for line in audit.lines(0, 10)] == ["signed_in", UNREADABLE, "signed_in"]
    audit.close()


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", '{"deed":1}', "[" * 100_000, '{"deed":"x","more":1}'])
def test_what_tells_of_no_act_is_none(body: str) -> None:
    assert act_from_json(body) is None
    assert act_from_json(act_to_json(act()).replace('"monotonic_ms":17', '"monotonic_ms":"17"')) is None
    assert act_from_json(act_to_json(act())) == act()


# -- the factory as witness -------------------------------------------------------------------------------------------


def test_a_head_stays_as_it_was_noted_first(factory: FactoryAudit) -> None:
    factory.note_head("station-1", Head(7, "b" * 64), AT)
    factory.note_head("station-1", Head(3, "a" * 64), LATER)
    factory.note_head("station-1", Head(7, "c" * 64), LATER)
    factory.note_head("station-2", Head(7, "d" * 64), LATER)
    assert [*factory.heads("station-1")] == [Head(3, "a" * 64), Head(7, "b" * 64)]
    assert [*factory.heads("station-2")] == [Head(7, "d" * 64)]
    assert [*factory.heads("station-3")] == []


def test_a_key_is_noted_once_and_that_it_was_is_an_act(factory: FactoryAudit) -> None:
    for key, at in (("k2", AT), ("k1", LATER), ("k2", LATER)):
        factory.note_key("station-1", key, at)
    assert [*factory.keys("station-1")] == ["k2", "k1"]
    assert [*factory.keys("station-2")] == []
    lines = factory.of_subject("station:station-1")
    assert [line.act.deed for line in lines] == [AuditDeed.STATION_KEY_NOTED] * 2
    assert lines[0].act.after == '{"public_key":"k2"}'


@pytest.fixture(params=["memory", "sqlite", "sql_server"])
def settlements(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settlements]:
    """With two conflicts that are settled, one of them without a word, and one that is open."""
    if request.param == "memory":
        yield FakeSettlements(known={"c-1": "set_aside: told so", "c-2": "settled"})
        return
    if request.param == "sql_server":
        _sql_server().close()
    made = open_settlements(
        os.environ.get(MSSQL, "") if request.param == "sql_server" else "", tmp_path / "f.sqlite", 5.0
    )
    rows = [("c-1", "set_aside: told so", AT), ("c-2", None, AT), ("c-3", None, None)]
    empty = {"no_dn": "", "session_id": "", "station_id": "", "reason": "", "labels": "", "holders": "", "record": ""}
    with made.engine.begin() as connection:
        for key, words, at in rows:
            when = utc_from_text(at) if at else None
            row = {**empty, "conflict_id": key, "found_at": utc_from_text(AT), "settled_at": when, "settlement": words}
            connection.execute(countersign_conflict.insert(), row)
    yield made
    made.close()


def test_settlements_of_those_that_are_asked_for(settlements: Settlements) -> None:
    assert settlements.settled([]) == {}
    assert settlements.settled(["c-3", "c-9", "'; --"]) == {}
    assert settlements.settled(["c-1", "c-2", "c-3"]) == {"c-1": "set_aside: told so", "c-2": "settled"}


# -- what a place remembers of people ---------------------------------------------------------------------------------


@pytest.fixture(params=["memory", "station"])
def reopened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], SignInMemory]]:
    """The memory as the next start of the station finds it."""
    if request.param == "memory":
        fake = FakeSignIns(Told())
        yield lambda: fake
        return
    opened = [_record(tmp_path)]

    def again() -> SignInMemory:
        opened[0].close()
        opened[0] = _record(tmp_path)
        return cast(SignInMemory, opened[0].sign_ins)

    yield again
    opened[0].close()


def test_people_and_failures_are_remembered_over_a_restart(reopened: Callable[[], SignInMemory]) -> None:
    memory = reopened()
    assert memory.people() == KnownPeople()
    assert memory.failures("OP-17") == Failures()
    people = KnownPeople((Account(Person("OP-17", "Ani É", Role.OPERATOR), "$argon2id$…", AT),), AT)
    memory.keep_people(people)
    memory.keep_failures("OP-17", Failures(3, AT))
    memory.keep_failures("'; --", Failures(1, LATER))
    memory = reopened()
    assert memory.people() == people
    assert (memory.failures("OP-17"), memory.failures("'; --")) == (Failures(3, AT), Failures(1, LATER))
    memory.keep_failures("OP-17", Failures(4, LATER))
    memory.keep_failures("'; --", Failures())
    memory.keep_people(KnownPeople((), datetime(2026, 9, 15, tzinfo=UTC).isoformat()))
    memory = reopened()
    assert (memory.failures("OP-17"), memory.failures("'; --")) == (Failures(4, LATER), Failures())
    assert memory.people().accounts == ()
