"""A station ends with the process that watches it: alone it would hold its record, and nobody could start it again."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Linux: a polite kill for this process when ``parent`` ends, however that ends; at once if it has ended already.
    Elsewhere nothing happens, and the station goes on unwatched."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
