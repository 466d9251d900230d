"""The station's own record: what must survive a kill, a power cut and two days alone. One file, one process.

All of it is blocking and may be called from any thread, one call after another. Every method raises OperationalError
with DATABASE_LOCKED, DATABASE_UNWRITABLE or RECORD_DAMAGED when the disk cannot do it; nothing is half written then.
What a method has returned from is durable.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.alias import AliasBook
from app.domain.audit import AuditFinding
from app.domain.conflict import Conflict
from app.domain.decision import Picture
from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.journal import Entry
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.people import Actor
from app.ports.audit_trail import AuditTrail
from app.ports.frame import Frame
from app.ports.packing_store import CommitReceipt, PackedNote
from app.ports.people import SignInMemory


class SessionJournal(Protocol):
    """Sessions as they are worked on. At most one is open: begun, and neither submitted nor left."""

    def open_session(self) -> PackingSession | None:
        """The session that was on screen when the station ended, as its entries tell it."""

    def append(self, session_id: str, at: str, entry: Entry, by: Actor | None = None, monotonic_ms: int = 0) -> None:
        """One more entry, numbered after the last, and its line of the audit in the same transaction; ``by`` None: the
        program itself. An ``Opened`` begins a session, a ``Left`` ends one. ValueError for an entry of a session that
        is not open, for a second open session, for ``Submitted``, and for an entry that cannot follow the ones before
        it (rule J1)."""

    def submit(self, record: PackingRecord, at: str, by: Actor | None = None, monotonic_ms: int = 0) -> None:
        """The session's last entry, its audit and the message for the factory's database, in one transaction. The
        message's record is ``record`` with ``audit`` filled in from the journal. ValueError: the session is not open,
        or the key was used before."""

    def unconfirmed(self, number: DnNumber) -> tuple[ScannedLabel, ...]:
        """Labels that submitted sessions of this note have counted and the factory's database has not confirmed, each
        ``recorded=True``, oldest first; those that a later one of them removed again are left out."""

    def unconfirmed_removals(self, number: DnNumber) -> frozenset[LabelCode]:
        """Labels that such sessions have taken out of this note, and none after has counted again."""

    def spoken_for(self, code: LabelCode) -> bool:
        """A submitted session that is not confirmed has counted this label, and none after it has removed it."""


class MessageState(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """``problem`` is what the last attempt met, "" before the first; ``settlement`` what a supervisor has decided about
    a conflict, "" before. Times are UTC, ISO 8601."""

    seq: int
    record: PackingRecord
    state: MessageState
    created_at: str
    attempts: int = 0
    problem: str = ""
    settled_at: str = ""
    settlement: str = ""


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """How many messages are in each state, without conflicts that a supervisor has settled; ``oldest_at`` is the oldest
    waiting one's time, "" if none."""

    waiting: int = 0
    conflicts: int = 0
    quarantined: int = 0
    confirmed: int = 0
    oldest_at: str = ""


class Outbox(Protocol):
    """Messages to the factory's database, in the order of their submission. Where an attempt's outcome is told
    (confirm, tried, complete, quarantine, put_in_conflict) a key that is not of a waiting message is a ValueError."""

    def due(self) -> Sequence[OutboxMessage]:
        """The oldest unsettled message of each note, oldest first, without those notes whose oldest one is quarantined:
        what came later for the same note waits behind it. A conflict is settled and holds up nothing. Each message is
        read when it is asked for: two days alone are too many to hold at once."""

    def confirm(self, key: str, receipt: CommitReceipt, at: str) -> None: ...

    def tried(self, key: str, problem: str) -> None:
        """An attempt failed or its outcome is unknown; the message stays waiting."""

    def complete(self, record: PackingRecord, at: str, monotonic_ms: int = 0) -> None:
        """A waiting provisional message has got its note: from now on ``record``, of the same key, is what is sent. An
        act of the audit."""

    def quarantine(self, key: str, problem: str, at: str) -> None:
        """It can never succeed as things are; it is kept until a person releases it."""

    def put_in_conflict(self, conflict: Conflict, at: str) -> None: ...

    def open_conflicts(self) -> Sequence[str]:
        """Keys of the conflicts that nobody has settled, oldest first."""

    def settle(self, key: str, settlement: str, at: str, monotonic_ms: int = 0) -> bool:
        """A supervisor has decided about the conflict, as ``settlement`` says: it is never sent again and counts no
        more. An act of the audit; False, and nothing is done, where no such conflict is open. ValueError: it says
        nothing."""

    def release(self, key: str, at: str, monotonic_ms: int = 0) -> bool:
        """A quarantined message waits again; False if it is not quarantined."""

    def resend(self, since: str, at: str, monotonic_ms: int = 0) -> int:
        """What was confirmed at or after ``since`` waits again, for a server that was restored; how many."""

    def forget_confirmed(self, before: str) -> int:
        """Remove messages confirmed before that time, never others; how many."""

    def status(self) -> OutboxStatus: ...

    def messages(self, after_seq: int, limit: int) -> Sequence[OutboxMessage]:
        """A page of all messages, oldest first."""


@dataclass(frozen=True, slots=True)
class CachedNote:
    note: DeliveryNote
    fetched_at: str


class FactoryCache(Protocol):
    """What the station has seen of ERP and factory, for when they are away."""

    def note(self, number: DnNumber) -> CachedNote | None: ...
    def keep_note(self, note: DeliveryNote, at: str) -> None: ...
    def label(self, code: LabelCode) -> LabelRecord | None: ...
    def keep_labels(self, records: Sequence[LabelRecord]) -> None: ...
    def packed_note(self, number: DnNumber) -> PackedNote | None: ...
    def keep_packed_note(self, number: DnNumber, packed: PackedNote | None) -> None: ...
    def aliases(self) -> AliasBook: ...
    def keep_aliases(self, book: AliasBook) -> None: ...


class EvidencePictures(Protocol):
    def keep(self, frame: Frame) -> Picture:
        """Encode and store one frame; durable on return. It belongs to nothing until an entry names it."""


class DiskState(StrEnum):
    ROOMY = "roomy"
    LOW = "low"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class DiskRoom:
    """``lasts_days``: how long the free space lasts at the last 24 hours' rate; None while nothing was written."""

    state: DiskState
    free_bytes: int
    lasts_days: float | None = None


class DiskWatch(Protocol):
    def room(self) -> DiskRoom:
        """Cheap enough for every scan."""

    def thin_pictures(self) -> int:
        """Remove pictures worth least until there is room again, or none may go: never one of an unsent session, a
        conflict or a quarantined message. Accepted covers before refused ones, old before new. Returns the bytes freed.
        The record keeps each picture's name and hash."""


class StationRecord(Protocol):
    """All of it, from one file."""

    @property
    def journal(self) -> SessionJournal: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def cache(self) -> FactoryCache: ...
    @property
    def pictures(self) -> EvidencePictures: ...
    @property
    def disk(self) -> DiskWatch: ...
    @property
    def audit(self) -> AuditTrail: ...
    @property
    def sign_ins(self) -> SignInMemory: ...

    def audit_findings(self, stopping: Callable[[], bool] = lambda: False) -> Iterator[AuditFinding]:
        """What does not fit between the audit and the rest of the record; nothing for a whole one. It ends early once
        ``stopping`` says so."""

    def close(self) -> None: ...
