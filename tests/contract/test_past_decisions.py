"""What every source of past decisions does: the one in memory, the SQLite file, and SQL Server where one is offered."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, insert, update

from app.domain.detection import Box, ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber
from app.ports.past_decisions import DECISIONS_AT_MOST, Example, PastDecision, PastDecisions, SeenLabel
from services.storage.columns import METADATA
from services.storage.open_store import parsed_url, sql_server
from services.storage.past_decisions import SqlPastDecisions, open_past_decisions
from services.storage.rows import utc_from_text
from services.storage.schema import countersign_decision, countersign_session, create_schema, detail_packing
from services.storage.sqlite import sqlite_engine
from tests.fakes.past_decisions import FakePastDecisions, Remembered

MSSQL = "COUNTERSIGN_TEST_MSSQL"
MODEL, OLD = ModelIdentity("covers", "2"), ModelIdentity("covers", "1")
A, B = PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00"), PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
LABEL, STRANGE = "W_CV01_D26RXXX_C03N_NL_DG00", "=Ж'\"_標\t\u202e"
BOX = Box(0.1, 0.2, 0.5, 0.6)
NOTES = {"KSS1": frozenset({A, B}), "KSS2": frozenset({B})}
LONG_AGO, UNTIL = "2026-01-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00"


def day(number: int) -> str:
    return datetime(2026, 9, number, 7, 30, tzinfo=UTC).isoformat()


def past(
    session: str, seq: int, at: str, verdict: str, part: str, label: str = LABEL, dn: str = "KSS1"
) -> PastDecision:
    return PastDecision(session, seq, dn, "station-7", at, verdict, "" if part else "alias_awaited", part, label)


KEPT = [
    Remembered(past("s1", 1, day(1), "accepted", A.text), MODEL, "", "p1", "h1", BOX),
    Remembered(past("s1", 2, day(1), "refused", B.text, STRANGE), MODEL, "", "p2", "h2"),
    Remembered(past("s2", 1, day(2), "accepted", A.text), OLD, "", "p3", "h3", BOX),
    Remembered(past("s3", 1, day(3), "accepted", B.text, dn="KSS2"), MODEL, "SARI", "p4", "h4", BOX),
    Remembered(past("s3", 2, day(3), "undecided", "", dn="KSS2"), MODEL, "", "", ""),
    Remembered(past("s4", 1, day(4), "refused", A.text, dn="NOWHERE"), MODEL, "", "p5", "h5", BOX),
]
DECISIONS = [each.decision for each in KEPT]


@dataclass
class Told:
    source: PastDecisions
    engine: Engine | None = None


def write(engine: Engine) -> None:
    create_schema(engine)
    sessions = {each.decision.session_id: each.decision for each in KEPT}
    with engine.begin() as connection:
        for each in sessions.values():
            connection.execute(insert(countersign_session).values(session_row(each)))
        connection.execute(insert(countersign_decision), [decision_row(each) for each in KEPT])
        for dn, parts in NOTES.items():
            connection.execute(insert(detail_packing), [part_row(dn, part) for part in sorted(parts)])


def session_row(of: PastDecision) -> dict[str, object]:
    numbers = dict.fromkeys(("labels", "pieces", "removed", "open_parts"), 0)
    at = utc_from_text(of.submitted_at)
    texts = {"idem_key": of.session_id, "packing_code": "PKG", "agreement": "three_way", "discrepancy_reason": ""}
    named = {"session_id": of.session_id, "no_dn": of.dn, "station_id": of.station_id}
    return {**named, **texts, **numbers, "submitted_at": at, "committed_at": at}


def decision_row(kept: Remembered) -> dict[str, object]:
    of, box = kept.decision, kept.box
    detail = {"box": [box.x1, box.y1, box.x2, box.y2]} if box else {}
    return {
        "session_id": of.session_id,
        "seq": of.seq,
        "verdict": of.verdict,
        "reason": of.reason,
        "part_number": of.part_number,
        "model_label": of.label,
        "model": str(kept.model),
        "confidence": 0.9,
        "alias_by": kept.alias_by,
        "stamp_says": "nothing",
        "picture_id": kept.picture_id,
        "picture_sha256": kept.sha256,
        "detail": json.dumps(detail),
    }


def part_row(dn: str, part: PartNumber) -> dict[str, str]:
    numbers = {"total_qty_dn": "10", "total_qty_label": "0", "status": "Belum Terpenuhi"}
    return {"packing_code": "PKG", "no_dn": dn, "part_number_dn": part.text, **numbers}


def _sqlite(folder: Path) -> Told:
    path = folder / "factory.sqlite"
    engine = sqlite_engine(path, 1.0)
    write(engine)
    return Told(open_past_decisions("", path, 1.0), engine)


def _sql_server() -> Told:
    url = os.environ.get(MSSQL, "")
    if not url:
        pytest.skip(f"{MSSQL} names no SQL Server")
    engine, kind = sql_server(parsed_url(url), 5.0)
    METADATA.drop_all(engine)
    write(engine)
    return Told(SqlPastDecisions(engine, kind))


@pytest.fixture(params=["memory", "sqlite", "sql-server"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Told]:
    kinds = {
        "memory": lambda: Told(FakePastDecisions(list(KEPT), NOTES)),
        "sqlite": lambda: _sqlite(tmp_path),
        "sql-server": _sql_server,
    }
    made = kinds[request.param]()
    yield made
    made.source.close()
    if made.engine is not None:
        made.engine.dispose()


def test_those_of_a_model_come_newest_session_first_with_the_parts_of_their_notes(told: Told) -> None:
    found = told.source.of_model(MODEL, LONG_AGO, UNTIL, 100)
    assert list(found.decisions) == [DECISIONS[each] for each in (5, 3, 4, 0, 1)]
    assert found.asked == NOTES
    assert (found.of_model, found.of_others) == (5, 1)


def test_the_newest_are_taken_and_the_others_counted(told: Told) -> None:
    found = told.source.of_model(MODEL, LONG_AGO, UNTIL, 2)
    assert list(found.decisions) == [DECISIONS[5], DECISIONS[3]]
    assert found.asked == {"KSS2": NOTES["KSS2"]}
    assert (found.of_model, found.of_others) == (5, 1)


def test_a_time_begins_with_its_first_moment_and_ends_before_its_last(told: Told) -> None:
    found = told.source.of_model(MODEL, day(1), day(3), 100)
    assert list(found.decisions) == [DECISIONS[0], DECISIONS[1]]
    assert (found.of_model, found.of_others) == (2, 1)
    nothing = told.source.of_model(MODEL, day(10), day(11), 100)
    assert (nothing.decisions, dict(nothing.asked), nothing.of_model, nothing.of_others) == ((), {}, 0, 0)


@pytest.mark.parametrize("limit", [0, -1, DECISIONS_AT_MOST + 1])
def test_too_many_are_not_asked_for(told: Told, limit: int) -> None:
    with pytest.raises(ValueError, match=str(limit)):
        told.source.of_model(MODEL, LONG_AGO, UNTIL, limit)


def test_labels_are_counted_by_model_and_verdict(told: Told) -> None:
    found = told.source.lately(LONG_AGO, UNTIL)
    assert set(found.labels) == {
        SeenLabel(MODEL, LABEL, 2, 1, 1),
        SeenLabel(MODEL, STRANGE, 0, 1, 0),
        SeenLabel(OLD, LABEL, 1, 0, 0),
    }
    assert found.parts == {A, B}
    only = told.source.lately(day(2), day(3))
    assert (only.labels, only.parts) == ((SeenLabel(OLD, LABEL, 1, 0, 0),), frozenset({A, B}))
    assert told.source.lately(day(10), UNTIL).parts == frozenset()


def test_pictures_of_a_label_whatever_was_decided(told: Told) -> None:
    assert list(told.source.of_label(MODEL, LABEL, LONG_AGO, 10)) == [
        Example("p5", "h5", day(4), BOX),
        Example("p4", "h4", day(3), BOX),
        Example("p1", "h1", day(1), BOX),
    ]
    assert [each.picture_id for each in told.source.of_label(MODEL, LABEL, day(2), 1)] == ["p5"]
    assert list(told.source.of_label(MODEL, STRANGE, LONG_AGO, 10)) == [Example("p2", "h2", day(1))]
    assert list(told.source.of_label(MODEL, "%", LONG_AGO, 10)) == []


def test_pictures_of_a_part_are_of_those_accepted_by_their_own_spelling(told: Told) -> None:
    assert [each.picture_id for each in told.source.of_part(A, LONG_AGO, 10)] == ["p3", "p1"]
    assert list(told.source.of_part(B, LONG_AGO, 10)) == []


# -- a database's own -------------------------------------------------------------------------------------------------


def test_a_verdict_nobody_understands_is_told(tmp_path: Path) -> None:
    told = _sqlite(tmp_path)
    assert told.engine is not None
    with told.engine.begin() as connection:
        connection.execute(update(countersign_decision).values(verdict="maybe"))
    told.engine.dispose()
    with pytest.raises(OperationalError) as caught:
        told.source.of_model(MODEL, LONG_AGO, UNTIL, 10)
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH
    told.source.close()


NO_BOXES = ('"abcd"', "null", "[0, 0, 1]", "[0, 0, 1, 1, 1]", "[0, 0, 2, 1]", "[0.5, 0, 0.5, 1]", "[NaN, 0, 1, 1]")


@pytest.mark.parametrize(
    "detail",
    ["", "[]", "{}", "rubbish", *(f'{{"box": {each}}}' for each in NO_BOXES)],
)
def test_what_is_no_box_is_none(tmp_path: Path, detail: str) -> None:
    told = _sqlite(tmp_path)
    assert told.engine is not None
    with told.engine.begin() as connection:
        connection.execute(update(countersign_decision).values(detail=detail))
    told.engine.dispose()
    assert {each.box for each in told.source.of_label(MODEL, LABEL, LONG_AGO, 10)} == {None}
    told.source.close()


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    source = open_past_decisions("", tmp_path / "none.sqlite", 1.0)
    with pytest.raises(OperationalError) as caught:
        source.lately(LONG_AGO, UNTIL)
    assert caught.value.code is ErrorCode.DATABASE_UNWRITABLE
    source.close()
    assert not (tmp_path / "none.sqlite").exists()


def test_the_number_of_statements_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    told, counted = _sqlite(tmp_path), list[str]()
    source = told.source
    assert isinstance(source, SqlPastDecisions)
    event.listen(source.engine, "before_cursor_execute", lambda _c, _k, statement, *_: counted.append(statement))
    source.of_model(MODEL, LONG_AGO, UNTIL, 100)
    source.lately(LONG_AGO, UNTIL)
    assert len([each for each in counted if each.startswith("SELECT")]) == 5
    source.close()
    assert told.engine is not None
    told.engine.dispose()
