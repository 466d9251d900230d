"""How quiet the machine is while it measures: no figure of milliseconds says anything without it."""

import time
from collections.abc import Sequence
from math import ceil

_STEP_S = 0.005


def machine_noise(seconds: float = 1.0) -> dict[str, float]:
    """How late this thread wakes from sleeps of 5 ms while the program has nothing else to do, ms."""
    late_ms = []
    until_s = time.monotonic() + seconds
    while (begun_s := time.monotonic()) < until_s:
        time.sleep(_STEP_S)
        late_ms.append(1e3 * (time.monotonic() - begun_s - _STEP_S))
    return {"late_ms_p95": round(percentile(late_ms, 95), 2), "late_ms_max": round(max(late_ms), 2)}


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that ``percent`` of them do not exceed."""
    return sorted(values)[max(0, ceil(len(values) * percent / 100) - 1)]
