"""What the page of sessions shows, as frozen values made by pure functions. No Qt here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.errors import OperationalError
from app.domain.notices import Tone
from app.domain.part_number import canonical_part_number
from app.domain.review import ReviewState, SessionState
from app.domain.timeline import EventKind, TimelineEvent, timeline
from app.ports.session_reports import SessionFilter, SessionReport, SessionSummary, parse_search
from app.use_cases.browse import Missing

PAGE_ROWS = 100
ROWS_AT_MOST = 20_000
"""Held of one list; whoever looks for more narrows the search."""
PREFETCH_ROWS = 60
"""So far before the end the next page is fetched."""


_LAST_DAY = date(9990, 1, 1)


class Days(StrEnum):
    TODAY = "today"
    WEEK = "week"
    ALL = "all"
    CUSTOM = "custom"


class Field(StrEnum):
    """A field of the filter in which something stands that cannot be."""

    DN = "dn"
    PART = "part"
    OPERATOR = "operator"
    STATION = "station"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """What stands in the filter, as it was typed. ``first`` and ``last`` are the custom days, both included."""

    search: str = ""
    days: Days = Days.WEEK
    first: date | None = None
    last: date | None = None
    dn: str = ""
    part: str = ""
    operator: str = ""
    station: str = ""
    state: SessionState | None = None
    review: ReviewState | None = None

    @property
    def narrows(self) -> bool:
        """Something is asked for, so that an empty list may mean only that."""
        return self != FilterChoice(days=Days.ALL, first=self.first, last=self.last)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the filter asks for; where ``problems`` holds a field, that one is left out."""

    asked: SessionFilter
    problems: tuple[Field, ...] = ()


def wanted(choice: FilterChoice, now: datetime) -> Wanted:
    """``now`` is the wall's clock with its offset: days begin at its midnight. Rule RV5: a value that no session could
    have is told beside its field, and the list is empty until it is mended."""
    parts: dict[str, object] = {"search": parse_search(choice.search).search}
    problems: list[Field] = []
    for name, values in _narrowed(choice, now):
        try:
            SessionFilter(**values)  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            problems.append(name)
        else:
            parts |= values
    asked = SessionFilter(**parts, state=choice.state, review=choice.review)  # type: ignore[arg-type]
    return Wanted(asked, tuple(problems))


def _narrowed(choice: FilterChoice, now: datetime) -> Iterator[tuple[Field, dict[str, object]]]:
    if choice.dn.strip():
        yield Field.DN, {"dn_prefix": choice.dn.strip().upper()}
    if choice.part.strip():
        yield Field.PART, {"part_number": canonical_part_number(choice.part)}
    if choice.operator.strip():
        yield Field.OPERATOR, {"operator": choice.operator.strip().upper()}
    if choice.station.strip():
        yield Field.STATION, {"station_id": choice.station.strip()}
    first, last = _span(choice, now.date())
    since = _midnight(first, now) if first else ""
    until = _midnight(min(last, _LAST_DAY) + timedelta(days=1), now) if last else ""
    yield Field.DAYS, {"since": since, "until": until}


def _span(choice: FilterChoice, today: date) -> tuple[date | None, date | None]:
    """The first and the last day; a week is today and the six days before it."""
    spans = {Days.TODAY: (today, None), Days.WEEK: (today - timedelta(days=6), None), Days.ALL: (None, None)}
    return spans.get(choice.days, (choice.first, choice.last))


def _midnight(day: date, now: datetime) -> str:
    """With the offset that the wall's clock has now."""
    return f"{day.isoformat()}T00:00:00{now.isoformat()[-6:]}"


class Emptiness(StrEnum):
    """Why a list holds nothing."""

    LOADING = "loading"
    NOTHING_YET = "nothing_yet"
    NOTHING_FITS = "nothing_fits"
    MEND_THE_FILTER = "mend_the_filter"
    NOT_READ = "not_read"


