"""The journal of a session: what happened to it, entry by entry, never changed; the session itself follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.audit import Act, canonical_json
from app.domain.decision import Accepted, Refused, Undecided
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import AuditEntry, PackingSession
from app.domain.people import Actor


@dataclass(frozen=True, slots=True)
class Opened:
    """The session as it began: a new one, or a packed note's with the labels it has."""

    session: PackingSession


@dataclass(frozen=True, slots=True)
class CoverAccepted:
    decision: Accepted


@dataclass(frozen=True, slots=True)
class CoverRefused:
    decision: Refused


@dataclass(frozen=True, slots=True)
class CoverUndecided:
    """A cover that was in view for long, and went away without having been accepted or refused."""

    decision: Undecided


@dataclass(frozen=True, slots=True)
class LabelCounted:
    label: ScannedLabel


@dataclass(frozen=True, slots=True)
class LabelTakenBack:
    code: LabelCode


@dataclass(frozen=True, slots=True)
class Submitted:
    """From here on the record is on its way to the factory's database."""

    idempotency_key: str
    packing_code: str
    discrepancy_reason: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """The note was put back; nothing of the session is written anywhere else."""


Entry = Opened | CoverAccepted | CoverRefused | CoverUndecided | LabelCounted | LabelTakenBack | Submitted | Left


class Deed(StrEnum):
    """The name of each kind of entry, in the record and in the audit."""

    OPENED = "opened"
    COVER_ACCEPTED = "cover_accepted"
    COVER_REFUSED = "cover_refused"
    COVER_UNDECIDED = "cover_undecided"
    LABEL_COUNTED = "label_counted"
    LABEL_TAKEN_BACK = "label_taken_back"
    SUBMITTED = "submitted"
    LEFT = "left"


DEEDS: dict[type[Entry], Deed] = {
    Opened: Deed.OPENED,
    CoverAccepted: Deed.COVER_ACCEPTED,
    CoverRefused: Deed.COVER_REFUSED,
    CoverUndecided: Deed.COVER_UNDECIDED,
    LabelCounted: Deed.LABEL_COUNTED,
    LabelTakenBack: Deed.LABEL_TAKEN_BACK,
    Submitted: Deed.SUBMITTED,
    Left: Deed.LEFT,
}


@dataclass(frozen=True, slots=True)
class JournalLine:
    """``seq`` counts from 1 within a session and alone gives the order; ``at`` (UTC, ISO 8601) may jump with the
    clock. ``by`` is the user name of who did it, "" where nobody signs in, and of the camera's decisions."""

    seq: int
    at: str
    entry: Entry
    by: str = ""


def session_after(session: PackingSession | None, entry: Entry) -> PackingSession:
    """Rule J1: the session is what its entries say, in their order; taking a label back is an entry like any other.

    Raises ValueError for entries that cannot follow one another: something before the opening, a second opening, or a
    label that counts already.
    """
    if isinstance(entry, Opened):
        if session is not None:
            raise ValueError("a session is opened once")
        return entry.session
    if session is None:
        raise ValueError("a session begins with its opening")
    match entry:
        case CoverAccepted(decision) | CoverRefused(decision):
            return session.with_decision(decision)
        case CoverUndecided(undecided):
            return session.with_undecided(undecided)
        case LabelCounted(label):
            return _with(session, label)
        case LabelTakenBack(code):
            return session.without_label(code)
        case Submitted() | Left():
            return session


def folded(lines: Iterable[JournalLine]) -> PackingSession:
    """The session that a journal tells. ValueError: there is no entry, or they do not fit together."""
    session: PackingSession | None = None
    for line in lines:
        session = session_after(session, line.entry)
    if session is None:
        raise ValueError("an empty journal tells of no session")
    return session


def _with(session: PackingSession, label: ScannedLabel) -> PackingSession:
    """The label was judged when it was scanned; it is not judged again, but never counted twice."""
    if any(each.code == label.code for each in session.labels):
        raise ValueError(f"label {label.code} counts already")
    removed = tuple(each for each in session.removed if each.code != label.code)
    return replace(session, labels=(*session.labels, label), removed=removed)


def audit_entry(line: JournalLine) -> AuditEntry:
    """One line for people; what a decision rests on stands with the decision."""
    return AuditEntry(line.seq, line.at, DEEDS[type(line.entry)].value, _detail(line.entry), line.by)


def entry_act(
    session_id: str, line: JournalLine, by: Actor | None, monotonic_ms: int, hashes: Mapping[str, str]
) -> Act:
    """Rule J3: every entry of a journal is an act of the station's audit, with its number, what it says and the
    ``hashes`` of how it is kept: ``sha256`` of the entry, and ``record`` of a submission's message."""
    who = (by.user_name, by.role.value if by.user_name else "", by.station_id) if by else ("", "", "")
    after = canonical_json({"detail": _detail(line.entry), "seq": line.seq, **hashes})
    return Act(DEEDS[type(line.entry)].value, f"session:{session_id}", *who, line.at, monotonic_ms, after=after)


def _detail(entry: Entry) -> str:
    match entry:
        case Opened(session):
            again = ", again" if session.labels else ""
            return f"{session.note.number}, {session.agreement}{again}"
        case CoverAccepted(decision):
            return decision.part_number.text
        case CoverRefused(decision):
            return f"{decision.part_number}: {decision.reason}"
        case CoverUndecided(undecided):
            return f"{undecided.evidence.label}: {undecided.reason}"
        case LabelCounted(label):
            return f"{label.code}: {label.quantity} of {label.part_number}"
        case LabelTakenBack(code):
            return code.text
        case Submitted(discrepancy_reason=reason):
            return reason
        case Left():
            return ""
