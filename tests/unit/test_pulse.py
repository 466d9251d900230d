"""A job that is done again and again on a thread of its own."""

import queue
import threading
from collections.abc import Iterator

import pytest

from app.runtime.pulse import Pulse

LONG_S = 3600.0


class Job:
    """Each run is announced, and waits until it is let go; then it asks for ``pause_s``, or breaks."""

    def __init__(self) -> None:
        self.runs: queue.Queue[int] = queue.Queue()
        self.go = threading.Semaphore(0)
        self.pause_s = LONG_S
        self.bug: Exception | None = None
        self._count = 0

    def __call__(self) -> float:
        self._count += 1
        self.runs.put(self._count)
        assert self.go.acquire(timeout=10)
        if self.bug is not None:
            raise self.bug
        return self.pause_s

    def ran(self) -> int:
        return self.runs.get(timeout=10)


@pytest.fixture
def job() -> Job:
    return Job()


@pytest.fixture
def bugs() -> "queue.Queue[BaseException]":
    return queue.Queue()


@pytest.fixture
def pulse(job: Job, bugs: "queue.Queue[BaseException]") -> Iterator[Pulse]:
    before = set(threading.enumerate())
    made = Pulse("relay", job, bugs.put)
    yield made
    job.go.release(100)
    made.close()
    assert set(threading.enumerate()) <= before


def test_it_runs_at_the_start_and_after_the_pause_it_asked_for(job: Job, pulse: Pulse) -> None:
    job.pause_s = 0.0
    pulse.start()
    assert job.ran() == 1
    job.go.release()
    assert job.ran() == 2


def test_it_is_woken_out_of_a_long_pause(job: Job, pulse: Pulse) -> None:
    pulse.start()
    job.ran()
    job.go.release()
    pulse.wake()
    assert job.ran() == 2


def test_woken_while_it_runs_it_runs_once_more(job: Job, pulse: Pulse) -> None:
    pulse.start()
    job.ran()
    pulse.wake()
    pulse.wake()
    job.go.release(2)
    assert job.ran() == 2
    assert job.runs.empty()


def test_a_job_that_breaks_is_told_and_goes_on(job: Job, pulse: Pulse, bugs: "queue.Queue[BaseException]") -> None:
    job.bug = RuntimeError("a page is missing")
    pulse.start()
    job.ran()
    job.go.release()
    assert bugs.get(timeout=10) is job.bug
    job.bug = None
    pulse.wake()
    assert job.ran() == 2


def test_closing_ends_a_long_pause_and_is_safe_twice_and_before_the_start(job: Job, pulse: Pulse) -> None:
    never = Pulse("never", job, lambda bug: None)
    never.close()
    pulse.start()
    job.ran()
    assert not pulse.closing
    job.go.release()
    pulse.close()
    pulse.close()
    assert pulse.closing
