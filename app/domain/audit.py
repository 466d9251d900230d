"""The audit: every act that changes a record or a right, each chained to the one before it by its hash.

Whoever edits, removes or moves a line breaks the chain from there on; whoever cuts the end off is found out by a head
that was written down elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Protocol

GENESIS = hashlib.sha256(b"countersign audit 1").hexdigest()
"""What the first line is chained to."""


class AuditDeed(StrEnum):
    """The deeds that are not entries of a session's journal (those are named by :class:`app.domain.journal.Deed`)."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_LOCKED = "sign_in_locked"
    SIGNED_OUT = "signed_out"
    IDLE_LOCKED = "idle_locked"
    UNLOCKED = "unlocked"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_REMOVED = "person_removed"
    SECRET_SET = "secret_set"  # noqa: S105 (the name of a deed)
    SETTINGS_CHANGED = "settings_changed"
    KIOSK_LEFT = "kiosk_left"
    ALIAS_PROPOSED = "alias_proposed"
    ALIAS_APPROVED = "alias_approved"
    ALIAS_REVOKED = "alias_revoked"
    SESSION_REVIEWED = "session_reviewed"
    SESSION_NOTED = "session_noted"
    REVIEW_REOPENED = "review_reopened"
    SESSION_REOPENED = "session_reopened"
    SESSION_VOIDED = "session_voided"
    CONFLICT_SETTLED = "conflict_settled"
    DECISION_JUDGED = "decision_judged"
    EXPORTED = "exported"
    SHIFT_CHECK_PASSED = "shift_check_passed"
    SHIFT_CHECK_FAILED = "shift_check_failed"
    SHIFT_CHECK_OVERRIDDEN = "shift_check_overridden"
    SHIFT_HANDED_OVER = "shift_handed_over"
    HEAD_SEEN = "head_seen"
    AUDIT_BEGUN = "audit_begun"
    RECORD_COMPLETED = "record_completed"
    MESSAGE_RELEASED = "message_released"
    MESSAGES_RESENT = "messages_resent"
    RECORD_RESTORED = "record_restored"
    STATION_KEY_NOTED = "station_key_noted"
    MODEL_SWITCHED = "model_switched"
    MODEL_TAKEN_BACK = "model_taken_back"
    MODEL_REFUSED = "model_refused"


FACTORY_CHAIN = "audit:factory"
"""The subject of a station's :attr:`AuditDeed.HEAD_SEEN`."""
UNREADABLE = "unreadable"
"""Stands for the deed of a line that tells of no act."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act. ``subject`` is what it is about, as ``kind:id`` (``session:…``, ``person:OP-17``, ``conflict:…``), ASCII
    of at most 120 characters. ``by``: the user name, "" for the program itself; ``second``: who agreed to it. ``at`` is
    UTC, ISO 8601; ``monotonic_ms`` counts since that machine's start, so that a clock set back is seen. ``before`` and
    ``after``: the subject's state as canonical JSON, "" where there is none."""

    deed: str
    subject: str
    by: str
    role: str
    station_id: str
    at: str
    monotonic_ms: int
    reason: str = ""
    second: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain has come: the number of its newest line, from 1, and that line's hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class AuditLine:
    seq: int
    act: Act
    previous: str
    hash: str

    @property
    def head(self) -> Head:
        return Head(self.seq, self.hash)

    @property
    def body(self) -> str:
        return act_to_json(self.act)

    @property
    def agrees(self) -> bool:
        return True


