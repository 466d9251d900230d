"""The made-up factory and the bench that searches it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from app.commands.bench_reports import Times, report
from app.commands.bench_reports_questions import QUESTIONS
from services.storage.columns import METADATA
from services.storage.open_reports import open_reports
from services.storage.open_store import open_store
from services.storage.seed import Plan, made_up, seed_database, session_at
from services.storage.session_reports import SqlSessionReports

PLAN = Plan(400, seed=3)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("factory") / "factory.sqlite"
    seed_database(path, PLAN)
    return path


@pytest.fixture
def reports(file: Path) -> Iterator[SqlSessionReports]:
    opened = open_reports("", file, 1.0)
    yield opened
    opened.close()


def dumped(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_the_same_seed_makes_the_same_file(file: Path, tmp_path: Path) -> None:
    seed_database(tmp_path / "again.sqlite", PLAN)
    assert dumped(tmp_path / "again.sqlite") == dumped(file)
    seed_database(tmp_path / "other.sqlite", Plan(PLAN.sessions, PLAN.seed + 1))
    assert dumped(tmp_path / "other.sqlite") != dumped(file)


def test_it_is_a_file_as_a_station_makes_it(file: Path, tmp_path: Path) -> None:
    open_store("", tmp_path / "station.sqlite", 1.0).close()

    def shape(path: Path) -> set[tuple[str, str]]:
        with closing(sqlite3.connect(path)) as connection:
            return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))

    assert shape(file) == shape(tmp_path / "station.sqlite")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (sessions,) = connection.execute("SELECT count(*) FROM countersign_session").fetchone()
    assert sessions == PLAN.sessions
    assert "countersign_session" in METADATA.tables


def test_the_factory_has_some_of_everything() -> None:
    sessions = list(made_up(PLAN))
    assert {len(each.parts) for each in sessions} == set(range(1, 13))
    assert {each.decisions for each in sessions} == set(range(1, 7))
    assert 0 < sum(bool(each.reason) for each in sessions) < 40
    assert 0 < sum(bool(each.removed) for each in sessions) < 40
    assert sorted(each.rank for each in sessions) == list(range(PLAN.sessions))
    assert [each.session_id for each in sessions] == sorted(each.session_id for each in sessions)


def test_what_the_labels_repeat_of_their_session_is_true(file: Path) -> None:
    different = """SELECT count(*) FROM countersign_session_label l JOIN countersign_session s USING (session_id)
                   WHERE l.no_dn <> s.no_dn OR l.submitted_at <> s.submitted_at"""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute(different).fetchone() == (0,)


def test_a_session_by_its_number(reports: SqlSessionReports) -> None:
    told = reports.session(session_at(17, PLAN))
    assert told is not None
    assert told.summary.labels == sum(each.act == "counted" for each in told.labels)
    assert told.summary.removed == sum(each.act == "removed" for each in told.labels)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_drawn_anew_and_answered(reports: SqlSessionReports, question: str) -> None:
    chance = Random(1)
    for _ in range(3):
        answer = QUESTIONS[question](chance, PLAN)(reports, 10)
        assert answer is not None


def test_one_slow_draw_misses_the_goal() -> None:
    fast, slow = Times("fast", (1.0, 2.0, 3.0), (1.0, 1.0, 2.0)), Times("slow", (1.0, 201.0, 2.0), (1.0, 1.0, 1.0))
    checks = {each.name: each.ok for each in report(PLAN, [fast, slow], {}).checks}
    assert checks == {"fast: worst of 3, ms": True, "slow: worst of 3, ms": False}
    figures = report(PLAN, [fast, slow], {"seeding_s": 1}).figures
    assert figures["p50_ms"] == {"fast": 2.0, "slow": 2.0}
    assert figures["worst_cpu_ms"] == {"fast": 2.0, "slow": 1.0}
