"""The short run of the fuzzers; the long one is ``python -m tests.fuzz.frames``."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.frames import BrokenPromiseError, Harness, case, seeds, without_limits

SOUND = seeds()
Edit = tuple[float, int]


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Harness:
    return Harness(tmp_path_factory.mktemp("fuzz"))


@settings(deadline=None, max_examples=200)
@given(
    sound=st.sampled_from(SOUND),
    edits=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
    kept=st.floats(0, 1),
    tail=st.binary(max_size=40),
)
def test_bytes_changed_cut_and_added(
    harness: Harness, sound: bytes, edits: list[Edit], kept: float, tail: bytes
) -> None:
    data = bytearray(sound)
    for place, value in edits:
        data[int(place * len(data))] = value
    harness.run(bytes(data[: int(kept * len(data))]) + tail)
    harness.run(bytes(data) + tail)


def test_two_thousand_numbered_cases(harness: Harness) -> None:
    for number in range(2000):
        harness.run(case(number, SOUND))
    assert harness.counts["reached the decoder"] > 500
    assert harness.counts["computed"] > 200


def test_without_the_limits_the_fuzzer_finds_a_bomb(harness: Harness) -> None:
    def run_all() -> None:
        for number in range(5000):
            harness.run(case(number, SOUND))

    with without_limits(), pytest.raises(BrokenPromiseError, match="reached the decoder"):
        run_all()
