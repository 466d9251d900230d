"""The moments at which recorded or drawn pictures are given, as a camera would give them."""

import time
from threading import Event


class Pace:
    """One picture every ``period_s``. After a pause the schedule starts anew: no burst of pictures to catch up."""

    def __init__(self) -> None:
        self.period_s = 0.0
        self._due_s = 0.0

    def begin(self, period_s: float) -> None:
        """The first picture is due now."""
        self.period_s = period_s
        self._due_s = time.monotonic()

    def wait(self, stop: Event) -> None:
        """Until the next picture is due, or ``stop`` is set."""
        now_s = time.monotonic()
        stop.wait(max(0.0, self._due_s - now_s))
        self._due_s = max(self._due_s, now_s) + self.period_s
