"""The thread of the records: everything in order, nothing dropped, a bug is handed over and does not end it."""

import threading

import pytest

from app.runtime.worker import Job, Worker


def test_jobs_run_one_after_another_in_the_order_they_were_posted() -> None:
    done: list[tuple[int, str]] = []
    bugs: list[BaseException] = []
    worker = Worker("records", bugs.append)

    def job(number: int) -> Job:
        return lambda: done.append((number, threading.current_thread().name))

    for number in range(200):
        worker.post(job(number))
    worker.close()
    assert done == [(number, "records") for number in range(200)]
    assert bugs == []


def test_close_finishes_what_was_posted_and_ends_the_thread() -> None:
    done: list[str] = []
    held = threading.Event()
    worker = Worker("records", lambda _error: None)
    worker.post(lambda: done.append("held") if held.wait(10) else None)
    worker.post(lambda: done.append("posted before the end"))
    closing = threading.Thread(target=worker.close)
    closing.start()
    assert done == []
    held.set()
    closing.join(10)
    assert done == ["held", "posted before the end"]
    assert not [thread for thread in threading.enumerate() if thread.name == "records"]


def test_posting_returns_at_once_while_a_job_runs() -> None:
    held, posted = threading.Event(), threading.Event()
    worker = Worker("records", lambda _error: None)
    worker.post(lambda: held.set() if posted.wait(10) else None)
    worker.post(lambda: None)
    assert not held.is_set()
    posted.set()
    worker.close()
    assert held.is_set()


def test_a_bug_is_handed_over_and_the_next_job_runs(caplog: pytest.LogCaptureFixture) -> None:
    bugs: list[BaseException] = []
    done: list[str] = []

    def bug() -> None:
        raise IndexError

    worker = Worker("records", bugs.append)
    worker.post(bug)
    worker.post(lambda: done.append("next"))
    worker.close()
    assert [type(error) for error in bugs] == [IndexError]
    assert done == ["next"]
    assert "bug in a job of records" in caplog.text


def test_a_job_may_post_another() -> None:
    done: list[str] = []
    worker = Worker("records", lambda _error: None)
    second = threading.Event()

    def first() -> None:
        worker.post(last)
        done.append("first")

    def last() -> None:
        done.append("second")
        second.set()

    worker.post(first)
    assert second.wait(10)
    worker.close()
    assert done == ["first", "second"]
