"""A round of judging, finding a part, and the axis of the rates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.decision import Picture
from app.domain.escape_rate import EscapeRate
from app.domain.judging import DecisionKey, Draw, EscapeRow, Question
from app.domain.part_number import PartNumber
from ui.judging.view_model import PARTS_SHOWN, Round, Stage, axis_end, matching, rate_bar

A = PartNumber("Z-CV01-D26LXXX-C03N-NL-DG00")
R, OTHER = PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00"), PartNumber("Z-CV02-B24RSXX-B03N-NL-DQ00")


def asked(number: int) -> Question:
    return Question(DecisionKey("s", number), A, Picture("p", "f" * 64), None, Draw.GREEN)


def test_a_round_goes_from_question_to_question_and_back_over_its_own_verdicts() -> None:
    assert Round().stage is Stage.LOADING
    now = Round((asked(1), asked(2)), loaded=True)
    assert (now.stage, now.left, now.question, now.last) == (Stage.ASKING, 2, asked(1), None)
    after = now.judged().judged()
    assert (after.stage, after.left, after.question, after.last) == (Stage.NOTHING, 0, None, asked(2))
    assert after.taken_back() == now.judged()
    assert after.taken_back().taken_back() == now
    assert Round((asked(1),), more=True, loaded=True).judged().stage is Stage.DONE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [R, OTHER]),
        ("d26r", [R]),
        ("b24", [OTHER]),
        ("w_cv02", []),
        ("z_cv02", [OTHER]),
        ("dq00 cv02", [OTHER]),
        ("d26l", []),
        ("=1+1", []),
    ],
)
def test_a_part_is_found_by_any_of_its_words_but_never_the_claimed_one(text: str, found: list[PartNumber]) -> None:
    assert list(matching([A, OTHER, R], text, A)) == found


def test_what_is_called_so_comes_first_and_no_more_than_enough_is_shown() -> None:
    many = [PartNumber(f"Z-CV01-D31LXXX-{n:04d}-D26R-DG00") for n in range(300)]
    found = matching([*many, R], "D26R", A)
    assert found[0] == R
    assert len(found) == PARTS_SHOWN


def row(wrong: int, judged: int) -> EscapeRow:
    return EscapeRow("", "", EscapeRate.of(wrong, judged), 0, 0)


def test_nothing_judged_has_no_bar() -> None:
    assert rate_bar(row(0, 0), 1.0) is None
    assert axis_end([]) == 1.0
    assert axis_end([row(0, 0)]) == 1.0


def test_the_axis_is_that_of_all_and_what_reaches_beyond_it_is_cut() -> None:
    end = axis_end([row(1, 2000), row(0, 1)])
    assert end == 0.01
    cut = rate_bar(row(0, 1), end)
    assert cut is not None
    assert (cut.low, cut.high, cut.point, cut.cut) == (0.0, 1.0, 0.0, True)
    beyond = rate_bar(row(1, 1), end)
    assert beyond is not None
    assert beyond.point is None


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_bar_lies_on_its_axis_with_its_mark_inside(counted: tuple[int, int]) -> None:
    one = row(*counted)
    end = axis_end([one])
    bar = rate_bar(one, end)
    assert bar is not None
    assert not bar.cut
    assert bar.point is not None
    assert 0 <= bar.low <= bar.point <= bar.high <= 1
