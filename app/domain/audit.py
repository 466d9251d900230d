"""The audit: every act that changes a record or a right, each chained to the one before it by its hash.

Whoever edits, removes or moves a line breaks the chain from there on; whoever cuts the end off is found out by a head
that was written down elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Act:
    """One act. ``subject`` is what it is about, as ``kind:id`` (``session:…``, ``person:OP-17``, ``conflict:…``).
    ``by``: the user name, "" for the program itself; ``second``: who agreed to it. ``at`` is UTC, ISO 8601;
    ``monotonic_ms`` counts since that machine's start, so that a clock set back is seen. ``before`` and ``after``: the
    subject's state as canonical JSON, "" where there is none."""

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


def canonical_json(value: object) -> str:
    """The one way to write a value: keys in order, no spaces, ASCII. TypeError for what JSON does not have; ValueError
    for a number that is none."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def act_to_json(act: Act) -> str:
    """Canonical; every field, so that nothing of an act stands outside its hash."""
    return canonical_json(asdict(act))


def line_hash(seq: int, previous: str, body: str) -> str:
    """SHA-256, hexadecimal, of number, previous hash and the act's canonical JSON, each on a line of its own."""
    return hashlib.sha256(f"{seq}\n{previous}\n{body}".encode("ascii")).hexdigest()


def chained(head: Head | None, act: Act) -> AuditLine:
    """Rule AU1: a line is numbered after the last and chained to it."""
    seq, previous = (head.seq + 1, head.hash) if head else (1, GENESIS)
    return AuditLine(seq, act, previous, line_hash(seq, previous, act_to_json(act)))


class Breach(StrEnum):
    """What is wrong with a chain."""

    ALTERED = "altered"
    MISSING = "missing"
    MOVED = "moved"
    CUT_OFF = "cut_off"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """``seq``: the number of the first line that it concerns."""

    breach: Breach
    seq: int


def findings(lines: Iterable[AuditLine], heads: Sequence[Head] = ()) -> Iterator[AuditFinding]:
    """Rule AU2: what is wrong with a chain, in the order of its numbers; nothing for a whole one. ``lines`` come in the
    order in which they are kept; ``heads`` are those that were written down elsewhere.

    A line whose hash is not that of its content was altered; where numbers are left out lines are missing; one whose
    number is not after the last was moved; a head beyond the end tells of an end cut off, one that names another hash
    of a chain that was written anew.
    """
    known = {head.seq: head.hash for head in heads}
    last, previous = 0, GENESIS
    for line in lines:
        if line.seq <= last:
            yield AuditFinding(Breach.MOVED, line.seq)
        elif line.seq > last + 1:
            yield AuditFinding(Breach.MISSING, last + 1)
        elif line.previous != previous:
            yield AuditFinding(Breach.ALTERED, line.seq)
        if line.hash != line_hash(line.seq, line.previous, act_to_json(line.act)):
            yield AuditFinding(Breach.ALTERED, line.seq)
        if known.get(line.seq, line.hash) != line.hash:
            yield AuditFinding(Breach.REPLACED, line.seq)
        last, previous = max(last, line.seq), line.hash
    beyond = [seq for seq in known if seq > last]
    if beyond:
        yield AuditFinding(Breach.CUT_OFF, last + 1)
