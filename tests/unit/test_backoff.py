"""Two hundred stations and one server, with the draw and the clock in the test's hand."""

import random
from bisect import bisect_left
from itertools import pairwise

import pytest

from app.runtime.backoff import FIRST_S, REFUSED_LEAST_S, REFUSED_MOST_S, Backoff

STATIONS, CAP_S, WINDOW_S = 200, 5.0, 0.1
MOST_AT_ONCE = STATIONS // 4
MOST_AT_ONCE_LATER = STATIONS // 8


class AlwaysLongest(random.Random):
    """No jitter: every pause is the limit."""

    def uniform(self, a: float, b: float) -> float:
        return b


def attempts(away_s: float, rngs: list[random.Random]) -> list[float]:
    """When each attempt of all stations comes, seconds after they lost the server in one moment; it is back after
    ``away_s``, and a station that then reaches it tries no more."""
    moments: list[float] = []
    for rng in rngs:
        backoff, at_s = Backoff(CAP_S, rng), 0.0
        while at_s <= away_s:
            at_s += backoff.pause_s()
            moments.append(at_s)
    return sorted(moments)


def most_in_a_window(moments: list[float]) -> int:
    return max(bisect_left(moments, at_s + WINDOW_S) - index for index, at_s in enumerate(moments))


@pytest.mark.parametrize("away_s", [0.0, 0.5, 3.0, 30.0, 600.0])
@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_stations_do_not_come_together(away_s: float, seed: int) -> None:
    rngs: list[random.Random] = [random.Random(f"{seed}/{station}") for station in range(STATIONS)]
    moments = attempts(away_s, rngs)
    assert len(moments) >= STATIONS
    assert most_in_a_window(moments) <= MOST_AT_ONCE
    assert moments[-1] <= away_s + CAP_S


@pytest.mark.parametrize("away_s", [10.0, 30.0, 600.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_server_that_is_back_is_met_evenly(away_s: float, seed: int) -> None:
    moments = attempts(away_s, [random.Random(f"{seed}/{station}") for station in range(STATIONS)])
    arrivals = [at_s for at_s in moments if at_s > away_s]
    assert len(arrivals) == STATIONS
    assert most_in_a_window(arrivals) <= MOST_AT_ONCE_LATER


@pytest.mark.parametrize("away_s", [0.5, 30.0])
def test_without_the_draw_they_would(away_s: float) -> None:
    moments = attempts(away_s, [AlwaysLongest() for _ in range(STATIONS)])
    assert most_in_a_window(moments) == STATIONS


def test_the_limit_doubles_to_its_cap_and_starts_anew_only_after_an_answer() -> None:
    backoff = Backoff(CAP_S, AlwaysLongest())
    assert [backoff.pause_s() for _ in range(5)] == [FIRST_S, 2.0, 4.0, CAP_S, CAP_S]
    backoff.reset()
    assert backoff.pause_s() == FIRST_S


def test_pauses_are_drawn_from_nothing_to_the_limit() -> None:
    backoff = Backoff(0.2, random.Random(7))
    pauses = [backoff.pause_s() for _ in range(1000)]
    assert 0.0 <= min(pauses) < 0.01
    assert 0.19 < max(pauses) <= 0.2
    assert len(set(pauses)) == len(pauses)
    assert any(one > other for one, other in pairwise(pauses))


def test_a_refused_station_waits_half_a_minute_at_least() -> None:
    backoff = Backoff(CAP_S, random.Random(7))
    pauses = [backoff.refused_pause_s() for _ in range(100)]
    assert min(pauses) >= REFUSED_LEAST_S >= 30
    assert max(pauses) <= REFUSED_MOST_S
