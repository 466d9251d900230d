"""What was packed: sessions, newest first, a page at a time, and one session whole."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, UTC, datetime
from typing import Protocol

from app.domain.conflict import LabelHolder
from app.domain.labels import LabelCode, parse_label_code
from app.domain.packing_session import AuditEntry
from app.domain.part_number import PartNumber, canonical_part_number
from app.domain.people import canonical_user_name
from app.domain.review import ReviewEntry, ReviewState, SessionState

ROWS_AT_MOST = 1000
"""Of one page."""

_DN_PREFIX = re.compile(r"[A-Z0-9][A-Z0-9._/-]{0,39}")
_STATION = re.compile(r"[A-Za-z0-9._-]{1,40}")
_PART_AT_MOST = 100
SEARCH_AT_MOST = 100
"""Characters of what is searched for; nothing is called by a longer name."""
_KEY_AT_MOST = 64
_FIRST_YEAR = 1970


@dataclass(frozen=True, slots=True)
class SessionKey:
    """The place of a session in the order of all: by ``submitted_at`` (UTC, ISO 8601), then by id. To a user it is one
    printable word, ``TIME/ID``, whose parts mean nothing to him."""

    submitted_at: str
    session_id: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "submitted_at", utc_text(self.submitted_at))
        if not (0 < len(self.session_id) <= _KEY_AT_MOST and self.session_id.isprintable()):
            raise ValueError("a key ends with the id of a session")

    def __str__(self) -> str:
        return f"{self.submitted_at}/{self.session_id}"


def parse_session_key(text: str) -> SessionKey:
    """ValueError: it is no key that a page has named."""
    submitted_at, _, session_id = text.partition("/")
    return SessionKey(submitted_at, session_id)


def utc_text(iso_text: str) -> str:
    """ISO 8601 in UTC with its offset; a time without an offset is UTC. ValueError for anything else, and for a time
    that no session can have."""
    try:
        moment = datetime.fromisoformat(iso_text)
    except ValueError as error:
        raise ValueError(f"“{iso_text}” is no time such as 2026-09-14 or 2026-09-14T07:30") from error
    if not _FIRST_YEAR < moment.year < MAXYEAR:
        raise ValueError(f"nothing was packed in the year {moment.year}")
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)).isoformat()


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """Which sessions; what is left empty does not matter, and all that is given must hold. ValueError for a value that
    no session could have.

    ``dn_prefix``: the DN begins so, in its canonical spelling (upper case). ``label`` and ``part_number``: a label of
    the session, counted or removed, is this one, or of this part. ``since`` ≤ submitted < ``until`` (UTC, ISO 8601).
    ``with_discrepancy``: submitted with a reason for one. ``with_removals``: took labels of an earlier session out.
    ``operator``: the badge of who submitted it. ``search``: any text; what it may mean is told by :func:`readings`.
    """

    dn_prefix: str = ""
    label: LabelCode | None = None
    part_number: PartNumber | None = None
    station_id: str = ""
    since: str = ""
    until: str = ""
    with_discrepancy: bool = False
    with_removals: bool = False
    operator: str = ""
    state: SessionState | None = None
    review: ReviewState | None = None
    search: str = ""

    def __post_init__(self) -> None:
        if self.dn_prefix and not _DN_PREFIX.fullmatch(self.dn_prefix):
            raise ValueError(f"no DN begins with “{self.dn_prefix}”")
        if self.station_id and not _STATION.fullmatch(self.station_id):
            raise ValueError(f"“{self.station_id}” is no station")
        if self.operator and canonical_user_name(self.operator) != self.operator:
            raise ValueError(f"“{self.operator}” is nobody's badge")
        if len(self.search) > SEARCH_AT_MOST:
            raise ValueError("what is searched for is too long")
        part = self.part_number
        if part is not None and not (0 < len(part.text) <= _PART_AT_MOST and part.text.isprintable()):
            raise ValueError(f"“{part}” is no part number")
        for name in ("since", "until"):
            if getattr(self, name):
                object.__setattr__(self, name, utc_text(getattr(self, name)))


EVERY_SESSION = SessionFilter()


def parse_search(text: str) -> SessionFilter:
    """Rule RV3: whatever is typed asks for something, if only for nothing that there is. Runs of space are one; of a
    text too long for any name only so much is kept that it is still too long."""
    plain = " ".join(text[: 4 * SEARCH_AT_MOST].split())
    return SessionFilter(search=plain[:SEARCH_AT_MOST])


def readings(wanted: SessionFilter) -> tuple[SessionFilter, ...]:
    """Rule RV4: a searched text is the beginning of a DN, or exactly a label, a badge or a part, in any case of its
    letters but the label's; a session is found that one of these meanings fits, with all else that is asked for. Where
    another label (or badge, or part) is asked for besides, the text is not taken for one. Empty: nothing can be called
    so."""
    if not wanted.search:
        return (wanted,)
    plain = replace(wanted, search="")
    return tuple(_meanings(plain, wanted.search))


def _meanings(plain: SessionFilter, text: str) -> Iterator[SessionFilter]:
    dn, badge, part = text.upper(), canonical_user_name(text), canonical_part_number(text)
    label = parse_label_code(text)
    if _DN_PREFIX.fullmatch(dn) and (dn.startswith(plain.dn_prefix) or plain.dn_prefix.startswith(dn)):
        yield replace(plain, dn_prefix=max(dn, plain.dn_prefix, key=len))
    if label is not None and label.text == text and plain.label in {None, label}:
        yield replace(plain, label=label)
    if badge and plain.operator in {"", badge}:
        yield replace(plain, operator=badge)
    if part.text.isprintable() and 0 < len(part.text) <= _PART_AT_MOST and plain.part_number in {None, part}:
        yield replace(plain, part_number=part)


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One session. ``labels`` and ``pieces`` are those it counted anew, ``removed`` the labels it took out
    again, ``open_parts`` those of the note still open after it. Times are UTC, ISO 8601; ``note_as_of`` is "" unless
    the ERP was away, ``opened_at`` of a session of an older version, ``committed_at`` of one that was not committed.
    ``found_at``: when it turned out that it could not be taken, which is its place among the others;
    ``settled_at``: when a supervisor settled that; "" else."""

    session_id: str
    dn: str
    packing_code: str
    station_id: str
    agreement: str
    submitted_at: str
    committed_at: str
    labels: int
    pieces: int
    removed: int
    open_parts: int
    discrepancy_reason: str
    note_as_of: str
    operator: str = ""
    opened_at: str = ""
    state: SessionState = SessionState.COMMITTED
    review: ReviewState = ReviewState.NOT_REVIEWED
    found_at: str = ""
    settled_at: str = ""

    @property
    def key(self) -> SessionKey:
        return SessionKey(self.found_at or self.submitted_at, self.session_id)


