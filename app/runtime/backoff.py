"""When to try the server again: spread out, so that two hundred stations do not come at once."""

import random

FIRST_S = 1.0
"""The first pause is drawn from 0 to this: a server that dies loses all its stations in the same moment."""

REFUSED_LEAST_S, REFUSED_MOST_S = 30.0, 60.0
"""A server that refuses this station will refuse it again until a person has changed something."""


class Backoff:
    """Full jitter: each pause is drawn evenly from 0 to a limit that doubles from ``FIRST_S`` up to ``cap_s``.

    Without the draw, stations that lose their server together try again together, for as long as it is away.
    """

    def __init__(self, cap_s: float, rng: random.Random) -> None:
        self._cap_s, self._rng = cap_s, rng
        self._limit_s = min(FIRST_S, cap_s)

    def pause_s(self) -> float:
        """The pause before the next attempt, seconds."""
        limit_s, self._limit_s = self._limit_s, min(2 * self._limit_s, self._cap_s)
        return self._rng.uniform(0.0, limit_s)

    def refused_pause_s(self) -> float:
        return self._rng.uniform(REFUSED_LEAST_S, REFUSED_MOST_S)

    def reset(self) -> None:
        """The server has answered a frame. Connecting alone is no success: a dying server accepts connections."""
        self._limit_s = min(FIRST_S, self._cap_s)
