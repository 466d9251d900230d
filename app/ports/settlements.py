"""What supervisors have decided about sessions that could not be taken."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Settlements(Protocol):
    """The factory's. Blocking; one thread at a time. Raises OperationalError with DATABASE_LOCKED, DATABASE_UNREACHABLE
    or DATABASE_MISMATCH when the database cannot tell."""

    def settled(self, conflict_ids: Sequence[str]) -> Mapping[str, str]:
        """Of those, the ones that are settled, each with what was decided; never empty."""

    def close(self) -> None: ...
