"""What was counted over a span of time, before anybody draws it. Nobody's name is in it.

Times of the day come in quarters of an hour, since the wall's clock may be off UTC by quarters; which hour or day a
quarter belongs to is told by :mod:`app.domain.wall_time`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DAYS_AT_MOST = 92
"""Of one span: a quarter of a year, so that no answer is without bound."""
CONFIDENCE_EDGES = (0.85, 0.88, 0.91, 0.94, 0.97)
"""Between the bins of a confidence: bin 0 lies below the first edge, the last from the last edge up to 1. An edge
belongs to the bin above it."""
CONFIDENCE_BINS = len(CONFIDENCE_EDGES) + 1


@dataclass(frozen=True, slots=True)
class Span:
    """``since`` ≤ submitted < ``until``, aware; "" is every station. ValueError: it ends before it begins, or is longer
    than ``DAYS_AT_MOST`` days and the hour that a change of the clocks may add."""

    since: datetime
    until: datetime
    station_id: str = ""

    def __post_init__(self) -> None:
        if not timedelta(0) < self.until - self.since <= timedelta(days=DAYS_AT_MOST, hours=1):
            raise ValueError(f"a span has up to {DAYS_AT_MOST} days")


@dataclass(frozen=True, slots=True)
class Work:
    """What was submitted in the quarter of an hour that begins at ``quarter`` (UTC)."""

    quarter: datetime
    sessions: int
    labels: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many covers with this label of the model were decided so. ``part`` is "" of those left undecided."""

    part: str
    label: str
    verdict: str
    decisions: int


@dataclass(frozen=True, slots=True)
class Confidences:
    """How many decisions of the sessions submitted in a quarter lie in a bin of ``CONFIDENCE_EDGES``."""

    quarter: datetime
    bin: int
    decisions: int


class PairSource(StrEnum):
    """Who says that two parts were taken for one another: somebody who judged the picture, or what happened at the
    bench: one part was refused, and the very next decision accepted the other."""

    JUDGED = "judged"
    REFUSED_THEN = "refused_then"


@dataclass(frozen=True, slots=True)
class Confusion:
    """``claimed`` was decided, ``right`` was meant."""

    claimed: str
    right: str
    source: PairSource
    times: int


@dataclass(frozen=True, slots=True)
class Supplied:
    """Sessions with labels of a supplier ("": none is named), and those of them with a discrepancy."""

    supplier: str
    sessions: int
    discrepant: int


@dataclass(frozen=True, slots=True)
class Duration:
    """How many sessions, submitted in a quarter of an hour, had been open for so many whole seconds."""

    quarter: datetime
    seconds: int
    sessions: int


@dataclass(frozen=True, slots=True)
class Durations:
    """``left_out``: sessions of which nobody knows when they were opened, or that end before they began."""

    known: Sequence[Duration]
    left_out: int