@dataclass(frozen=True, slots=True)
class SessionPage:
    """``next_after`` is where the next page begins; None: this is the last."""

    sessions: tuple[SessionSummary, ...]
    next_after: SessionKey | None


@dataclass(frozen=True, slots=True)
class SessionLabel:
    """``act``: ``counted`` or ``removed``. ``scanned_at`` is UTC, ISO 8601."""

    label: str
    act: str
    part_number: str
    quantity: int
    scanned_at: str


@dataclass(frozen=True, slots=True)
class ConflictReport:
    """Why a session could not be taken, and the other side. ``labels``: those it is about; ``holders``: who has them.
    The last three are "" until a supervisor has settled it."""

    conflict_id: str
    reason: str
    found_at: str
    labels: tuple[str, ...] = ()
    holders: tuple[LabelHolder, ...] = ()
    settled_at: str = ""
    settled_by: str = ""
    settlement: str = ""


@dataclass(frozen=True, slots=True)
class SessionReport:
    """A session whole: its labels in the order of their codes; its decisions in plain values (the settled ones, then
    those that stayed undecided), its audit and its reviews, each in the order in which it happened. ``waits``: why an
    unsent session is still at its station."""

    summary: SessionSummary
    labels: tuple[SessionLabel, ...]
    decisions: tuple[Mapping[str, object], ...]
    audit: Sequence[AuditEntry]
    reviews: tuple[ReviewEntry, ...] = ()
    conflict: ConflictReport | None = None
    waits: str = ""


class SessionReports(Protocol):
    """Read only; it may be a replica, some seconds behind. Blocking: a worker thread, one call after another. Every
    method raises OperationalError with DATABASE_LOCKED, DATABASE_UNWRITABLE, DATABASE_UNREACHABLE or DATABASE_MISMATCH
    when the database cannot do it. No method holds the database longer than its own call."""

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage:
        """At most ``limit`` (1 to ``ROWS_AT_MOST``, else ValueError) sessions that come after ``after`` in the order
        newest first; None: from the newest on. Pages put one behind the other hold each session once that was there at
        the first; one that is committed meanwhile appears only if its place is still to come. Sessions of a state
        that is kept elsewhere are on no page of this one."""

    def session(self, session_id: str) -> SessionReport | None:
        """None: there is no such session."""

    def close(self) -> None: ...
