"""What was worked on at this station, for the summary of a shift."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from app.domain.shift import WorkedSession


class ShiftBook(Protocol):
    def worked(self, since: datetime, until: datetime) -> Iterator[WorkedSession]:
        """Sessions that ended in that time (``since`` included), and the one that is open, in the order of their
        opening. Blocking; any thread; never holds up a scan for longer than one session takes to read. Raises as the
        station's record does."""
