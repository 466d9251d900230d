"""What the core needs from whatever reads the part number moulded on a cover."""

from collections.abc import Callable
from typing import Protocol

from app.domain.detection import Box
from app.domain.stamp import StampReading
from app.ports.frame import Frame

OnReading = Callable[[StampReading], None]


class StampReader(Protocol):
    """A second witness beside the video: the newest cover waits, older ones are dropped, nothing is retried.

    ``start`` returns at once. ``offer`` may be called from any thread and returns at once; ``box`` is the cover in the
    frame, ``track_id`` comes back in its reading. ``on_reading`` is called on the reader's own thread, and only when a
    size and side were read that may speak (rule W1). Trouble is never raised: it is logged, and there is no reading.
    ``close`` ends the thread after the reading it is at and may be called twice, not from ``on_reading``; no reading is
    delivered after it returns.
    """

    def start(self, on_reading: OnReading) -> None: ...
    def offer(self, frame: Frame, box: Box, track_id: int) -> None: ...
    def close(self) -> None: ...


class NoStampReader:
    """Implements StampReader where no reading library is installed: reads nothing, and has no thread."""

    def start(self, on_reading: OnReading) -> None:
        """Nothing is ever read."""

    def offer(self, frame: Frame, box: Box, track_id: int) -> None:
        """The cover is not looked at."""

    def close(self) -> None:
        """There is nothing to end."""
