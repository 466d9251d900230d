"""How a run of the station may end, and when it is started again."""

from collections.abc import Sequence
from enum import IntEnum, StrEnum

AT_MOST = 3
WITHIN_S = 120.0


class RunEnd(StrEnum):
    """CLOSED: as it was meant to. ASKED: the operator had it started again after a fault. CRASHED: it ended by itself.
    HUNG: its window answered nothing and it was ended."""

    CLOSED = "closed"
    ASKED = "asked"
    CRASHED = "crashed"
    HUNG = "hung"


class ExitCode(IntEnum):
    """How a run tells whoever watches it why it ends, beside 0 to 2; those of ``sysexits.h`` with the nearest
    meaning."""

    CRASHED = 70
    ASKED = 75


class StartedAfter(StrEnum):
    """Why a run was started. FAULTS: too many of them (rule SF1), so that it only says so."""

    NOTHING = "nothing"
    ASKED = "asked"
    CRASHED = "crashed"
    HUNG = "hung"
    FAULTS = "faults"


def may_restart(ends_s: Sequence[float]) -> bool:
    """Rule SF1: a station that has ended with a fault three times within two minutes is not started again. ``ends_s``:
    when each of its faults was, monotonic seconds, the newest last."""
    return len(ends_s) < AT_MOST or ends_s[-1] - ends_s[-AT_MOST] > WITHIN_S
