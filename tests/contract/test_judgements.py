"""What every store of judgements does: the one in memory, the SQLite file, and SQL Server where one is offered."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select, update

from app.domain.alias import Alias, AliasKey, AliasStatus
from app.domain.audit import Act
from app.domain.decision import Decision, Picture, Undecided, UndecidedReason, as_plain
from app.domain.detection import Box
from app.domain.errors import ErrorCode, OperationalError
from app.domain.judging import (
    Candidate,
    DecisionKey,
    Draw,
    GreenTally,
    JudgedDecision,
    Judgement,
    Verdict,
)
from app.domain.packing_session import Agreement, AuditEntry, PackingRecord, PackingSession
from app.domain.stamp import StampSays
from app.ports.judgements import PAGE_AT_MOST, ActAfter, Example, Judgements
from app.ports.session_reports import SessionKey
from services.storage.audit_chain import lines_after
from services.storage.columns import METADATA
from services.storage.commit_session import write_session
from services.storage.judgements import SqlJudgements, open_judgements
from services.storage.office_schema import countersign_act, countersign_verdict
from services.storage.schema import countersign_decision, labels
from services.storage.seed import Plan, seed_database
from services.storage.transactions import transaction
from tests.fakes.judgements import FakeJudgements
from tests.unit.builders import D26L, D26R, D31R, MODEL, accepted, note, part, refused, undecided

MSSQL = "COUNTERSIGN_TEST_MSSQL"
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
LONG_AGO = "2020-01-01T00:00:00+00:00"


def at(minutes: float) -> str:
    return (NOW - timedelta(minutes=minutes)).isoformat()


class Rig:
    """A store, and the sessions that are put under it."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.store: Judgements
        if kind == "memory":
            self.store = FakeJudgements()
        elif kind == "sqlite":
            self.store = open_judgements("", folder / "packing.sqlite", 5.0)
        else:
            self.store = _sql_server()

    def put(
        self,
        session_id: str,
        minutes: float,
        *decisions: Decision,
        station: str = "qc-1",
        agreement: Agreement = Agreement.THREE_WAY,
        audit: tuple[AuditEntry, ...] = (),
        contradicted: tuple[int, ...] = (),
    ) -> list[DecisionKey]:
        """A committed session. ``contradicted``: those covers of which ``audit`` says so; the memory cannot read it."""
        pictured = [_with_picture(each, f"{session_id}-{seq}") for seq, each in enumerate(decisions, 1)]
        keys = [DecisionKey(session_id, seq) for seq in range(1, len(pictured) + 1)]
        if isinstance(self.store, FakeJudgements):
            for key, each in zip(keys, pictured, strict=True):
                self.store.add(_candidate(key, each, disagrees=key.seq in contradicted), at(minutes), station)
            self.store.sessions.setdefault(session_id, (at(minutes), station))
            return keys
        assert isinstance(self.store, SqlJudgements)
        settled = tuple(each for each in pictured if not isinstance(each, Undecided))
        waited = tuple(each for each in pictured if isinstance(each, Undecided))
        session = PackingSession(session_id, note(D26L, D31R), agreement=agreement, decisions=settled, undecided=waited)
        record = PackingRecord(f"key-{session_id}", "PKG-1", session, at(minutes), station, "", audit, "OP-1")
        with transaction(self.store.engine, self.store._kind, writes=True) as connection:
            write_session(connection, self.store._kind, record, "PKG-1", 0, NOW.replace(tzinfo=None))
        return keys

    def know(self, *parts: str) -> None:
        if isinstance(self.store, FakeJudgements):
            self.store.known = [part(each) for each in parts]
            return
        assert isinstance(self.store, SqlJudgements)
        rows = [
            {"label": f"L-{n}", "part_number": part(each).text, "qty": "1", "status": "active", "supplier": ""}
            for n, each in enumerate((*parts, *parts))
        ]
        with transaction(self.store.engine, self.store._kind, writes=True) as connection:
            connection.execute(insert(labels), rows)

    @property
    def acts(self) -> list[Act]:
        if isinstance(self.store, FakeJudgements):
            return self.store.acts
        assert isinstance(self.store, SqlJudgements)
        with transaction(self.store.engine, self.store._kind) as connection:
            return [line.act for line in lines_after(connection, countersign_act, 0, 100)]

    def everything(self, since: str = LONG_AGO, limit: int = PAGE_AT_MOST) -> list[Candidate]:
        found: list[Candidate] = []
        after: SessionKey | None = None
        while True:
            page = self.store.candidates(since, after, limit)
            found += page.candidates
            after = page.next_after
            if after is None:
                return found


