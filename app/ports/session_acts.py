"""Where sessions are taken back, reopened and settled: the factory's database, one transaction for each act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.audit import Act
from app.domain.packing_session import PackingRecord
from app.domain.settlement import ConflictCase, NoteKnown, Settled, Settlement
from app.domain.voiding import SessionBooking

CONFLICTS_AT_MOST = 500
"""Of one list."""


@dataclass(frozen=True, slots=True)
class ActDone:
    """``repeated``: this very act had been done before, nothing was written again. ``packing_code``: of a settlement
    that books, the one that stands."""

    repeated: bool
    packing_code: str = ""


@dataclass(frozen=True, slots=True)
class ConflictSummary:
    """``disputed``: how many labels it is about; ``found_at`` is UTC, ISO 8601."""

    conflict_id: str
    dn: str
    session_id: str
    station_id: str
    reason: str
    found_at: str
    disputed: int
    settled: Settled | None = None


class SessionActStore(Protocol):
    """Blocking; one thread at a time. Every method raises OperationalError with DATABASE_LOCKED, DATABASE_UNWRITABLE,
    DATABASE_UNREACHABLE (of an act: the outcome is unknown) or DATABASE_MISMATCH when the database cannot do it.

    An act is one transaction, all or nothing, with ``act`` in the factory's audit. ``act_id`` is minted by whoever
    asks and stands in the act's ``after`` (``{"act": …}``): the same one again about the same subject changes nothing
    and is answered with ``repeated``. What the person was shown is given as ``shown``; is it no longer so, the act is
    refused with ACT_TOO_LATE and nothing is written.
    """

    def booking(self, session_id: str) -> SessionBooking | None:
        """None: no such session was committed."""

    def void(self, shown: SessionBooking, act: Act, act_id: str) -> ActDone:
        """The session's own labels are recorded for its note no longer and are free; its parts' sums are those of what
        is left. Our own rows stay; a review row says that it was voided. A second time is ACT_TOO_LATE."""

    def reopen(self, shown: SessionBooking, act: Act, act_id: str) -> ActDone:
        """A review row says that its note is to be opened again for correction; nothing is booked."""

    def conflicts(self, *, settled: bool, limit: int = CONFLICTS_AT_MOST) -> Sequence[ConflictSummary]:
        """Open ones oldest first, settled ones newest first."""

    def conflict(self, conflict_id: str, known: NoteKnown) -> ConflictCase | None:
        """``known``: of a provisional session, its note as the ERP has it; of others it does not matter."""

    def settle(
        self, shown: ConflictCase, settlement: Settlement, record: PackingRecord | None, act: Act, act_id: str
    ) -> ActDone:
        """``record``, if there is one, is committed as a station would commit it, and the conflict is settled."""

    def close(self) -> None: ...
