"""Who gives way when there are fewer cores than work."""

import os
import threading

_NICE = 5


def give_way() -> None:
    """The calling thread, and those it starts from now on, let the others go first: the screen must not wait for a
    model that computes on every core. Where a system has no priorities for single threads nothing happens."""
    if hasattr(os, "setpriority") and hasattr(os, "PRIO_PROCESS"):
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, max(_NICE, os.getpriority(os.PRIO_PROCESS, thread)))
