"""Judging: who may, what is asked, what is recorded, and what goes out as a training set."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.decision import Picture
from app.domain.detection import Box
from app.domain.errors import ErrorCode, OperationalError
from app.domain.judging import Candidate, DecisionKey, Draw, Grouping, JudgingRules, LeftOut, Question, Verdict
from app.domain.part_number import PartNumber
from app.domain.people import Actor
from app.use_cases.authority import Authority
from app.use_cases.judge import QUEUE_AT_MOST, QUEUE_DAYS, Judge, Queue
from services.training_set.folder import TrainingFolders
from tests.fakes.factory_audit import FakeFactoryAudit
from tests.fakes.judgements import FakeJudgements, FakeShelf, FakeTrainingSets
from tests.fakes.people_known import ANI, BUDI, DEWI, OPERATOR, known_people
from tests.fakes.station_parts import SetClock
from tests.unit.test_training_set import jpeg

A, B = PartNumber("Z-CV01-D26LXXX-C03N-NL-DG00"), PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00")
BOX = Box(0.1, 0.1, 0.6, 0.6)


class Bench:
    def __init__(self, percent: float = 100.0) -> None:
        self.store, self.shelf, self.sets = FakeJudgements(known=[A, B]), FakeShelf(), FakeTrainingSets()
        self.clock, self.audit = SetClock(), FakeFactoryAudit()
        self.authority = Authority(known_people, self.clock)
        self.rules = JudgingRules(percent)
        self.judge = Judge(self.store, self.shelf, self.sets, self.authority, self.audit, self.clock, self.rules)

    def put(self, number: int = 1, settled: str = "accepted", box: Box | None = BOX, days: float = 1) -> DecisionKey:
        key = DecisionKey(f"s-{number}", 1)
        name, data = f"{number:032x}", jpeg(number % 250)
        self.shelf.pictures[name] = data
        picture = Picture(name, hashlib.sha256(data).hexdigest())
        at = (self.clock.utc() - timedelta(days=days)).isoformat()
        self.store.add(Candidate(key, settled, A, 0.95, 0.8, picture, box), at, f"qc-{number % 2}")
        return key

    def asked(self, number: int = 1) -> Question:
        return next(each for each in self.judge.queue(ANI).questions if each.key == DecisionKey(f"s-{number}", 1))


@pytest.fixture
def bench() -> Bench:
    return Bench()


def code_of(act: Callable[[], object]) -> ErrorCode:
    with pytest.raises(OperationalError) as caught:
        act()
    return caught.value.code


@pytest.mark.parametrize("actor", [OPERATOR, DEWI, Actor("ANI", ANI.role, "office", proven=False)])
def test_only_supervisors_who_have_signed_in_judge(bench: Bench, actor: Actor) -> None:
    bench.put()
    asked = bench.asked()
    acts: list[Callable[[], object]] = [
        lambda: bench.judge.queue(actor),
        lambda: bench.judge.parts(actor),
        lambda: bench.judge.example(actor, A),
        lambda: bench.judge.judge(actor, asked, Verdict.CORRECT),
        lambda: bench.judge.take_back(actor, asked),
    ]
    assert {code_of(act) for act in acts} == {ErrorCode.NOT_ALLOWED}
    assert bench.store.rows == []


def test_rates_and_export_are_of_those_who_review_and_export(bench: Bench, tmp_path: Path) -> None:
    assert code_of(lambda: bench.judge.rates(OPERATOR, Grouping.PART)) is ErrorCode.NOT_ALLOWED
    assert code_of(lambda: bench.judge.export(OPERATOR, tmp_path, never)) is ErrorCode.NOT_ALLOWED
    assert bench.judge.rates(DEWI, Grouping.PART)[0].rate.judged == 0
    assert bench.judge.export(DEWI, tmp_path, never).written is not None


def never(done: int, total: int) -> bool:
    """Nobody stops it."""
    return done <= total


def test_the_queue_holds_what_waits_and_says_when_there_is_more() -> None:
    bench = Bench()
    assert bench.judge.queue(ANI) == Queue((), more=False)
    for number in range(QUEUE_AT_MOST):
        bench.put(number)
    queue = bench.judge.queue(ANI)
    assert (len(queue.questions), queue.more) == (QUEUE_AT_MOST, False)
    bench.put(QUEUE_AT_MOST)
    queue = bench.judge.queue(ANI)
    assert (len(queue.questions), queue.more) == (QUEUE_AT_MOST, True)


def test_the_queue_reads_on_until_it_is_full_or_time_is_out() -> None:
    bench = Bench(percent=0)
    for number in range(1200):
        bench.put(number, "undecided" if number >= 1190 else "accepted", days=number / 1200)
    bench.put(5000, "undecided", days=QUEUE_DAYS + 1)
    queue = bench.judge.queue(ANI)
    assert {each.key.session_id for each in queue.questions} == {f"s-{number}" for number in range(1190, 1200)}
    assert not queue.more


def test_the_queue_leaves_out_what_cannot_be_seen_here_and_says_so(bench: Bench) -> None:
    for number in range(5):
        bench.put(number)
    del bench.shelf.pictures[f"{1:032x}"]
    bench.shelf.pictures[f"{2:032x}"] = jpeg(99)
    queue = bench.judge.queue(ANI)
    assert {each.key.session_id for each in queue.questions} == {"s-0", "s-3", "s-4"}
    assert queue.unseen == 2


def test_a_verdict_is_recorded_with_why_it_was_asked_and_audited(bench: Bench) -> None:
    bench.put()
    asked = bench.asked()
    bench.judge.judge(ANI, asked, Verdict.WRONG_PART, B)
    (row,) = bench.store.rows
    assert (row.key, row.drawn_as, row.verdict, row.right_part, row.by) == (
        asked.key,
        Draw.GREEN,
        Verdict.WRONG_PART,
        B.text,
        "ANI",
    )
    (act,) = bench.store.acts
    assert (act.deed, act.subject, act.by) == ("decision_judged", "decision:s-1:1", "ANI")
    assert act.before == ""
    assert B.text in act.after
    assert bench.judge.queue(ANI).questions == ()


def test_a_verdict_is_taken_back_by_a_newer_row_and_only_by_its_giver(bench: Bench) -> None:
    bench.put()
    asked = bench.asked()
    bench.judge.judge(ANI, asked, Verdict.CORRECT)
    assert code_of(lambda: bench.judge.take_back(BUDI, asked)) is ErrorCode.ACT_TOO_LATE
    bench.judge.take_back(ANI, asked)
    assert [row.verdict for row in bench.store.rows] == [Verdict.CORRECT, Verdict.TAKEN_BACK]
    assert bench.judge.queue(ANI).questions == (asked,)
    assert len(bench.store.acts) == 2


@pytest.mark.parametrize(
    ("verdict", "right"),
    [
        (Verdict.WRONG_PART, None),
        (Verdict.WRONG_PART, A),
        (Verdict.WRONG_PART, PartNumber("Z-TYPED")),
        (Verdict.CORRECT, B),
        (Verdict.UNSURE, B),
    ],
)
def test_the_right_part_is_another_one_that_is_known(bench: Bench, verdict: Verdict, right: PartNumber | None) -> None:
    bench.put()
    asked = bench.asked()
    with pytest.raises(ValueError, match=r"part|label master"):
        bench.judge.judge(ANI, asked, verdict, right)
    assert bench.store.rows == []


def test_the_example_is_one_whose_picture_lies_here(bench: Bench) -> None:
    for number in (1, 2, 3):
        bench.put(number)
        bench.judge.judge(ANI, bench.asked(number), Verdict.CORRECT)
    del bench.shelf.pictures[f"{3:032x}"]
    example = bench.judge.example(ANI, A)
    assert example is not None
    assert example.picture.picture_id == f"{2:032x}"
    assert bench.judge.example(ANI, B) is None


def test_the_rates_are_of_the_blind_sample_alone() -> None:
    bench = Bench(percent=50)
    for number in range(40):
        bench.put(number, "undecided" if number % 4 == 0 else "accepted")
    for each in bench.judge.queue(ANI).questions:
        bench.judge.judge(ANI, each, Verdict.WRONG_PART, B)
    greens = [row for row in bench.store.rows if row.drawn_as is Draw.GREEN]
    assert 0 < len(greens) < len(bench.store.rows)
    total, of_part = bench.judge.rates(ANI, Grouping.PART)
    assert (total.rate.wrong, total.rate.judged) == (len(greens), len(greens))
    assert (of_part.part, of_part.rate) == (A.text, total.rate)


def judged_by_kind(bench: Bench) -> None:
    bench.put(1)
    bench.put(2)
    bench.put(3)
    bench.put(4)
    bench.put(5, box=None)
    bench.put(6)
    bench.put(7)
    right = {2: (Verdict.WRONG_PART, B), 3: (Verdict.BAD_PICTURE, None), 4: (Verdict.UNSURE, None)}
    for number in range(1, 8):
        verdict, part = right.get(number, (Verdict.CORRECT, None))
        bench.judge.judge(ANI, bench.asked(number), verdict, part)
    del bench.shelf.pictures[f"{6:032x}"]
    bench.shelf.pictures[f"{7:032x}"] = jpeg(99)


def test_an_export_holds_what_was_said_and_counts_what_is_left_out(bench: Bench, tmp_path: Path) -> None:
    judged_by_kind(bench)
    seen: list[tuple[int, int]] = []

    def going(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    outcome = bench.judge.export(ANI, tmp_path, going)
    assert [(session, part) for session, _, part, _ in bench.sets.added] == [("s-1", A), ("s-2", B)]
    assert outcome.left_out == {
        LeftOut.BAD_PICTURE: 1,
        LeftOut.UNSURE: 1,
        LeftOut.NO_BOX: 1,
        LeftOut.NO_PICTURE: 1,
        LeftOut.PICTURE_ALTERED: 1,
    }
    assert seen == [*((done, 7) for done in range(7)), (7, 7)]
    (line,) = bench.audit.kept
    assert (line.act.deed, line.act.subject, line.act.by) == ("exported", "export:training_set", "ANI")
    assert bench.sets.done


def test_an_export_that_was_stopped_or_cannot_be_audited_is_not_there(bench: Bench, tmp_path: Path) -> None:
    judged_by_kind(bench)
    bench.judge = Judge(
        bench.store, bench.shelf, TrainingFolders(), bench.authority, bench.audit, bench.clock, bench.rules
    )
    folder = tmp_path / "set"
    assert bench.judge.export(ANI, folder, lambda done, total: done < 2).written is None
    assert bench.audit.kept == []
    bench.audit.told.error = OperationalError(ErrorCode.DATABASE_LOCKED, path="x")
    assert code_of(lambda: bench.judge.export(ANI, folder, never)) is ErrorCode.DATABASE_LOCKED
    assert list(tmp_path.iterdir()) == []
    bench.audit.told.error = None
    written = bench.judge.export(ANI, folder, never).written
    assert written is not None
    assert written.manifest_sha256 in bench.audit.kept[0].act.after
    assert (folder / "data.yaml").is_file()
