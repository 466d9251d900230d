"""What the statistics count: those in memory, of the SQLite file, and of SQL Server where one is offered."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert
from sqlalchemy.dialects import mssql

from app.domain.errors import ErrorCode, OperationalError
from app.domain.judging import Verdict
from app.domain.tallies import CONFIDENCE_EDGES, Duration, Span, Supplied, Verdicts, Work
from app.ports.statistics import Statistics
from services.storage import statistics as adapter
from services.storage.columns import METADATA
from services.storage.office_schema import countersign_verdict
from services.storage.open_reports import reading
from services.storage.open_store import open_store
from services.storage.packing_store import SqlPackingStore
from services.storage.schema import (
    countersign_decision,
    countersign_session,
    countersign_session_label,
    countersign_station,
    labels,
)
from services.storage.statistics import SqlStatistics
from tests.fakes.statistics import Cover, FakeStatistics, Packed, quarter

MSSQL = "COUNTERSIGN_TEST_MSSQL"
TABLES = (
    countersign_session,
    countersign_session_label,
    countersign_decision,
    countersign_verdict,
    countersign_station,
    labels,
)
NOON = datetime(2026, 9, 14, 12, 0, 0, 250_000, UTC)
DAY = Span(NOON - timedelta(hours=12), NOON + timedelta(hours=12))
STATEMENTS: dict[str, Callable[[Span], Any]] = {
    "work": adapter.work_statement,
    "verdicts": adapter.verdicts_statement,
    "confidences": adapter.confidences_statement,
    "judged": adapter.judged_statement,
    "refused_then": adapter.refused_then_statement,
    "suppliers": adapter.suppliers_statement,
    "durations": adapter.durations_statement,
}
COUNTS = ("work", "verdicts", "confidences", "confusions", "suppliers", "durations")


class Memory:
    """The fake, as a factory."""

    def __init__(self) -> None:
        self.statistics = FakeStatistics()

    def hold(self, *sessions: Packed) -> None:
        self.statistics.sessions = list(sessions)

    def close(self) -> None:
        self.statistics.close()


class Factory:
    """A database that is written by one connection and counted by another."""

    def __init__(self, url: str, file: Path) -> None:
        self.store: SqlPackingStore = open_store(url, file, 0.5)
        METADATA.drop_all(self.store.engine)
        self.store.create_schema()
        self.statistics = SqlStatistics(*reading(url, file, 0.5))

    def hold(self, *sessions: Packed) -> None:
        """These and no others."""
        made = {table: [row for each in sessions for row in rows_of(table, each)] for table in TABLES}
        made[countersign_station] = _stations(sessions)
        with self.store.engine.begin() as connection:
            for table, rows in made.items():
                connection.execute(delete(table))
                if rows:
                    connection.execute(insert(table), rows)

    def close(self) -> None:
        self.statistics.close()
        self.store.close()


@pytest.fixture(params=["memory", "sqlite", "sql-server"])
def factory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memory | Factory]:
    if request.param == "sql-server" and not os.environ.get(MSSQL):
        pytest.skip(f"{MSSQL} names no SQL Server")
    url = os.environ[MSSQL] if request.param == "sql-server" else ""
    made = Memory() if request.param == "memory" else Factory(url, tmp_path / "station" / "packing.sqlite")
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Factory]:
    made = Factory("", tmp_path / "station" / "packing.sqlite")
    yield made
    made.close()


# -- rows -------------------------------------------------------------------------------------------------------------


def rows_of(table: Any, made: Packed) -> list[dict[str, Any]]:
    makers: dict[Any, Callable[[Packed], list[dict[str, Any]]]] = {
        countersign_session: _session,
        countersign_session_label: _labels,
        countersign_decision: _decisions,
        countersign_verdict: _verdicts,
        labels: _master,
    }
    return makers[table](made) if table in makers else []


def _naive(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=None) if at else None


def _stations(sessions: Sequence[Packed]) -> list[dict[str, Any]]:
    at = _naive(NOON)
    return [
        {"station_id": each, "first_commit_at": at, "last_commit_at": at}
        for each in sorted({made.station for made in sessions})
    ]


def _session(made: Packed) -> list[dict[str, Any]]:
    at = _naive(made.at)
    row = {
        "session_id": made.session_id, "idem_key": f"key-{made.session_id}", "packing_code": "PKG-K1-1", "no_dn": "K1",
        "station_id": made.station, "agreement": "three_way", "note_as_of": None, "submitted_at": at,
        "committed_at": at, "labels": len(made.suppliers), "pieces": made.pieces, "removed": 0, "open_parts": 0,
        "discrepancy_reason": made.reason, "opened_at": _naive(made.opened),
    }  # fmt: skip
    return [row]


def _label(made: Packed, place: int) -> str:
    return f"L-{made.session_id}-{place}"


def _labels(made: Packed) -> list[dict[str, Any]]:
    own = {"session_id": made.session_id, "no_dn": "K1", "submitted_at": _naive(made.at), "scanned_at": _naive(made.at)}
    counted = [
        {**own, "label": _label(made, place), "act": "counted", "part_number": "Z-A", "quantity": 20}
        for place in range(len(made.suppliers))
    ]
    return [*counted, {**own, "label": "L-GONE", "act": "removed", "part_number": "Z-A", "quantity": 20}]


def _master(made: Packed) -> list[dict[str, Any]]:
    names = [(place, name) for place, name in enumerate(made.suppliers) if name is not None]
    row = {"part_number": "Z-A", "qty": "20", "status": "active", "packing": "Yes"}
    return [{**row, "label": _label(made, place), "supplier": name or None} for place, name in names]


def _decisions(made: Packed) -> list[dict[str, Any]]:
    text = dict.fromkeys([column.name for column in countersign_decision.columns], "")
    return [
        {
            **text, "session_id": made.session_id, "seq": seq, "verdict": cover.verdict, "part_number": cover.part,
            "model_label": cover.label, "confidence": cover.confidence, "detail": "{}",
        }
        for seq, cover in enumerate(made.covers, 1)
    ]  # fmt: skip


def _verdicts(made: Packed) -> list[dict[str, Any]]:
    same = {"session_id": made.session_id, "drawn_as": "sample", "judged_by": "SP-1", "judged_at": _naive(made.at)}
    return [
        {**same, "seq": seq, "verdict": verdict, "right_part": right}
        for seq, cover in enumerate(made.covers, 1)
        for verdict, right in cover.judged
    ]


def accepted(part: str = "Z-A", confidence: float = 0.92, *judged: tuple[str, str]) -> Cover:
    return Cover("accepted", part, f"W-{part}", confidence, judged)


# -- what is counted --------------------------------------------------------------------------------------------------


def test_nothing_packed_is_nothing_counted(factory: Memory | Factory) -> None:
    factory.hold()
    counted = factory.statistics
    assert [list(getattr(counted, name)(DAY)) for name in COUNTS[:-1]] == [[]] * 5
    assert (list(counted.durations(DAY).known), counted.durations(DAY).left_out) == ([], 0)
    assert list(counted.stations()) == []


def test_work_comes_by_quarters_of_an_hour(factory: Memory | Factory) -> None:
    minutes = {"a": 0, "b": 14, "c": 15, "d": 59}
    factory.hold(*(Packed(name, NOON + timedelta(minutes=minute), pieces=7) for name, minute in minutes.items()))
    hour = NOON.replace(microsecond=0)
    assert sorted(factory.statistics.work(DAY), key=lambda each: each.quarter) == [
        Work(hour, 2, 2, 14),
        Work(hour + timedelta(minutes=15), 1, 1, 7),
        Work(hour + timedelta(minutes=45), 1, 1, 7),
    ]


def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(factory: Memory | Factory) -> None:
    factory.hold(Packed("a", DAY.since), Packed("b", DAY.until), Packed("c", DAY.since - timedelta(milliseconds=10)))
    assert sum(each.sessions for each in factory.statistics.work(DAY)) == 1


def test_of_one_station_or_of_all(factory: Memory | Factory) -> None:
    factory.hold(Packed("a", NOON, "one"), Packed("b", NOON, "two"), Packed("c", NOON, "two"))
    assert list(factory.statistics.stations()) == ["one", "two"]
    asked = {station: sum(e.sessions for e in factory.statistics.work(replace(DAY, station_id=station)))
             for station in ("", "one", "two", "three")}  # fmt: skip
    assert asked == {"": 3, "one": 1, "two": 2, "three": 0}


def test_decisions_by_part_label_and_verdict(factory: Memory | Factory) -> None:
    covers = (accepted(), accepted(), Cover("refused", "Z-B", "W-B"), Cover("undecided", "", "W-B"))
    factory.hold(Packed("a", NOON, covers=covers), Packed("b", NOON, covers=(accepted(),)))
    assert sorted(factory.statistics.verdicts(DAY), key=str) == sorted(
        [
            Verdicts("Z-A", "W-Z-A", "accepted", 3),
            Verdicts("Z-B", "W-B", "refused", 1),
            Verdicts("", "W-B", "undecided", 1),
        ],
        key=str,
    )


def test_an_edge_belongs_to_the_bin_above_it(factory: Memory | Factory) -> None:
    values = (0.0, 0.8499, *CONFIDENCE_EDGES, 0.9999, 1.0)
    factory.hold(Packed("a", NOON, covers=tuple(accepted(confidence=value) for value in values)))
    bins = {each.bin: each.decisions for each in factory.statistics.confidences(DAY)}
    assert bins == {0: 2, 1: 1, 2: 1, 3: 1, 4: 1, 5: 3}


def test_the_newest_verdict_counts(factory: Memory | Factory) -> None:
    wrong, correct = ("wrong_part", "Z-B"), ("correct", "")
    covers = (accepted("Z-A", 0.9, correct, wrong), accepted("Z-A", 0.9, wrong, correct), accepted("Z-C", 0.9, wrong))
    factory.hold(Packed("a", NOON, covers=covers))
    pairs = {(each.claimed, each.right): each.times for each in factory.statistics.confusions(DAY)}
    assert pairs == {("Z-A", "Z-B"): 1, ("Z-C", "Z-B"): 1}


def test_refused_and_accepted_next_is_a_pair(factory: Memory | Factory) -> None:
    refused = Cover("refused", "Z-B")
    factory.hold(
        Packed("a", NOON, covers=(refused, accepted())),
        Packed("b", NOON, covers=(refused, refused, accepted())),
        Packed("c", NOON, covers=(accepted(), refused)),
        Packed("d", NOON, covers=(refused, accepted("Z-B"))),
        Packed("e", NOON, covers=(Cover("undecided", ""), accepted())),
    )
    pairs = {(each.claimed, each.right): each.times for each in factory.statistics.confusions(DAY)}
    assert pairs == {("Z-B", "Z-A"): 2}


def test_suppliers_by_the_sessions_that_hold_their_labels(factory: Memory | Factory) -> None:
    factory.hold(
        Packed("a", NOON, suppliers=("Jaya", "Jaya", "Indo")),
        Packed("b", NOON, suppliers=("Jaya",), reason="wet"),
        Packed("c", NOON, suppliers=("", None), reason="torn"),
        Packed("d", NOON, suppliers=()),
    )
    merged: dict[str, Supplied] = {}
    for each in factory.statistics.suppliers(DAY):
        merged[each.supplier] = each
    assert merged == {"Jaya": Supplied("Jaya", 2, 1), "Indo": Supplied("Indo", 1, 0), "": Supplied("", 1, 1)}


def test_durations_and_those_that_nobody_knows(factory: Memory | Factory) -> None:
    factory.hold(
        Packed("a", NOON, opened=NOON - timedelta(seconds=240)),
        Packed("b", NOON, opened=NOON - timedelta(seconds=240)),
        Packed("c", NOON, opened=NOON),
        Packed("d", NOON),
        Packed("e", NOON, opened=NOON + timedelta(hours=1)),
    )
    found = factory.statistics.durations(DAY)
    at = quarter(NOON)
    assert sorted(found.known, key=str) == sorted([Duration(at, 240, 2), Duration(at, 0, 1)], key=str)
    assert found.left_out == 2


# -- any sessions -----------------------------------------------------------------------------------------------------

PARTS = ("Z-A", "Z-B")
covers = st.builds(
    lambda verdict, part, confidence, judged: Cover(
        verdict, "" if verdict == "undecided" else part, f"W-{part}", confidence, tuple(judged)
    ),
    st.sampled_from(["accepted", "refused", "undecided"]),
    st.sampled_from(PARTS),
    st.integers(0, 10_000).map(lambda number: number / 10_000),
    st.lists(st.tuples(st.sampled_from([each.value for each in Verdict]), st.sampled_from(["", *PARTS])), max_size=2),
)
sessions = st.builds(
    lambda session_id, minutes, seconds, **rest: Packed(
        session_id,
        NOON + timedelta(minutes=minutes),
        opened=None if seconds is None else NOON + timedelta(minutes=minutes, seconds=-seconds),
        **rest,
    ),
    st.text("ab01", min_size=1, max_size=6),
    st.integers(-800, 800),
    st.none() | st.integers(-100, 4000),
    station=st.sampled_from(["one", "two"]),
    suppliers=st.lists(st.sampled_from([None, "", "Jaya", "Indo"]), max_size=3).map(tuple),
    reason=st.sampled_from(["", "wet"]),
    covers=st.lists(covers, max_size=4).map(tuple),
    pieces=st.integers(0, 500),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(sessions, max_size=8, unique_by=lambda made: made.session_id),
    st.sampled_from(["", "one", "three"]),
)
def test_the_database_counts_as_plain_python_does(sqlite: Factory, packed: list[Packed], station: str) -> None:
    sqlite.hold(*packed)
    plain, span = FakeStatistics(*packed), replace(DAY, station_id=station)
    for name in COUNTS[:-1]:
        assert sorted(getattr(sqlite.statistics, name)(span), key=str) == sorted(getattr(plain, name)(span), key=str)
    counted, known = sqlite.statistics.durations(span), plain.durations(span)
    assert sorted(counted.known, key=str) == sorted(known.known, key=str)
    assert counted.left_out == known.left_out


# -- how it is read ---------------------------------------------------------------------------------------------------


def test_the_number_of_statements_does_not_grow_with_the_span(sqlite: Factory) -> None:
    packed = [Packed(f"s{n}", NOON + timedelta(days=n), covers=(accepted(),)) for n in range(-40, 40)]
    sqlite.hold(*packed)
    said: list[str] = []
    engine = sqlite.statistics.engine
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    for days in (1, 40):
        said.clear()
        span = Span(NOON - timedelta(days=days), NOON + timedelta(days=days))
        counts: Statistics = sqlite.statistics
        for name in COUNTS:
            getattr(counts, name)(span)
        assert len([each for each in said if each.startswith("SELECT")]) == len(COUNTS) + 1


@pytest.mark.parametrize("station", ["", "one"])
@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_seeks_the_sessions_of_its_span(sqlite: Factory, name: str, station: str) -> None:
    statement = STATEMENTS[name](replace(DAY, station_id=station))
    engine = sqlite.statistics.engine
    sql = str(statement.compile(dialect=engine.dialect, compile_kwargs={"literal_binds": True}))
    with engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert not [step for step in plan if step.startswith("SCAN ")], plan
    index = "countersign_session_by_station (station_id=? AND " if station else "countersign_session_by_time ("
    assert any("SEARCH countersign_session USING" in step and index in step for step in plan), plan


@pytest.mark.parametrize("name", STATEMENTS)
def test_sql_server_is_given_no_parameter_in_what_it_groups_by(name: str) -> None:
    statement = STATEMENTS[name](DAY)
    sql = str(statement.compile(dialect=mssql.dialect()))
    grouped = sql.partition("GROUP BY")[2]
    assert grouped
    assert ":" not in grouped.replace("':'", "")
    assert "strftime" not in sql
    assert "substr(" not in sql


def test_a_database_that_is_gone_is_told(sqlite: Factory, tmp_path: Path) -> None:
    gone = SqlStatistics(*reading("", tmp_path / "none.sqlite", 0.1))
    try:
        with pytest.raises(OperationalError) as caught:
            gone.work(DAY)
    finally:
        gone.close()
    assert caught.value.code is ErrorCode.DATABASE_UNWRITABLE
