"""Time as an argument: monotonic for age, UTC for records."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def monotonic_s(self) -> float: ...
    def utc(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    def monotonic_s(self) -> float:
        return time.monotonic()

    def utc(self) -> datetime:
        return datetime.now(UTC)