class Chained(Protocol):
    """A line as far as its place in the chain goes. ``body``: its act, letter for letter as it is kept; ``agrees``:
    what is kept beside the body, to be searched by, says the same."""

    @property
    def seq(self) -> int: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def agrees(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A :class:`Chained` line out of a store, whatever it may hold by now."""

    seq: int
    previous: str
    hash: str
    body: str
    agrees: bool


def canonical_json(value: object) -> str:
    """The one way to write a value: keys in order, no spaces, ASCII. TypeError for what JSON does not have; ValueError
    for a number that is none."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def act_to_json(act: Act) -> str:
    """Canonical; every field, so that nothing of an act stands outside its hash."""
    return canonical_json(asdict(act))


def act_from_json(body: str) -> Act | None:
    """None: it tells of no act."""
    try:
        told = json.loads(body)
        act = Act(**told)
    except (TypeError, ValueError, RecursionError):
        return None
    kinds = {field.name: int if field.name == "monotonic_ms" else str for field in fields(Act)}
    return act if all(type(told.get(name, "")) is kind for name, kind in kinds.items()) else None


def line_hash(seq: int, previous: str, body: str) -> str:
    """SHA-256, hexadecimal, of number, previous hash and the act's canonical JSON, each on a line of its own."""
    return hashlib.sha256(f"{seq}\n{previous}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()


def chained(head: Head | None, act: Act) -> AuditLine:
    """Rule AU1: a line is numbered after the last and chained to it."""
    seq, previous = (head.seq + 1, head.hash) if head else (1, GENESIS)
    return AuditLine(seq, act, previous, line_hash(seq, previous, act_to_json(act)))


class Breach(StrEnum):
    """What is wrong with a chain, and, from ``ENTRY_UNLIKE`` on, between it and the record it tells of."""

    ALTERED = "altered"
    MISSING = "missing"
    MOVED = "moved"
    CUT_OFF = "cut_off"
    REPLACED = "replaced"
    ENTRY_UNLIKE = "entry_unlike"
    ENTRY_UNTOLD = "entry_untold"
    ENTRY_GONE = "entry_gone"
    MESSAGE_UNLIKE = "message_unlike"
    OLDER_UNLIKE = "older_unlike"


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """``seq``: the number of the first line that it concerns, 0 where there is none; ``where``: the entry, or the
    session of the message, that it is about."""

    breach: Breach
    seq: int
    where: str = ""


def findings(lines: Iterable[Chained], heads: Sequence[Head] = ()) -> Iterator[AuditFinding]:
    """Rule AU2: what is wrong with a chain, in the order of its numbers; nothing for a whole one. ``lines`` come in the
    order in which they are kept; ``heads`` are those that were written down elsewhere.

    A line whose hash is not that of its content was altered; where numbers are left out lines are missing; one whose
    number is not after the last was moved; a head beyond the end tells of an end cut off, one that names another hash
    of a chain that was written anew. Who appends with the program itself is not found out.
    """
    known: dict[int, set[str]] = {}
    for head in heads:
        known.setdefault(head.seq, set()).add(head.hash)
    last, previous = 0, GENESIS
    for line in lines:
        if line.seq <= last:
            yield AuditFinding(Breach.MOVED, line.seq)
        elif line.seq > last + 1:
            yield AuditFinding(Breach.MISSING, last + 1)
        if _altered(line, previous if line.seq == last + 1 else line.previous):
            yield AuditFinding(Breach.ALTERED, line.seq)
        if known.get(line.seq, {line.hash}) != {line.hash}:
            yield AuditFinding(Breach.REPLACED, line.seq)
        last, previous = max(last, line.seq), line.hash
    if any(seq > last for seq in known):
        yield AuditFinding(Breach.CUT_OFF, last + 1)


def _altered(line: Chained, previous: str) -> bool:
    return not line.agrees or line.previous != previous or line.hash != line_hash(line.seq, line.previous, line.body)


def key_act(station_id: str, public_key: str, at: str) -> Act:
    """A key with which a station may sign evidence from now on: a right, so an act of the audit."""
    after = canonical_json({"public_key": public_key})
    return Act(AuditDeed.STATION_KEY_NOTED, f"station:{station_id}", "", "", station_id, at, 0, after=after)


def head_act(station_id: str, head: Head, at: str, monotonic_ms: int) -> Act:
    """Rule AU4: a station writes down in its own chain how far the factory's has come."""
    after = canonical_json({"seq": head.seq, "hash": head.hash})
    return Act(AuditDeed.HEAD_SEEN, FACTORY_CHAIN, "", "", station_id, at, monotonic_ms, after=after)


def seen_head(act: Act) -> Head | None:
    """The head of another chain that a line of this one bears witness of; None: it is about something else."""
    if act.deed != AuditDeed.HEAD_SEEN:
        return None
    told = state_of(act.after)
    seq, hash_ = told.get("seq"), told.get("hash")
    return Head(seq, hash_) if isinstance(seq, int) and isinstance(hash_, str) else None


def state_of(text: str) -> Mapping[str, object]:
    """``before`` or ``after`` of an act in plain values; empty where there is none."""
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
