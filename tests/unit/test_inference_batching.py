"""How long a batch waits, by the numbers."""

import pytest

from services.inference.server.batching import BatchWait


def test_an_idle_engine_begins_at_once() -> None:
    assert BatchWait("auto").left_s(10.0, 9.9, None) <= 0


def test_a_busy_engine_gathers_until_the_device_is_nearly_free() -> None:
    wait = BatchWait("auto")
    for _ in range(60):
        wait.computed(20.0)
    assert wait.left_s(10.005, 10.0, 10.0) == pytest.approx(0.015, abs=1e-4)
    assert wait.left_s(10.021, 10.0, 10.0) < 0


def test_a_fixed_wait_counts_from_the_first_frame_whether_busy_or_not() -> None:
    for newest_began_s in (None, 9.0, 10.0):
        assert BatchWait(4.0).left_s(10.001, 10.0, newest_began_s) == pytest.approx(0.003)
    assert BatchWait(0).left_s(10.0, 10.0, None) == 0
