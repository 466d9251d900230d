"""What supervisors did, kept in memory, in an SQLite file, and on SQL Server where one is offered."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from app.domain.audit import Act, findings
from app.domain.errors import ErrorCode, OperationalError
from app.domain.review import ReviewDeed, ReviewState
from app.ports.review_store import ReviewStore
from services.storage.audit_chain import lines_after
from services.storage.columns import METADATA
from services.storage.office_schema import countersign_act
from services.storage.open_store import open_store
from services.storage.open_triage import open_reviews
from services.storage.packing_store import SqlPackingStore
from services.storage.schema import countersign_session
from tests.contract.test_session_reports import Made, session_row
from tests.fakes.session_reports import FakeReviews

MSSQL = "COUNTERSIGN_TEST_MSSQL"


def act(reason: str = "", second: str = "") -> Act:
    return Act(
        "session_reviewed",
        "session:s-1",
        "SV-1",
        "supervisor",
        "desk",
        "2026-11-21T08:00:00.125+00:00",
        7,
        reason,
        second,
    )


@pytest.fixture(params=["memory", "sqlite", "sql-server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReviewStore]:
    if request.param == "memory":
        yield FakeReviews({"s-1"})
        return
    if request.param == "sql-server" and not os.environ.get(MSSQL):
        pytest.skip(f"{MSSQL} names no SQL Server")
    url = os.environ[MSSQL] if request.param == "sql-server" else ""
    packing = open_store(url, tmp_path / "packing.sqlite", 0.5)
    METADATA.drop_all(packing.engine)
    packing.create_schema()
    add_session(packing)
    packing.close()
    made = open_reviews(url, tmp_path / "packing.sqlite", 0.5)
    yield made
    made.close()


def add_session(packing: SqlPackingStore) -> None:
    with packing.engine.begin() as connection:
        connection.execute(insert(countersign_session), [session_row(Made("s-1"))])


def refused(do: Callable[[], object]) -> ErrorCode:
    with pytest.raises(OperationalError) as caught:
        do()
    return caught.value.code


def test_what_was_done_is_told_in_its_order(store: ReviewStore) -> None:
    assert list(store.entries("s-1")) == []
    store.record("s-1", ReviewDeed.NOTED, act("Ж why", "SV-2"))
    store.record("s-1", ReviewDeed.REVIEWED, act(), expected=ReviewState.NOT_REVIEWED)
    store.record("s-1", ReviewDeed.REOPENED, act(), expected=ReviewState.REVIEWED)
    told = store.entries("s-1")
    assert [(each.deed, each.by, each.second, each.reason) for each in told] == [
        ("noted", "SV-1", "SV-2", "Ж why"),
        ("reviewed", "SV-1", "", ""),
        ("reopened", "SV-1", "", ""),
    ]
    assert told[0].at.startswith("2026-11-21T08:00:00.12")
    assert [each.seq for each in told] == sorted({each.seq for each in told})


def test_an_act_that_comes_too_late_leaves_nothing(store: ReviewStore) -> None:
    store.record("s-1", ReviewDeed.REVIEWED, act(), expected=ReviewState.NOT_REVIEWED)
    late = lambda: store.record("s-1", ReviewDeed.REVIEWED, act(), expected=ReviewState.NOT_REVIEWED)  # noqa: E731
    assert refused(late) is ErrorCode.ACT_TOO_LATE
    assert refused(lambda: store.record("nobody", ReviewDeed.NOTED, act())) is ErrorCode.SESSION_UNKNOWN
    assert len(store.entries("s-1")) == 1


def test_each_deed_stands_in_the_factorys_chain_or_nowhere(tmp_path: Path) -> None:
    packing = open_store("", tmp_path / "packing.sqlite", 0.5)
    add_session(packing)
    store = open_reviews("", tmp_path / "packing.sqlite", 0.5)
    store.record("s-1", ReviewDeed.REVIEWED, act())
    assert refused(lambda: store.record("nobody", ReviewDeed.NOTED, act())) is ErrorCode.SESSION_UNKNOWN
    store.record("s-1", ReviewDeed.NOTED, act("why"))
    with packing.engine.begin() as connection:
        lines = lines_after(connection, countersign_act, 0, 10)
        assert connection.execute(select(func.count()).select_from(countersign_act)).scalar() == 2
    assert [line.act for line in lines] == [act(), act("why")]
    assert list(findings(lines)) == []
    store.close()
    packing.close()
