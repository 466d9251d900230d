"""A session as a timeline: everything that happened to it, in order, with who did it and the picture it rests on.

It is told from what was recorded, whoever recorded it: a database may have been written by an older program, or by
somebody who should not have, so nothing of a decision's plain values is relied on to be what it should.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from app.domain.conflict import LabelHolder
from app.domain.detection import Box
from app.domain.journal import Deed
from app.domain.packing_session import AuditEntry
from app.domain.review import ReviewDeed, ReviewEntry


class EventKind(StrEnum):
    OPENED = "opened"
    COVER = "cover"
    LABEL_COUNTED = "label_counted"
    LABEL_TAKEN_BACK = "label_taken_back"
    LABEL_REMOVED = "label_removed"
    SUBMITTED = "submitted"
    DISCREPANCY = "discrepancy"
    WAITS = "waits"
    COMMITTED = "committed"
    CONFLICT = "conflict"
    SETTLED = "settled"
    REVIEWED = "reviewed"
    NOTED = "noted"
    REVIEW_REOPENED = "review_reopened"
    SESSION_REOPENED = "session_reopened"
    VOIDED = "voided"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A kept picture by its id, the hash that its bytes should have ("" where none was recorded), and where the cover
    is in it; None: an older record does not say."""

    picture_id: str
    sha256: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What a decision rests on. ``verdict``: accepted, refused, undecided, or a newer program's word; the numbers are
    None where they cannot be read."""

    verdict: str
    reason: str = ""
    part_number: str = ""
    model_label: str = ""
    model: str = ""
    confidence: float | None = None
    agreement: float | None = None
    margin: float | None = None
    votes: int = 0
    stamp: str = ""
    stamp_says: str = ""
    alias_by: str = ""
    picture: PictureRef | None = None


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """``part_number`` is "" of a label that did not stay in the session."""

    code: str
    part_number: str = ""
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """``at`` is UTC, ISO 8601, "" where nobody wrote it down; ``by`` and ``second`` are badges, "" for the program
    itself; ``text`` is what people wrote, or the record's own word. ``codes`` and ``holders``: of a conflict."""

    kind: EventKind
    at: str = ""
    by: str = ""
    text: str = ""
    second: str = ""
    cover: CoverFacts | None = None
    label: LabelFacts | None = None
    codes: tuple[str, ...] = ()
    holders: tuple[LabelHolder, ...] = ()

    @property
    def picture(self) -> PictureRef | None:
        return self.cover.picture if self.cover else None


class ToldSummary(Protocol):
    @property
    def submitted_at(self) -> str: ...
    @property
    def committed_at(self) -> str: ...
    @property
    def operator(self) -> str: ...
    @property
    def discrepancy_reason(self) -> str: ...


