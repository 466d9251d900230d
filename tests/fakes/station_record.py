"""A station's record in memory, held to the same suite as the real one."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock

from app.domain.alias import AliasBook
from app.domain.audit import Act, AuditDeed, AuditFinding, AuditLine, Head, StoredLine, canonical_json, chained
from app.domain.audit_filter import EVERY_LINE, AuditFilter
from app.domain.conflict import Conflict
from app.domain.decision import Accepted, Picture
from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.errors import OperationalError
from app.domain.journal import (
    CoverAccepted,
    CoverRefused,
    CoverUndecided,
    Entry,
    JournalLine,
    Left,
    Opened,
    Submitted,
    audit_entry,
    entry_act,
    folded,
    session_after,
)
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.people import Actor
from app.ports.frame import Frame
from app.ports.packing_store import CommitReceipt, PackedNote
from app.ports.people import Failures, KnownPeople
from app.ports.station_record import (
    CachedNote,
    DiskRoom,
    DiskState,
    MessageState,
    OutboxMessage,
    OutboxStatus,
)

_UNSETTLED = {MessageState.WAITING, MessageState.QUARANTINED}
_MB = 10**6


@dataclass
class Told:
    """``error``, while set, is raised by every method of every part."""

    error: OperationalError | None = None

    def fail(self) -> None:
        if self.error is not None:
            raise self.error


@dataclass
class FakeJournal:
    told: Told
    outbox: "FakeOutbox"
    audit: "FakeAudit"
    lines: dict[str, list[JournalLine]] = field(default_factory=dict)

    def open_session(self) -> PackingSession | None:
        self.told.fail()
        found = self._open_id()
        return folded(self.lines[found]) if found else None

    def append(self, session_id: str, at: str, entry: Entry, by: Actor | None = None, monotonic_ms: int = 0) -> None:
        self.told.fail()
        if isinstance(entry, Submitted):
            raise ValueError("a session is submitted with its record")
        if isinstance(entry, Opened):
            self._check_opening(session_id, entry)
            self.lines[session_id] = []
        self._add(session_id, at, entry, by, monotonic_ms)

    def submit(self, record: PackingRecord, at: str, by: Actor | None = None, monotonic_ms: int = 0) -> None:
        self.told.fail()
        if self.outbox.has(record.idempotency_key):
            raise ValueError("the key was used before")
        session_id = record.session.session_id
        last = Submitted(record.idempotency_key, record.packing_code, record.discrepancy_reason)
        self._add(session_id, at, last, by, monotonic_ms)
        audit = tuple(audit_entry(line) for line in self.lines[session_id])
        self.outbox.add(replace(record, audit=audit), at)

    def unconfirmed(self, number: DnNumber) -> tuple[ScannedLabel, ...]:
        self.told.fail()
        standing: dict[LabelCode, ScannedLabel] = {}
        for session in self.outbox.unsettled_sessions():
            if session.note.number == number:
                standing |= {label.code: replace(label, recorded=True) for label in _new(session)}
                for label in session.removed:
                    standing.pop(label.code, None)
        return tuple(standing.values())

    def unconfirmed_removals(self, number: DnNumber) -> frozenset[LabelCode]:
        self.told.fail()
        gone: set[LabelCode] = set()
        for session in self.outbox.unsettled_sessions():
            if session.note.number == number:
                gone -= {label.code for label in _new(session)}
                gone |= {label.code for label in session.removed}
        return frozenset(gone)

    def spoken_for(self, code: LabelCode) -> bool:
        self.told.fail()
        counted = False
        for session in self.outbox.unsettled_sessions():
            counted = counted or any(label.code == code for label in _new(session))
            counted = counted and all(label.code != code for label in session.removed)
        return counted

    def entries(self, session_id: str) -> list[Entry]:
        return [line.entry for line in self.lines[session_id]]

    def _add(self, session_id: str, at: str, entry: Entry, by: Actor | None, monotonic_ms: int) -> None:
        lines = self.lines.get(session_id)
        if lines is None or _ended(lines):
            raise ValueError(f"session {session_id} is not open")
        session_after(folded(lines) if lines else None, entry)
        lines.append(JournalLine(len(lines) + 1, at, entry, by.user_name if by else ""))
        hashes = {"sha256": hashlib.sha256(repr(entry).encode()).hexdigest()}
        self.audit.append(entry_act(session_id, lines[-1], by, monotonic_ms, hashes))

    def _check_opening(self, session_id: str, entry: Opened) -> None:
        if self._open_id() or session_id in self.lines or session_id != entry.session.session_id:
            raise ValueError(f"session {session_id} cannot begin")

    def _open_id(self) -> str | None:
        return next((each for each, lines in self.lines.items() if not _ended(lines)), None)


def _ended(lines: Sequence[JournalLine]) -> bool:
    return bool(lines) and isinstance(lines[-1].entry, Submitted | Left)


def _new(session: PackingSession) -> list[ScannedLabel]:
    return [label for label in session.labels if not label.recorded]


@dataclass
class FakeOutbox:
    told: Told
    audit: "FakeAudit"
    kept: list[OutboxMessage] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    last_seq: int = 0

    def add(self, record: PackingRecord, at: str) -> None:
        self.last_seq += 1
        self.kept.append(OutboxMessage(self.last_seq, record, MessageState.WAITING, at))

    def has(self, key: str) -> bool:
        return any(message.record.idempotency_key == key for message in self.kept)

    def unsettled_sessions(self) -> list[PackingSession]:
        return [message.record.session for message in self.kept if message.state in _UNSETTLED]

    def due(self) -> Sequence[OutboxMessage]:
        self.told.fail()
        oldest: dict[DnNumber, OutboxMessage] = {}
        for message in self.kept:
            if message.state in _UNSETTLED:
                oldest.setdefault(message.record.session.note.number, message)
        return [message for message in oldest.values() if message.state is MessageState.WAITING]

    def confirm(self, key: str, receipt: CommitReceipt, at: str) -> None:
        self._settle(key, MessageState.CONFIRMED, "", at)

    def tried(self, key: str, problem: str) -> None:
        self.told.fail()
        at, message = self._waiting(key)
        self.kept[at] = replace(message, attempts=message.attempts + 1, problem=problem)

    def complete(self, record: PackingRecord, at: str, monotonic_ms: int = 0) -> None:
        self.told.fail()
        place, message = self._waiting(record.idempotency_key)
        self.kept[place] = replace(message, record=record)
        deed, subject = AuditDeed.RECORD_COMPLETED, f"session:{record.session.session_id}"
        self.audit.append(Act(deed, subject, "", "", record.station_id, at, monotonic_ms))

    def quarantine(self, key: str, problem: str, at: str) -> None:
        self._settle(key, MessageState.QUARANTINED, problem, at)

    def put_in_conflict(self, conflict: Conflict, at: str) -> None:
        self._settle(conflict.conflict_id, MessageState.CONFLICT, conflict.reason.value, at)
        self.conflicts.append(conflict)

    def open_conflicts(self) -> Sequence[str]:
        self.told.fail()
        return [message.record.idempotency_key for message in self.kept if _is_open(message)]

    def settle(self, key: str, settlement: str, at: str, monotonic_ms: int = 0) -> bool:
        self.told.fail()
        if not settlement:
            raise ValueError("a settlement says what was decided")
        if key not in self.open_conflicts():
            return False
        place = next(place for place, each in enumerate(self.kept) if each.record.idempotency_key == key)
        self.kept[place] = replace(self.kept[place], settlement=settlement)
        after = canonical_json({"settlement": settlement})
        act = Act(AuditDeed.CONFLICT_SETTLED, f"conflict:{key}", "", "", "", at, monotonic_ms, after=after)
        self.audit.append(act)
        return True

    def release(self, key: str, at: str, monotonic_ms: int = 0) -> bool:
        self.told.fail()
        for place, message in enumerate(self.kept):
            if message.record.idempotency_key == key and message.state is MessageState.QUARANTINED:
                self.kept[place] = replace(message, state=MessageState.WAITING, settled_at="")
                self.audit.append(Act(AuditDeed.MESSAGE_RELEASED, "record:station", "", "", "", at, monotonic_ms))
                return True
        return False

    def resend(self, since: str, at: str, monotonic_ms: int = 0) -> int:
        self.told.fail()
        again = 0
        for place, message in enumerate(self.kept):
            if message.state is MessageState.CONFIRMED and _utc(message.settled_at) >= _utc(since):
                self.kept[place] = replace(message, state=MessageState.WAITING, settled_at="")
                again += 1
        if again:
            self.audit.append(Act(AuditDeed.MESSAGES_RESENT, "record:station", "", "", "", at, monotonic_ms))
        return again

    def forget_confirmed(self, before: str) -> int:
        self.told.fail()
        all_of_them = len(self.kept)
        self.kept = [
            message
            for message in self.kept
            if message.state is not MessageState.CONFIRMED or _utc(message.settled_at) >= _utc(before)
        ]
        return all_of_them - len(self.kept)

    def status(self) -> OutboxStatus:
        self.told.fail()
        states = [message.state for message in self.kept if not message.settlement]
        waiting = [message.created_at for message in self.kept if message.state is MessageState.WAITING]
        return OutboxStatus(
            waiting=len(waiting),
            conflicts=states.count(MessageState.CONFLICT),
            quarantined=states.count(MessageState.QUARANTINED),
            confirmed=states.count(MessageState.CONFIRMED),
            oldest_at=waiting[0] if waiting else "",
        )

    def messages(self, after_seq: int, limit: int) -> Sequence[OutboxMessage]:
        self.told.fail()
        return [message for message in self.kept if message.seq > after_seq][:limit]

    def _settle(self, key: str, state: MessageState, problem: str, at: str) -> None:
        self.told.fail()
        place, message = self._waiting(key)
        attempts = message.attempts + 1
        self.kept[place] = replace(message, state=state, problem=problem, settled_at=at, attempts=attempts)

    def _waiting(self, key: str) -> tuple[int, OutboxMessage]:
        for place, message in enumerate(self.kept):
            if message.record.idempotency_key == key and message.state is MessageState.WAITING:
                return place, message
        raise ValueError(f"no message with the key {key} is waiting")


def _is_open(message: OutboxMessage) -> bool:
    return message.state is MessageState.CONFLICT and not message.settlement


def _utc(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass
class FakeCache:
    told: Told
    notes: dict[DnNumber, CachedNote] = field(default_factory=dict)
    labels: dict[LabelCode, LabelRecord] = field(default_factory=dict)
    packed: dict[DnNumber, PackedNote] = field(default_factory=dict)
    book: AliasBook = field(default_factory=AliasBook)

    def note(self, number: DnNumber) -> CachedNote | None:
        self.told.fail()
        return self.notes.get(number)

    def keep_note(self, note: DeliveryNote, at: str) -> None:
        self.told.fail()
        self.notes[note.number] = CachedNote(note, at)

    def label(self, code: LabelCode) -> LabelRecord | None:
        self.told.fail()
        return self.labels.get(code)

    def keep_labels(self, records: Sequence[LabelRecord]) -> None:
        self.told.fail()
        self.labels |= {record.code: record for record in records}

    def packed_note(self, number: DnNumber) -> PackedNote | None:
        self.told.fail()
        return self.packed.get(number)

    def keep_packed_note(self, number: DnNumber, packed: PackedNote | None) -> None:
        self.told.fail()
        self.packed.pop(number, None)
        if packed is not None:
            self.packed[number] = packed

    def aliases(self) -> AliasBook:
        self.told.fail()
        return self.book

    def keep_aliases(self, book: AliasBook) -> None:
        self.told.fail()
        self.book = book


@dataclass
class FakePictures:
    """A picture's bytes are its frame's pixels."""

    told: Told
    kept: dict[str, bytes] = field(default_factory=dict)

    def keep(self, frame: Frame) -> Picture:
        self.told.fail()
        data = frame.image.tobytes()
        picture_id = f"picture-{len(self.kept) + 1}"
        self.kept[picture_id] = data
        return Picture(picture_id, hashlib.sha256(data).hexdigest())


@dataclass
class FakeDisk:
    """``free_bytes`` is what a test says; bytes that thinning frees are added to it by nobody else."""

    told: Told
    journal: FakeJournal
    pictures: FakePictures
    free: Callable[[], int] = lambda: 100_000 * _MB
    low_bytes: int = 2000 * _MB
    stop_bytes: int = 300 * _MB
    lasts_days: float | None = None

    def room(self) -> DiskRoom:
        self.told.fail()
        free = self.free()
        state = DiskState.LOW if free < self.low_bytes else DiskState.ROOMY
        return DiskRoom(DiskState.FULL if free < self.stop_bytes else state, free, self._lasts(free))

    def thin_pictures(self) -> int:
        self.told.fail()
        wanted, freed = self.low_bytes - self.free(), 0
        for picture_id in self._worth_least():
            if freed >= wanted:
                break
            freed += len(self.pictures.kept.pop(picture_id))
        return freed

    def _lasts(self, free: int) -> float | None:
        """Any number of days, once anything was written."""
        return self.lasts_days if self.lasts_days is not None or not self.journal.lines else free / _MB

    def _worth_least(self) -> list[str]:
        unsent = {
            message.record.session.session_id
            for message in self.journal.outbox.kept
            if message.state is not MessageState.CONFIRMED
        }
        decisions = [
            line.entry.decision
            for session_id, lines in self.journal.lines.items()
            if _ended(lines) and session_id not in unsent
            for line in lines
            if isinstance(line.entry, CoverAccepted | CoverRefused | CoverUndecided)
        ]
        decisions.sort(key=lambda decision: not isinstance(decision, Accepted))
        pictures = [decision.evidence.picture for decision in decisions]
        return [each.picture_id for each in pictures if each and each.picture_id in self.pictures.kept]


@dataclass
class FakeAudit:
    told: Told
    kept: list[AuditLine] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock, repr=False)

    def append(self, act: Act) -> AuditLine:
        self.told.fail()
        with self.lock:
            line = chained(self.kept[-1].head if self.kept else None, act)
            self.kept.append(line)
        return line

    def head(self) -> Head | None:
        self.told.fail()
        return self.kept[-1].head if self.kept else None

    def lines(self, after_seq: int, limit: int) -> Sequence[AuditLine]:
        self.told.fail()
        return self.kept[after_seq : after_seq + limit]

    def newest(self, before_seq: int | None, limit: int, wanted: AuditFilter = EVERY_LINE) -> Sequence[AuditLine]:
        self.told.fail()
        before = [line for line in reversed(self.kept) if before_seq is None or line.seq < before_seq]
        return [line for line in before if wanted.takes(line.seq, line.act)][:limit]

    def of_subject(self, subject: str) -> Sequence[AuditLine]:
        self.told.fail()
        return [line for line in self.kept if line.act.subject == subject]

    def stored(self, after_seq: int | None, limit: int) -> Sequence[StoredLine]:
        return [
            StoredLine(line.seq, line.previous, line.hash, line.body, line.agrees)
            for line in self.lines(after_seq or 0, limit)
        ]


@dataclass
class FakeSignIns:
    told: Told
    known: KnownPeople = field(default_factory=KnownPeople)
    wrong: dict[str, Failures] = field(default_factory=dict)

    def people(self) -> KnownPeople:
        self.told.fail()
        return self.known

    def keep_people(self, people: KnownPeople) -> None:
        self.told.fail()
        self.known = people

    def failures(self, user_name: str) -> Failures:
        self.told.fail()
        return self.wrong.get(user_name, Failures())

    def keep_failures(self, user_name: str, failures: Failures) -> None:
        self.told.fail()
        self.wrong[user_name] = failures
        if not failures.count:
            del self.wrong[user_name]


class FakeStationRecord:
    def __init__(self) -> None:
        self.told = Told()
        self.audit = FakeAudit(self.told)
        self.outbox = FakeOutbox(self.told, self.audit)
        self.sign_ins = FakeSignIns(self.told)
        self.journal = FakeJournal(self.told, self.outbox, self.audit)
        self.cache = FakeCache(self.told)
        self.pictures = FakePictures(self.told)
        self.disk = FakeDisk(self.told, self.journal, self.pictures)
        self.closed = False

    @property
    def error(self) -> OperationalError | None:
        return self.told.error

    @error.setter
    def error(self, error: OperationalError | None) -> None:
        self.told.error = error

    def audit_findings(self, stopping: Callable[[], bool] = lambda: False) -> Iterator[AuditFinding]:
        return iter(())

    def close(self) -> None:
        self.closed = True
