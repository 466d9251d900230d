"""What the page of the audit shows, as plain values. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.domain.audit import UNREADABLE, Act, AuditLine, canonical_json, state_of
from app.domain.audit_filter import AuditFilter
from app.domain.errors import OperationalError
from app.domain.notices import Tone
from app.use_cases.read_audit import AuditPage, ChainName, Verdict

SHOWN_FINDINGS = 200


class Span(StrEnum):
    """How far back."""

    ALL = "all"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_DAYS = {Span.DAY: 1, Span.WEEK: 7, Span.MONTH: 30}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the fields above the list say."""

    chain: ChainName = ChainName.STATION
    text: str = ""
    by: str = ""
    deed: str = ""
    subject: str = ""
    span: Span = Span.ALL

    @property
    def narrow(self) -> bool:
        return self != Choice(self.chain)


def wanted(choice: Choice, now: datetime) -> AuditFilter:
    """User names are kept in upper case."""
    days = _DAYS.get(choice.span)
    since = (now.astimezone(UTC) - timedelta(days=days)).isoformat(timespec="seconds") if days else ""
    by, subject = choice.by.strip().upper(), choice.subject.strip()
    return AuditFilter(by, choice.deed, subject, since, text=choice.text.strip())


@dataclass(frozen=True, slots=True)
class Field:
    """One name of a state. ``before`` and ``after`` are None where that state has no such name."""

    name: str
    before: str | None
    after: str | None

    @property
    def changed(self) -> bool:
        return self.before != self.after


def fields_of(act: Act) -> tuple[Field, ...]:
    """Both states side by side, what has changed first. A state that is no object is one field without a name."""
    before, after = _flat(act.before), _flat(act.after)
    names = sorted({*before, *after})
    found = [Field(name, before.get(name), after.get(name)) for name in names]
    return (*(each for each in found if each.changed), *(each for each in found if not each.changed))


def _flat(text: str) -> dict[str, str]:
    if not text:
        return {}
    told = state_of(text)
    if not told:
        return {"": text} if text != "{}" else {}
    return {str(name): value if isinstance(value, str) else canonical_json(value) for name, value in told.items()}


class Emptiness(StrEnum):
    """Why the list is empty."""

    NOTHING_DONE = "nothing_done"
    NOTHING_FOUND = "nothing_found"
    LOOKING = "looking"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Listing:
    """What has been read so far; ``more`` as :class:`app.use_cases.read_audit.AuditPage` has it."""

    lines: tuple[AuditLine, ...] = ()
    more: int | None = None
    looking: bool = False
    trouble: OperationalError | None = None

    def begun(self, *, anew: bool) -> "Listing":
        return Listing(looking=True) if anew else replace(self, looking=True, trouble=None)

    def brought(self, page: AuditPage) -> "Listing":
        return Listing((*self.lines, *page.lines), page.more)

    def broke(self, trouble: OperationalError | None) -> "Listing":
        return replace(self, looking=False, trouble=trouble)


def emptiness(listing: Listing, choice: Choice) -> Emptiness | None:
    """None: there is something to be seen."""
    if listing.lines:
        return None
    if listing.looking:
        return Emptiness.LOOKING
    if listing.trouble is not None:
        return Emptiness.BROKEN
    return Emptiness.NOTHING_FOUND if choice.narrow else Emptiness.NOTHING_DONE


class Outcome(StrEnum):
    """How a check came out."""

    WHOLE = "whole"
    WHOLE_ALONE = "whole_alone"
    FOUND = "found"


_TONES = {Outcome.WHOLE: Tone.GOOD, Outcome.WHOLE_ALONE: Tone.TROUBLE, Outcome.FOUND: Tone.REFUSED}


@dataclass(frozen=True, slots=True)
class Check:
    """A check that runs (``lines`` so far), or its ``verdict``; ``trouble``: why there is none."""

    running: bool = False
    lines: int = 0
    verdict: Verdict | None = None
    trouble: OperationalError | None = field(default=None)

    @property
    def outcome(self) -> Outcome | None:
        """Whole, but held against nothing of the other side: an end cut off would not be seen."""
        if self.verdict is None or not self.verdict.finished:
            return None
        if self.verdict.found:
            return Outcome.FOUND
        return Outcome.WHOLE if self.verdict.heads else Outcome.WHOLE_ALONE

    @property
    def tone(self) -> Tone:
        return Tone.INFO if self.outcome is None else _TONES[self.outcome]


def row_of(lines: Sequence[AuditLine], seq: int) -> int | None:
    return next((row for row, line in enumerate(lines) if line.seq == seq), None)


def is_readable(act: Act) -> bool:
    return act.deed != UNREADABLE
