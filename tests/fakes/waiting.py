"""Waiting for what another thread or process does, without guessing how long it takes."""

import time
from collections.abc import Callable


def eventually(check: Callable[[], object], timeout_s: float = 10.0) -> float:
    """Poll until ``check`` is true; returns how long that took, seconds. AssertionError when the time is up."""
    began = time.monotonic()
    while not check():
        assert time.monotonic() - began < timeout_s, f"not within {timeout_s:g} s"
        time.sleep(0.005)
    return time.monotonic() - began