def _sql_server() -> SqlJudgements:
    url = os.environ.get(MSSQL, "")
    if not url:
        pytest.skip(f"{MSSQL} names no SQL Server")
    store = open_judgements(url, Path(), 5.0)
    METADATA.drop_all(store.engine)
    store.create_schema()
    return store


def _with_picture(decision: Decision, name: str) -> Decision:
    evidence = replace(decision.evidence, picture=Picture(name, "f" * 64))
    return replace(decision, evidence=evidence)


def _candidate(key: DecisionKey, decision: Decision, *, disagrees: bool) -> Candidate:
    evidence = decision.evidence
    assert evidence.picture is not None
    claimed = decision.parts[0] if isinstance(decision, Undecided) else decision.part_number
    return Candidate(
        key,
        str(as_plain(decision)["verdict"]),
        claimed,
        evidence.confidence,
        evidence.margin,
        evidence.picture,
        evidence.picture_box,
        evidence.stamp_says is StampSays.CONTRADICTS,
        evidence.alias is not None,
        disagrees,
    )


@pytest.fixture(params=["memory", "sqlite", "sql-server"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    made = Rig(request.param, tmp_path)
    yield made
    made.store.close()


def said(key: DecisionKey, verdict: Verdict, by: str = "SUP-1", draw: Draw = Draw.GREEN, right: str = "") -> Judgement:
    return Judgement(key, draw, verdict, right, by, at(0))


def act_about(judgement: Judgement) -> ActAfter:
    def made(standing: Judgement | None) -> Act:
        before = standing.verdict.value if standing else ""
        subject = f"decision:{judgement.key}"
        return Act("decision_judged", subject, judgement.by, "supervisor", "qc-1", at(0), 7, before=before)

    return made


def judge(rig: Rig, *judgements: Judgement) -> None:
    for each in judgements:
        rig.store.record(each, act_about(each))


def test_every_decision_with_a_picture_is_a_candidate_with_what_the_rules_ask(rig: Rig) -> None:
    place = Box(0.1, 0.2, 0.3, 0.4)
    weak = accepted(D31R)
    weak = replace(weak, evidence=replace(weak.evidence, confidence=0.87, margin=0.31, best_box=place))
    aliased = Alias(AliasKey(MODEL, D26L), part(D26L), AliasStatus.APPROVED, "Sari", LONG_AGO, "")
    bridged = replace(accepted(D26L), evidence=replace(accepted(D26L).evidence, alias=aliased))
    stamped = undecided(D26R, UndecidedReason.STAMP_CONTRADICTS)
    stamped = replace(stamped, evidence=replace(stamped.evidence, stamp_says=StampSays.CONTRADICTS))
    keys = rig.put("s-1", 1, weak, bridged, refused(D26R), stamped)
    found = {each.key: each for each in rig.everything()}
    assert sorted(found) == keys
    one, two, three, four = (found[key] for key in keys)
    assert (one.settled, one.claimed, one.confidence, one.margin) == ("accepted", part(D31R), 0.87, 0.31)
    assert (one.box, one.picture) == (place, Picture("s-1-1", "f" * 64))
    assert (one.by_alias, one.stamp_contradicts, one.label_disagrees) == (False, False, False)
    assert two.by_alias
    assert (three.settled, three.claimed) == ("refused", part(D26R))
    assert (four.settled, four.claimed, four.stamp_contradicts) == ("undecided", part(D26R), True)


def test_pages_go_back_in_time_and_end(rig: Rig) -> None:
    for number in range(7):
        rig.put(f"s-{number}", number // 2, accepted(D26L))  # two sessions of one time
    rig.put("old", 10_000, accepted(D26L))
    rig.put("empty", 0.5)
    first = rig.store.candidates(at(60), None, 3)
    assert first.next_after is not None
    assert {each.key.session_id for each in first.candidates} == {"s-1", "s-0"}
    recent = rig.everything(at(60), limit=3)
    assert sorted(each.key.session_id for each in recent) == [f"s-{number}" for number in range(7)]
    assert len(rig.everything(limit=1)) == 8
    for limit in (0, PAGE_AT_MOST + 1):
        with pytest.raises(ValueError):  # noqa: PT011
            rig.store.candidates(LONG_AGO, None, limit)


def test_a_judged_decision_waits_no_more_until_the_verdict_is_taken_back(rig: Rig) -> None:
    first, second = rig.put("s-1", 1, accepted(D26L), accepted(D31R))
    judge(rig, said(first, Verdict.CORRECT))
    assert [each.key for each in rig.everything()] == [second]
    judge(rig, said(first, Verdict.TAKEN_BACK))
    assert sorted(each.key for each in rig.everything()) == [first, second]
    assert rig.store.judged_total() == 0


def test_ju5_the_newest_verdict_counts_once_and_only_ones_own_is_taken_back(rig: Rig) -> None:
    (key,) = rig.put("s-1", 1, accepted(D26L))
    judge(rig, said(key, Verdict.CORRECT), said(key, Verdict.CORRECT), said(key, Verdict.UNSURE, by="SUP-2"))
    assert rig.store.tallies(LONG_AGO) == [GreenTally(part(D26L).text, "qc-1", Verdict.UNSURE, 1)]
    for by in ("SUP-1", "SUP-3"):
        with pytest.raises(OperationalError) as caught:
            judge(rig, said(key, Verdict.TAKEN_BACK, by=by))
        assert caught.value.code is ErrorCode.ACT_TOO_LATE
    judge(rig, said(key, Verdict.TAKEN_BACK, by="SUP-2"))
    assert rig.store.tallies(LONG_AGO) == []
    with pytest.raises(OperationalError):
        judge(rig, said(key, Verdict.TAKEN_BACK, by="SUP-2"))


def test_every_verdict_is_in_the_audit_with_what_stood_before_and_a_refused_one_is_not(rig: Rig) -> None:
    (key,) = rig.put("s-1", 1, accepted(D26L))
    judge(rig, said(key, Verdict.CORRECT), said(key, Verdict.UNSURE, by="SUP-2"))
    with pytest.raises(OperationalError):
        judge(rig, said(key, Verdict.TAKEN_BACK))
    with pytest.raises(OperationalError) as caught:
        judge(rig, said(DecisionKey("s-1", 9), Verdict.CORRECT))
    assert caught.value.code is ErrorCode.SESSION_UNKNOWN
    assert [(act.subject, act.by, act.before) for act in rig.acts] == [
        ("decision:s-1:1", "SUP-1", ""),
        ("decision:s-1:1", "SUP-2", "correct"),
    ]


def test_tallies_count_the_blind_sample_by_part_and_station(rig: Rig) -> None:
    keys = rig.put("s-1", 1, accepted(D26L), accepted(D26L), accepted(D31R), refused(D26R))
    other = rig.put("s-2", 2, accepted(D26L), station="qc-2")
    old = rig.put("s-3", 90, accepted(D26L))
    judge(rig, said(keys[0], Verdict.CORRECT), said(keys[1], Verdict.CORRECT))
    judge(rig, said(keys[2], Verdict.WRONG_PART, right=part(D26L).text), said(other[0], Verdict.BAD_PICTURE))
    judge(rig, said(keys[3], Verdict.CORRECT, draw=Draw.DISAGREED), said(old[0], Verdict.CORRECT))
    key = lambda each: (each.part, each.station_id)  # noqa: E731
    assert sorted(rig.store.tallies(at(60)), key=key) == [
        GreenTally(part(D26L).text, "qc-1", Verdict.CORRECT, 2),
        GreenTally(part(D26L).text, "qc-2", Verdict.BAD_PICTURE, 1),
        GreenTally(part(D31R).text, "qc-1", Verdict.WRONG_PART, 1),
    ]


def test_the_parts_are_those_of_the_label_master_each_once(rig: Rig) -> None:
    assert list(rig.store.parts()) == []
    rig.know(D31R, D26L)
    assert list(rig.store.parts()) == sorted([part(D26L), part(D31R)])


def test_examples_of_a_part_are_covers_that_a_person_called_correct(rig: Rig) -> None:
    keys = rig.put("s-1", 1, accepted(D26L), accepted(D26L), accepted(D26L), accepted(D31R))
    assert list(rig.store.examples(part(D26L), 5)) == []
    judge(rig, *(said(key, Verdict.CORRECT) for key in keys))
    judge(rig, said(keys[1], Verdict.UNSURE))
    examples = rig.store.examples(part(D26L), 5)
    box = accepted().evidence.box
    assert list(examples) == [Example(Picture(f"s-1-{seq}", "f" * 64), box) for seq in (3, 1)]
    assert len(rig.store.examples(part(D26L), 1)) == 1


def test_judged_decisions_come_session_by_session(rig: Rig) -> None:
    first = rig.put("s-1", 1, accepted(D26L), accepted(D31R), accepted(D26L))
    (second,) = rig.put("s-2", 2, undecided(D26R))
    judge(rig, said(second, Verdict.WRONG_PART, right=part(D26L).text, draw=Draw.UNCERTAIN))
    judge(rig, said(first[2], Verdict.CORRECT), said(first[0], Verdict.BAD_PICTURE), said(first[1], Verdict.UNSURE))
    judge(rig, said(first[1], Verdict.TAKEN_BACK))
    assert rig.store.judged_total() == 3
    page = rig.store.judged(None, 2)
    assert [(each.key, each.verdict) for each in page] == [
        (first[0], Verdict.BAD_PICTURE),
        (first[2], Verdict.CORRECT),
    ]
    box, picture = undecided().evidence.box, Picture("s-2-1", "f" * 64)
    expected = JudgedDecision(second, part(D26R), Verdict.WRONG_PART, part(D26L).text, picture, box)
    assert list(rig.store.judged(page[-1].key, 2)) == [expected]
    assert list(rig.store.judged(second, 2)) == []


def test_ju2_a_label_of_another_part_after_a_cover_contradicts_it_where_only_two_must_agree(rig: Rig) -> None:
    def story(*acts: tuple[str, str]) -> tuple[AuditEntry, ...]:
        return tuple(AuditEntry(seq, at(1), deed, detail) for seq, (deed, detail) in enumerate(acts, 1))

    right, wrong = part(D26L), part(D26R)
    audit = story(
        ("opened", "KSS"),
        ("cover_accepted", right.text),
        ("label_counted", f"L-1: 30 of {right}"),
        ("label_counted", f"L-2: 30 of {part(D31R)}"),
        ("cover_refused", f"{wrong}: not_on_note"),
        ("cover_undecided", f"{D26L}: rival_heard"),
        ("label_taken_back", "L-2"),
        ("label_counted", f"L-2: 30 of {part(D31R)}"),
        ("cover_accepted", right.text),
        ("cover_accepted", right.text),
    )
    covers = (accepted(D26L), refused(D26R), accepted(D26L), accepted(D26L), undecided(D26L))
    rig.put("s-1", 1, *covers, agreement=Agreement.TWO_WAY, audit=audit, contradicted=(2,))
    rig.put("s-2", 2, *covers, audit=audit)
    assert [each.key for each in rig.everything() if each.label_disagrees] == [DecisionKey("s-1", 2)]


def test_any_name_comes_back(rig: Rig) -> None:
    (key,) = rig.put("s-1", 1, accepted(D26L))
    judge(rig, said(key, Verdict.CORRECT, by="=1+1'\"佐藤\u202e"))
    with pytest.raises(OperationalError):
        judge(rig, said(key, Verdict.TAKEN_BACK))
    judge(rig, said(key, Verdict.TAKEN_BACK, by="=1+1'\"佐藤\u202e"))


# -- of the database alone --------------------------------------------------------------------------------------------


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Rig]:
    made = Rig("sqlite", tmp_path)
    yield made
    made.store.close()


def test_old_rows_have_no_box_and_damaged_ones_say_nothing(sqlite: Rig) -> None:
    assert isinstance(sqlite.store, SqlJudgements)
    keys = sqlite.put("s-1", 1, *[accepted(D26L)] * 5)
    details = ['{"margin": 0.6}', '{"margin": "x", "box": [0.5, 0.1, 0.5, 0.9]}', "torn", '{"box": [0, 0, 1]}', "[1]"]
    with transaction(sqlite.store.engine, sqlite.store._kind, writes=True) as connection:
        for key, detail in zip(keys, details, strict=True):
            of_key = countersign_decision.c.seq == key.seq
            connection.execute(update(countersign_decision).where(of_key).values(detail=detail))
    found = sorted(sqlite.everything(), key=lambda each: each.key)
    assert [(each.box, each.margin) for each in found] == [(None, 0.6), *[(None, 1.0)] * 4]


@pytest.mark.parametrize("column", ["verdict", "drawn_as"])
def test_a_verdict_that_nobody_gives_is_told(sqlite: Rig, column: str) -> None:
    assert isinstance(sqlite.store, SqlJudgements)
    (key,) = sqlite.put("s-1", 1, accepted(D26L))
    judge(sqlite, said(key, Verdict.CORRECT))
    with transaction(sqlite.store.engine, sqlite.store._kind, writes=True) as connection:
        connection.execute(update(countersign_verdict).values({column: "???"}))
    with pytest.raises(OperationalError) as caught:
        judge(sqlite, said(key, Verdict.TAKEN_BACK))
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH


def test_nothing_is_half_written(sqlite: Rig) -> None:
    assert isinstance(sqlite.store, SqlJudgements)
    (key,) = sqlite.put("s-1", 1, accepted(D26L))

    def torn(standing: Judgement | None) -> Act:
        raise OperationalError(ErrorCode.DATABASE_LOCKED, path="x")

    with pytest.raises(OperationalError):
        sqlite.store.record(said(key, Verdict.CORRECT), torn)
    with transaction(sqlite.store.engine, sqlite.store._kind) as connection:
        assert connection.execute(select(countersign_verdict)).first() is None


def test_a_page_takes_a_constant_number_of_statements_and_the_index_by_time(sqlite: Rig) -> None:
    assert isinstance(sqlite.store, SqlJudgements)
    statements: list[str] = []
    event.listen(sqlite.store.engine, "before_cursor_execute", lambda c, k, s, p, x, m: statements.append(s))
    for count in (1, 40):
        for number in range(count):
            sqlite.put(f"s-{count}-{number}", number, accepted(D26L), agreement=Agreement.TWO_WAY)
        statements.clear()
        assert sqlite.store.candidates(LONG_AGO, None, PAGE_AT_MOST).candidates
        assert len([each for each in statements if each.startswith("SELECT")]) == 3
    with sqlite.store.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT session_id FROM countersign_session WHERE submitted_at >= '2026' "
            "ORDER BY submitted_at DESC, session_id DESC LIMIT 10"
        ).all()
    assert "countersign_session_by_time" in str(plan)


def test_a_page_of_many_sessions_is_quick(tmp_path: Path) -> None:
    path = tmp_path / "years.sqlite"
    seed_database(path, Plan(3000))
    store = open_judgements("", path, 5.0)
    try:
        began = time.perf_counter()
        page = store.candidates(LONG_AGO, None, PAGE_AT_MOST)
        assert time.perf_counter() - began < 2.0
    finally:
        store.close()
    assert page.next_after is not None
    assert len({each.key.session_id for each in page.candidates}) == PAGE_AT_MOST
    assert isinstance(page.next_after, SessionKey)


def test_an_accepted_refused_and_undecided_cover_are_written_with_their_words(sqlite: Rig) -> None:
    assert isinstance(sqlite.store, SqlJudgements)
    sqlite.put("s-1", 1, accepted(D26L), refused(D26R), undecided(D26R, UndecidedReason.RIVAL_HEARD))
    with transaction(sqlite.store.engine, sqlite.store._kind) as connection:
        rows = connection.execute(select(countersign_decision).order_by(countersign_decision.c.seq)).all()
    assert [(row.seq, row.verdict, row.reason, row.part_number) for row in rows] == [
        (1, "accepted", "", part(D26L).text),
        (2, "refused", "not_on_note", part(D26R).text),
        (3, "undecided", "rival_heard", ""),
    ]