@dataclass(frozen=True, slots=True)
class ListState:
    """``more``: there are more than are shown; ``bounded``: and they are not fetched, since there are too many."""

    shown: int = 0
    more: bool = False
    bounded: bool = False
    loading: bool = False
    emptiness: Emptiness | None = None
    missing: tuple[Missing, ...] = ()
    problems: tuple[Field, ...] = ()
    error: OperationalError | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of the list: how many rows, whether more come, what went wrong."""

    rows: int = 0
    more: bool = False
    loading: bool = False
    missing: tuple[Missing, ...] = ()
    error: OperationalError | None = None


def list_state(listing: Listing, choice: FilterChoice, problems: tuple[Field, ...]) -> ListState:
    emptiness = None if listing.rows else _emptiness(listing, choice, problems)
    bounded = listing.more and listing.rows >= ROWS_AT_MOST
    return ListState(
        listing.rows, listing.more, bounded, listing.loading, emptiness, listing.missing, problems, listing.error
    )


def _emptiness(listing: Listing, choice: FilterChoice, problems: tuple[Field, ...]) -> Emptiness:
    if problems:
        return Emptiness.MEND_THE_FILTER
    if listing.loading:
        return Emptiness.LOADING
    if listing.error or listing.missing:
        return Emptiness.NOT_READ
    return Emptiness.NOTHING_FITS if choice.narrows else Emptiness.NOTHING_YET


STATE_TONES = {
    SessionState.COMMITTED: Tone.GOOD,
    SessionState.DISCREPANCY: Tone.TROUBLE,
    SessionState.PROVISIONAL: Tone.INFO,
    SessionState.CONFLICT: Tone.REFUSED,
    SessionState.VOIDED: Tone.REFUSED,
}


@dataclass(frozen=True, slots=True)
class DetailState:
    """One session, and which acts there are for it. ``acting``: one is under way, and none other is taken."""

    summary: SessionSummary | None = None
    events: tuple[TimelineEvent, ...] = ()
    loading: bool = False
    acting: bool = False
    may_review: bool = False
    may_reopen: bool = False
    may_note: bool = False
    may_act: bool = False
    error: OperationalError | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was read, with its timeline: made beside the screen, since it may be long."""

    report: SessionReport
    events: tuple[TimelineEvent, ...] = field(default=())


def opened(report: SessionReport) -> Opened:
    return Opened(report, timeline(report))


def detail_state(
    summary: SessionSummary | None,
    session: Opened | None,
    *,
    loading: bool = False,
    acting: bool = False,
    error: OperationalError | None = None,
) -> DetailState:
    """Rule RV6: what has not reached the factory is looked at, and reviewed once it has; a review is given once, and
    given again only after it was opened again."""
    if summary is None:
        return DetailState(error=error)
    at_hand = summary.state is not SessionState.PROVISIONAL
    free = at_hand and not acting
    reviewed = summary.review is ReviewState.REVIEWED
    return DetailState(
        session.report.summary if session else summary,
        session.events if session else (),
        loading,
        acting,
        may_review=free and not reviewed,
        may_reopen=free and reviewed,
        may_note=free,
        may_act=at_hand and summary.state is not SessionState.VOIDED,
        error=error,
    )


def first_to_show(events: Sequence[TimelineEvent]) -> int:
    """What a session is looked at for: its conflict, else its first picture, else its beginning."""
    conflicts = (place for place, event in enumerate(events) if event.kind is EventKind.CONFLICT)
    pictures = (place for place, event in enumerate(events) if event.picture)
    return next(conflicts, next(pictures, 0))


def event_tone(event: TimelineEvent) -> Tone | None:
    """None: neither good nor bad."""
    cover = event.cover
    if cover is not None:
        tones = {"accepted": Tone.GOOD, "refused": Tone.REFUSED, "undecided": Tone.TROUBLE}
        return tones.get(cover.verdict)
    return _EVENT_TONES.get(event.kind)


_EVENT_TONES = {
    EventKind.LABEL_COUNTED: Tone.GOOD,
    EventKind.LABEL_TAKEN_BACK: Tone.TROUBLE,
    EventKind.LABEL_REMOVED: Tone.TROUBLE,
    EventKind.DISCREPANCY: Tone.TROUBLE,
    EventKind.WAITS: Tone.INFO,
    EventKind.COMMITTED: Tone.GOOD,
    EventKind.CONFLICT: Tone.REFUSED,
    EventKind.SETTLED: Tone.GOOD,
    EventKind.REVIEWED: Tone.GOOD,
    EventKind.REVIEW_REOPENED: Tone.TROUBLE,
    EventKind.SESSION_REOPENED: Tone.TROUBLE,
    EventKind.VOIDED: Tone.REFUSED,
}