class ToldLabel(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def part_number(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def scanned_at(self) -> str: ...


class ToldConflict(Protocol):
    @property
    def reason(self) -> str: ...
    @property
    def found_at(self) -> str: ...
    @property
    def labels(self) -> tuple[str, ...]: ...
    @property
    def holders(self) -> tuple[LabelHolder, ...]: ...
    @property
    def settled_at(self) -> str: ...
    @property
    def settled_by(self) -> str: ...
    @property
    def settlement(self) -> str: ...


class Told(Protocol):
    """A session as a report tells it (:class:`app.ports.session_reports.SessionReport`)."""

    @property
    def summary(self) -> ToldSummary: ...
    @property
    def labels(self) -> Sequence[ToldLabel]: ...
    @property
    def decisions(self) -> Sequence[Mapping[str, object]]: ...
    @property
    def audit(self) -> Sequence[AuditEntry]: ...
    @property
    def reviews(self) -> Sequence[ReviewEntry]: ...
    @property
    def conflict(self) -> ToldConflict | None: ...
    @property
    def waits(self) -> str: ...


def timeline(told: Told) -> tuple[TimelineEvent, ...]:
    """Rule TL1: the audit gives the order, never its times, which jump with the clock. Each of its covers is the next
    decision of its verdict. Rule TL2: what was recorded and the audit does not tell of, as in older records, stands
    before the submission; nothing that was recorded is left out. Then come the submission, its outcome, and what
    supervisors did."""
    covers, labels = list(map(cover_facts, told.decisions)), {each.label: each for each in told.labels}
    before = [_journal_event(entry, covers, labels) for entry in told.audit if entry.deed != Deed.SUBMITTED]
    untold = [TimelineEvent(EventKind.COVER, cover=cover) for cover in covers]
    scanned = {event.label.code for event in before if event.label}
    untold += [_label_event(each) for code, each in labels.items() if code not in scanned]
    after = (*_submitted(told), *_outcome(told), *map(_review_event, told.reviews))
    return (*before, *untold, *after)


def _journal_event(entry: AuditEntry, covers: list[CoverFacts], labels: Mapping[str, ToldLabel]) -> TimelineEvent:
    """Takes its decision out of ``covers``."""
    event = TimelineEvent(_KINDS.get(entry.deed, EventKind.OTHER), entry.at, entry.by, entry.detail)
    if event.kind is EventKind.COVER:
        verdict = entry.deed.removeprefix("cover_")
        cover = next((each for each in covers if each.verdict == verdict), None)
        if cover is not None:
            covers.remove(cover)
        return replace(event, cover=cover or CoverFacts(verdict))
    if event.kind in {EventKind.LABEL_COUNTED, EventKind.LABEL_TAKEN_BACK}:
        code = entry.detail.partition(":")[0]
        return replace(event, label=_label_facts(code, labels.get(code)))
    return event if event.kind is not EventKind.OTHER else replace(event, text=f"{entry.deed}: {entry.detail}")


_KINDS: Mapping[str, EventKind] = {
    Deed.OPENED: EventKind.OPENED,
    "cover_accepted": EventKind.COVER,
    "cover_refused": EventKind.COVER,
    "cover_undecided": EventKind.COVER,
    Deed.LABEL_COUNTED: EventKind.LABEL_COUNTED,
    Deed.LABEL_TAKEN_BACK: EventKind.LABEL_TAKEN_BACK,
}


def _label_facts(code: str, known: ToldLabel | None) -> LabelFacts:
    return LabelFacts(code, known.part_number, known.quantity) if known else LabelFacts(code)


def _label_event(label: ToldLabel) -> TimelineEvent:
    kind = EventKind.LABEL_REMOVED if label.act == "removed" else EventKind.LABEL_COUNTED
    return TimelineEvent(kind, label.scanned_at, label=_label_facts(label.label, label))


def _submitted(told: Told) -> Iterator[TimelineEvent]:
    summary = told.summary
    line = next((each for each in told.audit if each.deed == Deed.SUBMITTED), None)
    at, by = (line.at, line.by) if line else (summary.submitted_at, summary.operator)
    if reason := summary.discrepancy_reason or (line.detail if line else ""):
        yield TimelineEvent(EventKind.DISCREPANCY, at, by, reason)
    yield TimelineEvent(EventKind.SUBMITTED, at, by)


def _outcome(told: Told) -> Iterator[TimelineEvent]:
    conflict = told.conflict
    if told.waits:
        yield TimelineEvent(EventKind.WAITS, text=told.waits)
    if told.summary.committed_at:
        yield TimelineEvent(EventKind.COMMITTED, told.summary.committed_at)
    if conflict is not None:
        why, sides = conflict.reason, (conflict.labels, conflict.holders)
        yield TimelineEvent(EventKind.CONFLICT, conflict.found_at, text=why, codes=sides[0], holders=sides[1])
        if conflict.settled_at:
            yield TimelineEvent(EventKind.SETTLED, conflict.settled_at, conflict.settled_by, conflict.settlement)


def _review_event(entry: ReviewEntry) -> TimelineEvent:
    kinds = {
        ReviewDeed.REVIEWED: EventKind.REVIEWED,
        ReviewDeed.NOTED: EventKind.NOTED,
        ReviewDeed.REOPENED: EventKind.REVIEW_REOPENED,
        ReviewDeed.SESSION_REOPENED: EventKind.SESSION_REOPENED,
        ReviewDeed.VOIDED: EventKind.VOIDED,
    }
    known = entry.deed in set(ReviewDeed)
    kind = kinds[ReviewDeed(entry.deed)] if known else EventKind.OTHER
    text = entry.reason if known else f"{entry.deed}: {entry.reason}"
    return TimelineEvent(kind, entry.at, entry.by, text, entry.second)


def cover_facts(plain: Mapping[str, object]) -> CoverFacts:
    """A decision's plain values, as far as they are what they should be."""
    scores, picture_id = plain.get("scores"), _text(plain.get("picture"))
    return CoverFacts(
        _text(plain.get("verdict")),
        _text(plain.get("reason")),
        _text(plain.get("part_number")),
        _text(plain.get("label")),
        _text(plain.get("model")),
        _number(plain.get("confidence")),
        _number(plain.get("agreement")),
        _number(plain.get("margin")),
        votes=len(scores) if isinstance(scores, list | tuple) else 0,
        stamp=_text(plain.get("stamp")),
        stamp_says=_text(plain.get("stamp_says")),
        alias_by=_text(plain.get("alias_by")),
        picture=PictureRef(picture_id, _text(plain.get("sha256")), _box(plain.get("box"))) if picture_id else None,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e9:
        return None
    return float(value)


def _box(value: object) -> Box | None:
    if not isinstance(value, list | tuple) or len(value) != 4:
        return None
    numbers = [_number(each) for each in value]
    x1, y1, x2, y2 = (-1.0 if each is None else each for each in numbers)
    inside = 0 <= x1 < x2 <= 1 and 0 <= y1 < y2 <= 1
    return Box(x1, y1, x2, y2) if inside else None
