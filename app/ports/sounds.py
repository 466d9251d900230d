"""What the core needs from whatever makes sounds at the bench."""

from enum import StrEnum
from typing import Protocol


class Sound(StrEnum):
    """Told apart by the number of pulses, the pitch and the length; none is the only carrier of its message."""

    COUNTED = "counted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TROUBLE = "trouble"
    DONE = "done"


class Sounds(Protocol):
    """``play`` may be called from any thread and returns within a millisecond; a new sound replaces the one that is
    playing. Nothing is ever raised: a machine without a sound device is silent, and says so once in the log. ``close``
    ends its thread and may be called twice."""

    def play(self, sound: Sound) -> None: ...
    def close(self) -> None: ...


class Silence:
    """Implements Sounds where none are wanted."""

    def play(self, sound: Sound) -> None:
        """Nobody hears it."""

    def close(self) -> None:
        """There is nothing to end."""
