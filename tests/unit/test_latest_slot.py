"""The hand-over of live data: the newest wins, drops are counted, a close wakes everybody."""

import threading
import time

from app.runtime.latest_slot import LatestSlot
from tests.fakes.waiting import eventually


def test_the_newest_wins_and_the_others_are_counted() -> None:
    slot: LatestSlot[int] = LatestSlot()
    for item in range(5):
        slot.put(item)
    assert slot.take() == 4
    assert slot.dropped == 4
    slot.put(9)
    assert slot.take(0) == 9
    assert slot.dropped == 4


def test_an_item_that_is_false_is_an_item() -> None:
    slot: LatestSlot[int] = LatestSlot()
    slot.put(0)
    slot.put(0)
    assert slot.dropped == 1
    assert slot.take(0) == 0


def test_waiting_ends_when_the_time_is_up() -> None:
    slot: LatestSlot[int] = LatestSlot()
    began = time.monotonic()
    assert slot.take(0.02) is None
    assert time.monotonic() - began >= 0.02
    assert not slot.closed


def test_a_waiting_thread_gets_what_another_puts() -> None:
    slot: LatestSlot[str] = LatestSlot()
    taken: list[str | None] = []
    thread = threading.Thread(target=lambda: taken.append(slot.take()))
    thread.start()
    slot.put("frame")
    thread.join(10)
    assert taken == ["frame"]


def test_close_wakes_every_waiter_and_throws_the_item_away() -> None:
    slot: LatestSlot[int] = LatestSlot()
    taken: list[int | None] = []
    threads = [threading.Thread(target=lambda: taken.append(slot.take())) for _ in range(3)]
    for thread in threads:
        thread.start()
    slot.close()
    for thread in threads:
        thread.join(10)
    assert taken == [None] * 3
    slot.put(1)
    assert slot.closed
    assert slot.take() is None
    assert slot.dropped == 0


def test_nothing_is_counted_twice_or_lost_from_the_count_between_two_threads() -> None:
    slot: LatestSlot[int] = LatestSlot()
    taken: list[int] = []

    def take_all() -> None:
        while (item := slot.take()) is not None:
            taken.append(item)

    thread = threading.Thread(target=take_all)
    thread.start()
    for item in range(2000):
        slot.put(item)
    eventually(lambda: taken and taken[-1] == 1999)
    slot.close()
    thread.join(10)
    assert len(taken) + slot.dropped == 2000
    assert taken == sorted(taken)
