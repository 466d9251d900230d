"""What a screen waits for without standing still."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from app.domain.errors import ErrorCode, OperationalError
from ui.errand import Errand


class Told:
    """What an errand has told, in order."""

    def __init__(self) -> None:
        self.parent = QObject()
        self.errand = Errand(self.parent, "test-errand")
        self.said: list[object] = []
        self.waited: list[float] = []
        self.errand.done.connect(lambda result: self.said.append(("done", result)))
        self.errand.failed.connect(lambda error: self.said.append(("failed", error.code)))
        self.errand.too_late.connect(lambda: self.said.append("too late"))
        self.errand.going.connect(self.waited.append)


@pytest.fixture
def told(qapp) -> Iterator[Told]:
    """No thread is left afterwards."""
    threads = set(threading.enumerate())
    yield Told()
    for thread in set(threading.enumerate()) - threads:
        thread.join(5)
        assert not thread.is_alive()


def test_it_brings_what_the_job_returned_from_another_thread(qtbot, told: Told) -> None:
    told.errand.begin(lambda: threading.current_thread().name, 10)
    assert told.errand.running
    qtbot.waitUntil(lambda: told.said == [("done", "test-errand")])
    assert not told.errand.running


def test_an_operational_error_is_told(qtbot, told: Told) -> None:
    def job() -> None:
        raise OperationalError(ErrorCode.DATABASE_LOCKED, path="x")

    told.errand.begin(job, 10)
    qtbot.waitUntil(lambda: told.said == [("failed", ErrorCode.DATABASE_LOCKED)])


def test_any_other_error_is_a_bug_and_is_raised(qtbot, told: Told) -> None:
    with qtbot.captureExceptions() as bugs:
        told.errand.begin(lambda: 1 // 0, 10)
        qtbot.waitUntil(lambda: not told.errand.running)
    assert [bug[0] for bug in bugs] == [ZeroDivisionError]
    assert told.said == []


def test_a_job_that_hangs_is_given_up_and_what_it_brings_then_is_thrown_away(qtbot, told: Told) -> None:
    held = threading.Event()
    told.errand.begin(lambda: held.wait(10), 0.15)
    qtbot.waitUntil(lambda: told.said == ["too late"])
    assert told.waited == sorted(told.waited)
    held.set()
    told.errand.begin(lambda: "next", 10)
    qtbot.waitUntil(lambda: told.said == ["too late", ("done", "next")])


def test_after_a_cancel_nothing_is_told_and_the_next_one_is_not_confused(qtbot, told: Told) -> None:
    held = threading.Event()
    before = set(threading.enumerate())
    told.errand.begin(lambda: held.wait(10) and "first", 10)
    (first,) = set(threading.enumerate()) - before
    told.errand.cancel()
    assert not told.errand.running
    held.set()
    first.join(5)
    told.errand.begin(lambda: "second", 10)
    qtbot.waitUntil(lambda: bool(told.said))
    assert told.said == [("done", "second")]
