"""Where it is kept what supervisors did about sessions."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.audit import Act
from app.domain.review import ReviewDeed, ReviewEntry, ReviewState


class ReviewStore(Protocol):
    """The factory's, append-only. Blocking; one thread at a time. Every method raises OperationalError with
    DATABASE_LOCKED, DATABASE_UNWRITABLE, DATABASE_UNREACHABLE or DATABASE_MISMATCH when the database cannot do it."""

    def record(self, session_id: str, deed: ReviewDeed, act: Act, expected: ReviewState | None = None) -> None:
        """One more entry, with who, when and why as ``act`` has them, and ``act`` in the factory's audit, in one
        transaction. Raises OperationalError, with nothing written: SESSION_UNKNOWN, the factory has no such session,
        also among its conflicts; ACT_TOO_LATE, its review does not stand as ``expected``."""

    def entries(self, session_id: str) -> Sequence[ReviewEntry]:
        """Oldest first."""

    def close(self) -> None: ...
