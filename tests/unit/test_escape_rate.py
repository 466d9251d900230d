"""The exact interval of a share: as printed in books, and by what defines it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.escape_rate import EscapeRate, at_most, clopper_pearson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 10, 0.0, 0.3085),
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (1, 20, 0.0013, 0.2487),
        (5, 20, 0.0866, 0.4910),
        (0, 30, 0.0, 0.1157),
        (0, 100, 0.0, 0.0362),
        (1, 100, 0.0003, 0.0545),
        (10, 100, 0.0490, 0.1762),
        (100, 100, 0.9638, 1.0),
        (0, 1, 0.0, 0.9750),
    ],
)
def test_er1_is_what_the_tables_have(successes: int, trials: int, low: float, high: float) -> None:
    assert clopper_pearson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_er1_each_tail_beyond_its_end_has_half_of_what_is_left_to_chance(counted: tuple[int, int]) -> None:
    successes, trials = counted
    low, high = clopper_pearson(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1
    if successes > 0:
        assert 1 - at_most(successes - 1, trials, low) == pytest.approx(0.025, rel=1e-6)
    if successes < trials:
        assert at_most(successes, trials, high) == pytest.approx(0.025, rel=1e-6)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_er1_is_the_same_from_either_side(counted: tuple[int, int]) -> None:
    successes, trials = counted
    low, high = clopper_pearson(successes, trials)
    other_low, other_high = clopper_pearson(trials - successes, trials)
    assert (low, high) == pytest.approx((1 - other_high, 1 - other_low), abs=1e-9)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
def test_er1_covers_the_truth_in_95_of_100_samples_or_more(share: float) -> None:
    trials = 60
    chance = [at_most(0, trials, share)]
    chance += [at_most(k, trials, share) - at_most(k - 1, trials, share) for k in range(1, trials + 1)]
    covered = sum(
        chance[k] for k in range(trials + 1) if clopper_pearson(k, trials)[0] <= share <= clopper_pearson(k, trials)[1]
    )
    assert covered >= 0.95


def test_no_trial_says_nothing() -> None:
    nothing = EscapeRate.of(0, 0)
    assert (nothing.share, nothing.low, nothing.high) == (None, 0.0, 1.0)
    assert EscapeRate.of(1, 50).share == 0.02


def test_large_samples_are_counted_too() -> None:
    rate = EscapeRate.of(40, 20_000)
    assert (rate.low, rate.high) == pytest.approx((0.001429, 0.002722), abs=2e-6)


@pytest.mark.parametrize(("successes", "trials"), [(-1, 10), (11, 10), (1, 0)])
def test_what_cannot_be_counted_is_a_bug(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="of"):
        EscapeRate.of(successes, trials)
