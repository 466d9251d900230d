"""Whether the wall's clock goes as the monotonic one does."""

from app.ports.clock import Clock


class ClockWatch:
    """Remembers how the two clocks stood when it was made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._utc, self._monotonic_s = clock.utc(), clock.monotonic_s()

    def jump_s(self) -> float:
        """By how many seconds the wall's clock was moved since, forward positive."""
        gone_s = (self._clock.utc() - self._utc).total_seconds()
        return gone_s - (self._clock.monotonic_s() - self._monotonic_s)
