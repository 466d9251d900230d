"""The model's thread lets the screen go first."""

import os
import threading

import pytest

from app.runtime.priority import give_way


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no priorities for threads")
def test_only_the_thread_that_asks_and_its_children_give_way() -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def work() -> None:
        give_way()
        look()
        child = threading.Thread(target=look)
        child.start()
        child.join()

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [max(5, before)] * 2
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
