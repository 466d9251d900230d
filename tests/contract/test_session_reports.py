"""What the reports tell: of the SQLite file, and of SQL Server where one is offered."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import compress, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, event, insert
from sqlalchemy.dialects import mssql

from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode
from app.domain.packing_session import AuditEntry
from app.domain.part_number import PartNumber, canonical_part_number
from app.domain.review import ReviewDeed, ReviewState, SessionState, committed_state, review_state
from app.messages import error_sentence
from app.ports.session_reports import (
    EVERY_SESSION,
    SessionFilter,
    SessionKey,
    parse_session_key,
)
from services.storage import report_drivers
from services.storage.columns import METADATA
from services.storage.office_schema import countersign_review
from services.storage.open_reports import open_reports
from services.storage.open_store import open_store
from services.storage.packing_store import SqlPackingStore
from services.storage.report_drivers import page_keys
from services.storage.report_statements import (
    BY_DN,
    BY_LABEL,
    BY_TIME,
    IN_ORDER,
    Driver,
    deed_asked,
    deed_keys_statement,
    keys_statement,
)
from services.storage.schema import (
    countersign_audit,
    countersign_decision,
    countersign_session,
    countersign_session_label,
)
from services.storage.session_reports import SqlSessionReports
from services.storage.sqlite_reader import SqliteReaderKind, sqlite_reader

MSSQL = "COUNTERSIGN_TEST_MSSQL"
OURS = (countersign_session, countersign_session_label, countersign_decision, countersign_audit, countersign_review)
NOON = datetime(2026, 9, 14, 12, 0, 0, 250_000)  # noqa: DTZ001  # every time of the tables is UTC without an offset


@dataclass(frozen=True)
class Made:
    """A session as a test makes it; ``minute`` after noon it was submitted."""

    session_id: str
    minute: int = 0
    dn: str = "KSS007317A"
    station: str = "station-1"
    reason: str = ""
    removed: int = 0
    labels: tuple[tuple[str, str], ...] = (("L-1", "Z-A"),)
    operator: str = ""
    deeds: tuple[str, ...] = ()

    @property
    def at(self) -> datetime:
        return NOON + timedelta(minutes=self.minute)


class Factory:
    """A database that is written by one connection and reported by another."""

    def __init__(self, store: SqlPackingStore, reports: SqlSessionReports) -> None:
        self.store = store
        self.reports = reports

    def add(self, *sessions: Made) -> None:
        if not sessions:
            return
        with self.store.engine.begin() as connection:
            if sessions:
                connection.execute(insert(countersign_session), [session_row(each) for each in sessions])
            if labels := [row for each in sessions for row in label_rows(each)]:
                connection.execute(insert(countersign_session_label), labels)
            if deeds := [row for each in sessions for row in review_rows(each)]:
                connection.execute(insert(countersign_review), deeds)

    def empty(self) -> None:
        with self.store.engine.begin() as connection:
            for table in OURS:
                connection.execute(delete(table))

    def pages(self, wanted: SessionFilter, limit: int, between: Callable[[], None] = lambda: None) -> list[str]:
        """The ids on all pages, one behind the other; ``between`` is done before each page but the first."""
        found: list[str] = []
        after: SessionKey | None = None
        while True:
            page = self.reports.page(wanted, after, limit)
            assert len(page.sessions) <= limit
            found += [each.session_id for each in page.sessions]
            if page.next_after is None:
                return found
            assert page.next_after == page.sessions[-1].key
            after = parse_session_key(str(page.next_after))
            between()


def session_row(made: Made) -> dict[str, Any]:
    return {
        "session_id": made.session_id,
        "idem_key": f"key-{made.session_id}",
        "packing_code": f"PKG-{made.dn}-1",
        "no_dn": made.dn,
        "station_id": made.station,
        "operator": made.operator,
        "agreement": "three_way",
        "note_as_of": None,
        "submitted_at": made.at,
        "committed_at": made.at,
        "labels": len(made.labels),
        "pieces": 20 * len(made.labels),
        "removed": made.removed,
        "open_parts": 0,
        "discrepancy_reason": made.reason,
    }


def label_rows(made: Made) -> list[dict[str, Any]]:
    same = {"session_id": made.session_id, "act": "counted", "quantity": 20, "scanned_at": made.at}
    own = {"no_dn": made.dn, "submitted_at": made.at}
    return [{**same, "label": label, "part_number": part, **own} for label, part in made.labels]


def review_rows(made: Made) -> list[dict[str, Any]]:
    same = {"session_id": made.session_id, "acted_by": "SV-1", "second": "", "acted_at": made.at, "reason": "why"}
    return [{**same, "deed": deed} for deed in made.deeds]


def _url_and_file(kind: str, folder: Path) -> tuple[str, Path]:
    if kind == "sqlite":
        return "", folder / "station" / "packing.sqlite"
    if not os.environ.get(MSSQL):
        pytest.skip(f"{MSSQL} names no SQL Server")
    return os.environ[MSSQL], Path()


@pytest.fixture(params=["sqlite", "sql-server"])
def factory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Factory]:
    url, file = _url_and_file(request.param, tmp_path)
    store = open_store(url, file, 0.5)
    METADATA.drop_all(store.engine)
    store.create_schema()
    reports = open_reports(url, file, 0.5)
    yield Factory(store, reports)
    reports.close()
    store.close()


def matches(made: Made, wanted: SessionFilter) -> bool:
    """The filter, said without a database."""
    at = f"{made.at.isoformat()}+00:00"
    label, part = wanted.label, wanted.part_number
    return (
        made.dn.startswith(wanted.dn_prefix)
        and (label is None or label.text in {code for code, _ in made.labels})
        and (part is None or part.text in {number for _, number in made.labels})
        and wanted.station_id in {"", made.station}
        and (not wanted.since or datetime.fromisoformat(wanted.since) <= datetime.fromisoformat(at))
        and (not wanted.until or datetime.fromisoformat(at) < datetime.fromisoformat(wanted.until))
        and (not wanted.with_discrepancy or bool(made.reason))
        and (not wanted.with_removals or made.removed > 0)
        and wanted.operator in {"", made.operator}
        and wanted.state in {None, committed_state(made.reason, made.deeds)}
        and wanted.review in {None, review_state(made.deeds)}
        and (not wanted.search or found_by(made, wanted))
    )


def found_by(made: Made, wanted: SessionFilter) -> bool:
    """Rule RV4."""
    text, part = wanted.search, canonical_part_number(wanted.search)
    return (
        made.dn.startswith(text.upper())
        or (bool(made.operator) and text.upper() == made.operator)
        or (wanted.part_number in {None, part} and part.text in {name for _, name in made.labels})
        or (wanted.label in {None, LabelCode(text)} and text in {code for code, _ in made.labels})
    )


def newest_first(sessions: list[Made], wanted: SessionFilter) -> list[str]:
    chosen = [each for each in sessions if matches(each, wanted)]
    return [each.session_id for each in sorted(chosen, key=lambda each: (each.at, each.session_id), reverse=True)]


def test_nothing_packed_is_an_empty_page(factory: Factory) -> None:
    page = factory.reports.page(EVERY_SESSION, None, 10)
    assert (page.sessions, page.next_after) == ((), None)
    assert factory.reports.session("nobody") is None


def test_a_session_is_told_as_it_was_committed(factory: Factory) -> None:
    factory.add(Made("s-1", reason="carton is wet", removed=2))
    (told,) = factory.reports.page(EVERY_SESSION, None, 1).sessions
    assert (told.session_id, told.dn, told.packing_code) == ("s-1", "KSS007317A", "PKG-KSS007317A-1")
    assert (told.station_id, told.agreement, told.note_as_of) == ("station-1", "three_way", "")
    assert told.submitted_at == told.committed_at == "2026-09-14T12:00:00.250000+00:00"
    assert (told.labels, told.pieces, told.removed, told.open_parts) == (1, 20, 2, 0)
    assert told.discrepancy_reason == "carton is wet"


def test_a_session_whole(factory: Factory) -> None:
    factory.add(Made("s-1", labels=(("L-2", "Z-B"), ("L-1", "Z-A"))), Made("s-2"))
    with factory.store.engine.begin() as connection:
        for seq in (2, 1):
            connection.execute(
                insert(countersign_decision), decision_row(seq, f'{{"verdict": "accepted", "n": {seq}}}')
            )
            deed = {
                "session_id": "s-1",
                "seq": seq,
                "station_id": "station-1",
                "at": NOON,
                "deed": "scan",
                "detail": "Ж",
            }
            connection.execute(insert(countersign_audit), deed)
    report = factory.reports.session("s-1")
    assert report is not None
    assert report.summary.session_id == "s-1"
    assert [(each.label, each.part_number, each.quantity, each.act) for each in report.labels] == [
        ("L-1", "Z-A", 20, "counted"),
        ("L-2", "Z-B", 20, "counted"),
    ]
    assert report.decisions == ({"verdict": "accepted", "n": 1}, {"verdict": "accepted", "n": 2})
    assert report.audit == tuple(AuditEntry(seq, "2026-09-14T12:00:00.250000+00:00", "scan", "Ж") for seq in (1, 2))


@pytest.mark.parametrize("detail", ["{", "[]", ""])
def test_a_decision_nobody_can_read_is_told(factory: Factory, detail: str) -> None:
    factory.add(Made("s-1"))
    with factory.store.engine.begin() as connection:
        connection.execute(insert(countersign_decision), decision_row(1, detail))
    with pytest.raises(OperationalError) as caught:
        factory.reports.session("s-1")
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH


def decision_row(seq: int, detail: str) -> dict[str, Any]:
    text = dict.fromkeys([column.name for column in countersign_decision.columns], "")
    return {**text, "session_id": "s-1", "seq": seq, "confidence": 0.9, "detail": detail}


def test_sessions_of_one_time_are_all_there_once(factory: Factory) -> None:
    made = [Made(f"s-{number:02d}") for number in range(17)]
    factory.add(*made)
    for limit in (1, 3, 16, 17, 18):
        assert factory.pages(EVERY_SESSION, limit) == newest_first(made, EVERY_SESSION)


def test_a_time_that_sql_server_rounds_is_found_again(factory: Factory) -> None:
    """DATETIME keeps 1/300 s: .001 becomes .000, .002 becomes .003333…"""
    for millisecond in range(12):
        made = Made(f"s-{millisecond:02d}")
        row = {**session_row(made), "submitted_at": _at_ms(millisecond)}
        with factory.store.engine.begin() as connection:
            connection.execute(insert(countersign_session), row)
    assert sorted(factory.pages(EVERY_SESSION, 1)) == [f"s-{number:02d}" for number in range(12)]


def test_no_search_goes_beyond_its_until(factory: Factory) -> None:
    for session_id, millisecond in (("s-1", 250), ("s-2", 254)):
        row = {**session_row(Made(session_id, reason="wet", removed=1)), "submitted_at": _at_ms(millisecond)}
        with factory.store.engine.begin() as connection:
            connection.execute(insert(countersign_session), row)
    both = SessionFilter(with_discrepancy=True, with_removals=True)
    assert factory.pages(both, 1) == ["s-2", "s-1"]
    until = f"{_at_ms(252).isoformat()}+00:00"
    assert factory.pages(replace(both, until=until), 1) == ["s-1"]


def _at_ms(millisecond: int) -> datetime:
    return NOON.replace(microsecond=millisecond * 1000)


def test_a_page_has_a_size(factory: Factory) -> None:
    for limit in (0, -1, 1001):
        with pytest.raises(ValueError, match="1 to 1000"):
            factory.reports.page(EVERY_SESSION, None, limit)


def test_a_prefix_means_its_letters(factory: Factory) -> None:
    dns = ["K_S1", "KXS1", "K-S1", "K.S1", "K/S1", "K", "KZ", "L", "K_S", "K_T"]
    factory.add(*(Made(dn, minute, dn=dn) for minute, dn in enumerate(dns)))
    for prefix in ("K_S", "K", "K_", "K-", "K/S1", "M", "K_S12"):
        wanted = SessionFilter(dn_prefix=prefix)
        assert sorted(factory.pages(wanted, 3)) == sorted(dn for dn in dns if dn.startswith(prefix))


# -- any filter, any order of arrival ---------------------------------------------------------------------------------

PARTS, LABELS, STATIONS, DNS = (
    ("Z-A", "Z-B", "Z-C"),
    ("L-1", "L-2", "L-3", "L-4"),
    ("one", "two"),
    ("KA1", "KA2", "KB1"),
)
made_sessions = st.builds(
    Made,
    session_id=st.text("ab01", min_size=1, max_size=6),
    minute=st.integers(0, 3),
    dn=st.sampled_from(DNS),
    station=st.sampled_from(STATIONS),
    reason=st.sampled_from(["", "wet"]),
    removed=st.integers(0, 1),
    labels=st.dictionaries(st.sampled_from(LABELS), st.sampled_from(PARTS), max_size=4).map(
        lambda parts: tuple(parts.items())
    ),
    operator=st.sampled_from(["", "OP-1", "OP-2"]),
    deeds=st.lists(st.sampled_from([*ReviewDeed]), max_size=3).map(lambda deeds: tuple(map(str, deeds))),
)
some_sessions = st.lists(made_sessions, max_size=12, unique_by=lambda made: made.session_id)
moments = st.sampled_from(["", *(f"2026-09-14T12:0{minute}:00.250+00:00" for minute in range(4))])
filters = st.builds(
    SessionFilter,
    dn_prefix=st.sampled_from(["", "K", "KA", "KA1", "M"]),
    label=st.sampled_from([None, *map(LabelCode, LABELS)]),
    part_number=st.sampled_from([None, *map(PartNumber, PARTS)]),
    station_id=st.sampled_from(["", *STATIONS, "three"]),
    since=moments,
    until=moments,
    with_discrepancy=st.booleans(),
    with_removals=st.booleans(),
    operator=st.sampled_from(["", "", "OP-1", "OP-3"]),
    state=st.sampled_from([None, None, *SessionState]),
    review=st.sampled_from([None, None, *ReviewState]),
    search=st.sampled_from(["", "", "K", "ka1", "L-1", "l-1", "op-1", "z-a", "w_a", "%", "' OR 1=1 --"]),
)
commonness = st.sampled_from([(0, 0, 0), (3, 1, 2), (3, 0, 100), (100_000, 20_000, 200_000)])
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def set_common(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[int, int, int]], None]:
    """From how many entries on a filter counts as common, and how many sessions are sorted."""

    def put(limits: tuple[int, int, int]) -> None:
        common, sorted_at_most, counted_at_most = limits
        monkeypatch.setattr(report_drivers, "COMMON", common)
        monkeypatch.setattr(report_drivers, "SORTED_AT_MOST", sorted_at_most)
        monkeypatch.setattr(report_drivers, "COUNTED_AT_MOST", counted_at_most)

    return put


@many
@given(some_sessions, filters, st.integers(1, 5), commonness)
def test_the_pages_hold_what_the_filter_means_in_order_and_once(
    factory: Factory, set_common: Callable[..., None], sessions: list[Made], wanted: SessionFilter, limit: int, limits
) -> None:
    set_common(limits)
    factory.empty()
    factory.add(*sessions)
    assert factory.pages(wanted, limit) == newest_first(sessions, wanted)


@many
@given(some_sessions, st.lists(made_sessions, max_size=8), filters, st.integers(1, 4))
def test_what_arrives_between_two_pages_hides_and_doubles_nothing(
    factory: Factory, sessions: list[Made], arriving: list[Made], wanted: SessionFilter, limit: int
) -> None:
    factory.empty()
    factory.add(*sessions)
    known = {each.session_id for each in sessions}
    late = [replace(each, session_id=f"{each.session_id}-{number}") for number, each in enumerate(arriving)]
    found = factory.pages(wanted, limit, lambda: factory.add(late.pop()) if late else None)
    assert [each for each in found if each in known] == newest_first(sessions, wanted)
    assert len(found) == len(set(found))


# -- how it is read ---------------------------------------------------------------------------------------------------

ASKED: dict[str, Any] = {
    "dn_prefix": "KA",
    "label": LabelCode("L-1"),
    "part_number": PartNumber("Z-A"),
    "station_id": "one",
    "since": "2026-09-01T00:00:00+00:00",
    "until": "2026-10-01T00:00:00+00:00",
    "with_discrepancy": True,
    "with_removals": True,
}
EVERY_COMBINATION = [
    SessionFilter(**{name: ASKED[name] for name in compress(ASKED, choice)})
    for choice in product([False, True], repeat=len(ASKED))
]
DRIVERS = (*IN_ORDER, BY_DN, BY_TIME, BY_LABEL)
AFTER = SessionKey("2026-09-14T12:00:00.250+00:00", "s-1")


def applicable(wanted: SessionFilter) -> list[Driver]:
    return [driver for driver in DRIVERS if not driver.asks or getattr(wanted, driver.asks)]


def test_no_filter_reads_a_whole_table_or_sorts_what_is_in_order(file: Path) -> None:
    """Of every combination of filters along every index that may be chosen, on the first and on a later page; and
    whatever is asked before the choice."""
    factory = Factory(open_store("", file, 0.5), SqlSessionReports(sqlite_reader(file, 0.5), SqliteReaderKind("")))
    factory.add(Made("s-0", dn="KA1", station="one", reason="wet", removed=1, operator="OP-1"))
    planned = 0
    for wanted, after in product(EVERY_COMBINATION, (None, AFTER)):
        with statements_of(factory.reports.engine) as sent, factory.reports.engine.connect() as connection:
            page_keys(connection, wanted, after, 11)
            for driver in applicable(wanted):
                assert [key.session_id for key in connection.execute(keys_statement(driver, wanted, after, 11))] == [
                    "s-0"
                ]
        with factory.reports.engine.connect() as connection:
            for statement, parameters in sent:
                plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
                assert not [line for line in plan if line.startswith("SCAN countersign")], (statement, plan)
                sorts = "ORDER BY" in statement and f"INDEXED BY {BY_DN.index}" in statement
                assert any("TEMP B-TREE" in line for line in plan) is sorts, (statement, plan)
        planned += len(sent)
    assert planned > 3 * len(EVERY_COMBINATION)
    factory.reports.close()
    factory.store.close()


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Every SELECT meanwhile, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


STANDINGS = [
    SessionFilter(state=state, review=review, **{name: {**ASKED, "operator": "OP-1"}[name] for name in names})
    for state, review in product([None, *SessionState], [None, *ReviewState])
    for names in ((), ("operator", "station_id"), ("part_number",), ("label",), ("dn_prefix", "operator"))
]


@pytest.mark.parametrize("common", [0, 20_000])
def test_what_supervisors_did_is_looked_up_by_an_index(
    file: Path, monkeypatch: pytest.MonkeyPatch, common: int
) -> None:
    """Whether it was done often or seldom; only the few sessions that are looked up by their ids are sorted."""
    monkeypatch.setattr(report_drivers, "SORTED_AT_MOST", common)
    factory = Factory(open_store("", file, 0.5), SqlSessionReports(sqlite_reader(file, 0.5), SqliteReaderKind("")))
    factory.add(Made("s-0", dn="KA1", station="one", operator="OP-1", deeds=("reviewed", "voided", "reopened")))
    sorted_by_deed = 0
    for wanted, after in product(STANDINGS, (None, AFTER)):
        with statements_of(factory.reports.engine) as sent, factory.reports.engine.connect() as connection:
            page_keys(connection, wanted, after, 11)
            for driver in applicable(wanted):
                connection.execute(keys_statement(driver, wanted, after, 11))
        with factory.reports.engine.connect() as connection:
            for statement, parameters in sent:
                plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
                assert not [line for line in plan if line.startswith("SCAN countersign")], (statement, plan)
                by_deed = "autoindex" in statement
                by_dn = f"INDEXED BY {BY_DN.index}" in statement
                sorts = "ORDER BY" in statement and (by_dn or by_deed)
                assert any("TEMP B-TREE FOR ORDER" in line for line in plan) is sorts, (statement, plan)
                sorted_by_deed += by_deed
    assert (sorted_by_deed > 0) is (common > 0)
    factory.reports.close()
    factory.store.close()


def test_what_supervisors_did_is_asked_of_sql_server_without_hints() -> None:
    for wanted, after in product(STANDINGS, (None, AFTER)):
        statements = [keys_statement(driver, wanted, after, 11) for driver in applicable(wanted)]
        if deed := deed_asked(wanted):
            statements.append(deed_keys_statement(deed, wanted, after, 11))
        for statement in statements:
            sent = str(statement.compile(dialect=mssql.dialect()))
            assert " TOP " in sent
            assert not [word for word in ("INDEXED", "OFFSET", "LIMIT") if word in sent]


def test_a_session_tells_what_supervisors_did_with_it(factory: Factory) -> None:
    factory.add(
        Made("s-1", 1, operator="OP-1", deeds=("reviewed", "noted")),
        Made("s-2", 2, reason="wet", deeds=("reviewed", "reopened")),
        Made("s-3", 3, reason="wet", deeds=("session_reopened", "voided")),
    )
    told = factory.reports.page(EVERY_SESSION, None, 5).sessions
    assert [(each.session_id, each.state, each.review) for each in told] == [
        ("s-3", SessionState.VOIDED, ReviewState.NOT_REVIEWED),
        ("s-2", SessionState.DISCREPANCY, ReviewState.REOPENED),
        ("s-1", SessionState.COMMITTED, ReviewState.REVIEWED),
    ]
    assert told[-1].operator == "OP-1"
    report = factory.reports.session("s-2")
    assert report is not None
    assert [(each.deed, each.by, each.reason) for each in report.reviews] == [
        ("reviewed", "SV-1", "why"),
        ("reopened", "SV-1", "why"),
    ]


def test_sql_server_is_asked_without_hints_offsets_and_pairs() -> None:
    for wanted, after in product(EVERY_COMBINATION, (None, AFTER)):
        for driver in applicable(wanted):
            sent = str(keys_statement(driver, wanted, after, 11).compile(dialect=mssql.dialect()))
            assert " TOP " in sent
            assert "CAST(" in sent
            assert not [word for word in ("INDEXED", "OFFSET", "LIMIT") if word in sent]
            assert ("LIKE" in sent) is bool(wanted.dn_prefix)


def test_a_prefix_is_a_pattern_for_sql_server_with_its_own_signs_escaped() -> None:
    wanted = SessionFilter(dn_prefix="K_S")
    sent = keys_statement(BY_DN, wanted, None, 11).compile(dialect=mssql.dialect())
    assert "no_dn LIKE " in str(sent)
    assert "ESCAPE '~'" in str(sent)
    assert "K~_S%" in sent.params.values()


# -- beside a station -------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "station" / "packing.sqlite"


def test_a_reader_cannot_write(file: Path) -> None:
    open_store("", file, 0.5).close()
    reports = open_reports("", file, 0.5)
    with pytest.raises(Exception, match="readonly database"), reports.engine.begin() as connection:
        connection.execute(delete(countersign_session))
    reports.close()


def test_it_reads_while_a_station_has_begun_to_write_and_holds_nobody_up(file: Path) -> None:
    factory = Factory(open_store("", file, 0.05), open_reports("", file, 0.05))
    factory.add(Made("s-1"))
    with factory.store.engine.begin() as connection:
        connection.execute(insert(countersign_session), session_row(Made("s-2")))
        assert factory.pages(EVERY_SESSION, 10) == ["s-1"]
    assert factory.pages(EVERY_SESSION, 10) == ["s-2", "s-1"]
    factory.reports.close()
    factory.store.close()


def test_a_locked_file_is_told(file: Path) -> None:
    open_store("", file, 0.05).close()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    reports = open_reports("", file, 0.05)
    with pytest.raises(OperationalError) as caught:
        reports.page(EVERY_SESSION, None, 1)
    assert caught.value.code is ErrorCode.DATABASE_LOCKED
    other.close()
    assert reports.page(EVERY_SESSION, None, 1).sessions == ()
    reports.close()


def test_a_file_that_is_absent_is_told_and_not_made(file: Path) -> None:
    reports = open_reports("", file, 0.05)
    with pytest.raises(OperationalError) as caught:
        reports.page(EVERY_SESSION, None, 1)
    assert caught.value.code is ErrorCode.DATABASE_UNWRITABLE
    assert "cannot be opened" in str(error_sentence(caught.value))
    assert not file.exists()


def test_a_file_of_an_older_program_is_told_and_left_as_it_is(file: Path) -> None:
    store = open_store("", file, 0.05)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX countersign_session_by_time")
    reports = open_reports("", file, 0.05)
    with pytest.raises(OperationalError) as caught:
        reports.page(EVERY_SESSION, None, 1)
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH
    assert "countersign_session_by_time" in str(error_sentence(caught.value))
    store.create_schema()
    assert reports.page(EVERY_SESSION, None, 1).sessions == ()
    reports.close()
    store.close()


def test_strange_places_can_be_read(tmp_path: Path) -> None:
    place = tmp_path / "a folder?mode=ro&x#1 %41 Ж" / "packing.sqlite"
    factory = Factory(open_store("", place, 0.05), open_reports(f"sqlite:///{tmp_path}/unused", place, 0.05))
    factory.add(Made("s-1"))
    reports = open_reports("", place, 0.05)
    assert len(reports.page(EVERY_SESSION, None, 1).sessions) == 1
    for each in (reports, factory.reports, factory.store):
        each.close()


# -- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"dn_prefix": "kss"},
        {"dn_prefix": "K%"},
        {"dn_prefix": " K"},
        {"dn_prefix": "K" * 41},
        {"station_id": "no station"},
        {"part_number": PartNumber("")},
        {"part_number": PartNumber("a\nb")},
        {"part_number": PartNumber("Z" * 101)},
        {"since": "yesterday"},
        {"since": "0001-01-01T00:00:00+05:00"},
        {"until": "9999-12-31T23:00:00-05:00"},
    ],
)
def test_a_filter_that_no_session_could_pass_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        SessionFilter(**wrong)


def test_times_are_told_in_utc() -> None:
    wanted = SessionFilter(since="2026-09-14T07:30:15+07:00", until="2026-09-15")
    assert (wanted.since, wanted.until) == ("2026-09-14T00:30:15+00:00", "2026-09-15T00:00:00+00:00")


@pytest.mark.parametrize("text", ["", "/", "s-1", "2026-09-14T07:30:15", "2026-09-14T07:30:15/", "yesterday/s-1",
                                  "2026-09-14/a\nb", "2026-09-14/" + "x" * 65])  # fmt: skip
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_session_key(text)


@given(st.datetimes(datetime(1971, 1, 1), datetime(9998, 1, 1)), st.text("ab/ Ж-", min_size=1, max_size=64))  # noqa: DTZ001
def test_a_key_can_be_written_down(at: datetime, session_id: str) -> None:
    key = SessionKey(at.isoformat(), session_id)
    assert parse_session_key(str(key)) == key
