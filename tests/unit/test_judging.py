"""Which decisions are asked about, what may be said of them, and what follows."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.decision import Picture
from app.domain.detection import Box
from app.domain.judging import (
    ALIAS_PERCENT,
    Candidate,
    DecisionKey,
    Draw,
    GreenTally,
    Grouping,
    JudgedDecision,
    Judgement,
    JudgingRules,
    LeftOut,
    Verdict,
    covers_contradicted,
    drawn_as,
    escape_rows,
    in_share,
    may_follow,
    mixed,
    question,
    taught,
)
from app.domain.part_number import PartNumber

A, B = PartNumber("Z-CV01-D26LXXX-C03N-NL-DG00"), PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00")
BOX = Box(0.1, 0.1, 0.6, 0.6)
NONE, ALL = JudgingRules(green_percent=0), JudgingRules(green_percent=100)


def cover(number: int = 1, settled: str = "accepted", confidence: float = 0.97, margin: float = 0.8) -> Candidate:
    return Candidate(
        DecisionKey(f"s-{number}", 1), settled, A, confidence, margin, Picture(f"p-{number}", "f" * 64), BOX
    )


@pytest.mark.parametrize("percent", [0.0, 0.5, 1.0, 5.0, 30.0, 100.0])
def test_ju1_the_share_of_the_blind_sample_is_what_was_asked_for(percent: float) -> None:
    rules = JudgingRules(percent)
    drawn = [drawn_as(cover(number), rules) for number in range(20_000)]
    share = 100 * drawn.count(Draw.GREEN) / len(drawn)
    allowed = 5 * (percent * (100 - percent) / len(drawn)) ** 0.5  # five standard deviations
    assert abs(share - percent) <= allowed
    assert set(drawn) <= {Draw.GREEN, None}


def test_ju1_the_same_are_drawn_on_every_machine() -> None:
    """As written down once: another program, or another version of this one, draws them too."""
    drawn = [number for number in range(1000) if drawn_as(cover(number), JudgingRules(1.0)) is Draw.GREEN]
    assert drawn == [202, 354, 456, 505, 512, 574, 662, 766, 787, 792, 918, 995]


@given(st.text(max_size=30), st.floats(0, 100), st.floats(0, 100))
def test_ju1_a_larger_sample_holds_the_smaller_one(text: str, one: float, other: float) -> None:
    if in_share(text, min(one, other)):
        assert in_share(text, max(one, other))


@given(
    st.integers(0, 500),
    st.floats(0.85, 1),
    st.floats(0, 1),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_ju1_nothing_else_that_is_known_of_a_cover_keeps_it_out_of_the_sample_or_puts_it_in(
    number: int, confidence: float, margin: float, stamp: bool, alias: bool, label: bool
) -> None:
    rules = JudgingRules(20.0)
    plain = cover(number)
    marked = replace(
        cover(number, "accepted", confidence, margin), stamp_contradicts=stamp, by_alias=alias, label_disagrees=label
    )
    assert (drawn_as(marked, rules) is Draw.GREEN) == (drawn_as(plain, rules) is Draw.GREEN)


@pytest.mark.parametrize("settled", ["refused", "undecided"])
def test_ju1_only_accepted_covers_are_in_the_sample(settled: str) -> None:
    assert drawn_as(cover(settled=settled), ALL) is not Draw.GREEN


def test_ju2_what_somebody_contradicts_is_asked() -> None:
    assert drawn_as(replace(cover(settled="undecided"), stamp_contradicts=True), NONE) is Draw.DISAGREED
    for settled in ("accepted", "refused"):
        assert drawn_as(replace(cover(settled=settled), label_disagrees=True), NONE) is Draw.DISAGREED
    assert drawn_as(cover(settled="refused", confidence=0.86), NONE) is None


def test_ju2_of_the_covers_that_an_alias_bridges_a_few_are_asked() -> None:
    drawn = [drawn_as(replace(cover(number), by_alias=True), NONE) for number in range(5000)]
    assert abs(100 * drawn.count(Draw.DISAGREED) / len(drawn) - ALIAS_PERCENT) < 2
    assert set(drawn) == {Draw.DISAGREED, None}


@pytest.mark.parametrize(
    ("settled", "confidence", "margin", "asked"),
    [
        ("accepted", 0.90, 0.45, None),
        ("accepted", 0.899, 0.9, Draw.UNCERTAIN),
        ("accepted", 0.99, 0.449, Draw.UNCERTAIN),
        ("undecided", 0.99, 0.9, Draw.UNCERTAIN),
        ("refused", 0.5, 0.1, None),
    ],
)
def test_ju3_what_had_little_to_spare_is_asked(
    settled: str, confidence: float, margin: float, asked: Draw | None
) -> None:
    assert drawn_as(cover(1, settled, confidence, margin), NONE) is asked


def test_ju4_the_order_tells_nothing_of_the_reason() -> None:
    rules = JudgingRules(50.0)
    covers = [cover(number, *(("undecided",) if number % 2 else ())) for number in range(400)]
    asked = [each for each in (question(one, rules) for one in covers) if each]
    order = mixed(asked)
    assert sorted(each.key for each in order) == sorted(each.key for each in asked)
    assert mixed(reversed(asked)) == order
    greens = [place for place, each in enumerate(order) if each.drawn_as is Draw.GREEN]
    assert 0.4 < sum(greens) / len(greens) / len(order) < 0.6
    runs = sum(a.drawn_as is not b.drawn_as for a, b in pairwise(order))
    expected = 2 * len(greens) * (len(order) - len(greens)) / len(order)
    assert 0.75 * expected < runs < 1.25 * expected


def said(verdict: Verdict, by: str = "SUP-1") -> Judgement:
    return Judgement(DecisionKey("s-1", 1), Draw.GREEN, verdict, "", by, "2026-11-21T08:00:00+00:00")


def test_ju5_only_ones_own_verdict_is_taken_back_while_it_stands() -> None:
    back = said(Verdict.TAKEN_BACK)
    assert not may_follow(None, back)
    assert may_follow(said(Verdict.CORRECT), back)
    assert not may_follow(said(Verdict.CORRECT, "SUP-2"), back)
    assert not may_follow(back, back)
    for standing in (None, back, said(Verdict.UNSURE), said(Verdict.UNSURE, "SUP-2")):
        assert may_follow(standing, said(Verdict.CORRECT))


TALLIES = st.lists(
    st.builds(
        GreenTally,
        st.sampled_from(["A", "B"]),
        st.sampled_from(["qc-1", "qc-2"]),
        st.sampled_from([each for each in Verdict if each is not Verdict.TAKEN_BACK]),
        st.integers(0, 30),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=60)
@given(TALLIES, st.sampled_from(Grouping))
def test_ju6_every_verdict_is_counted_once_in_its_group_and_once_in_all(
    tallies: list[GreenTally], by: Grouping
) -> None:
    total, *groups = escape_rows(tallies, by)
    assert (total.part, total.station_id) == ("", "")
    for name, verdict in (("unsure", Verdict.UNSURE), ("bad_pictures", Verdict.BAD_PICTURE)):
        assert getattr(total, name) == sum(each.count for each in tallies if each.verdict is verdict)
        assert getattr(total, name) == sum(getattr(row, name) for row in groups)
    wrong = sum(each.count for each in tallies if each.verdict is Verdict.WRONG_PART)
    correct = sum(each.count for each in tallies if each.verdict is Verdict.CORRECT)
    assert (total.rate.wrong, total.rate.judged) == (wrong, wrong + correct)
    assert (total.rate.wrong, total.rate.judged) == (
        sum(row.rate.wrong for row in groups),
        sum(row.rate.judged for row in groups),
    )
    assert all(row.rate.low <= (row.rate.share or 0) <= row.rate.high for row in (total, *groups))


def judged(verdict: Verdict, right_part: str = "", box: Box | None = BOX) -> JudgedDecision:
    return JudgedDecision(DecisionKey("s-1", 1), A, verdict, right_part, Picture("p", "f" * 64), box)


@pytest.mark.parametrize(
    ("decision", "means"),
    [
        (judged(Verdict.CORRECT), A),
        (judged(Verdict.WRONG_PART, B.text), B),
        (judged(Verdict.WRONG_PART, "Z-NOBODYS"), LeftOut.PART_UNKNOWN),
        (judged(Verdict.BAD_PICTURE), LeftOut.BAD_PICTURE),
        (judged(Verdict.BAD_PICTURE, box=None), LeftOut.BAD_PICTURE),
        (judged(Verdict.UNSURE), LeftOut.UNSURE),
        (judged(Verdict.CORRECT, box=None), LeftOut.NO_BOX),
    ],
)
def test_ju7_a_training_set_says_what_the_person_said(decision: JudgedDecision, means: object) -> None:
    assert taught(decision, frozenset({A, B})) == means


def test_ju7_a_part_that_the_label_master_does_not_know_teaches_nothing() -> None:
    assert taught(judged(Verdict.CORRECT), frozenset({B})) is LeftOut.PART_UNKNOWN


def test_ju2_a_cover_and_the_label_after_it_are_compared_by_their_parts() -> None:
    covers = [
        (A.text, "label_counted", f"L-1: 30 of {A}"),
        (A.text, "label_counted", f"L-2: 30 of {B}"),
        (f"{B}: not_on_note", "label_counted", f"L-3: 30 of {A}"),
        (f"{B}: not_on_note", "cover_accepted", A.text),
        (A.text, "", ""),
    ]
    assert covers_contradicted(covers) == {2, 3}
