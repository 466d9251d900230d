"""What was packed: committed sessions, newest first, a page at a time, and one session whole."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime
from typing import Protocol

from app.domain.labels import LabelCode
from app.domain.packing_session import AuditEntry
from app.domain.part_number import PartNumber

ROWS_AT_MOST = 1000
"""Of one page."""

_DN_PREFIX = re.compile(r"[A-Z0-9][A-Z0-9._/-]{0,39}")
_STATION = re.compile(r"[A-Za-z0-9._-]{1,40}")
_PART_AT_MOST = 100
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
    """

    dn_prefix: str = ""
    label: LabelCode | None = None
    part_number: PartNumber | None = None
    station_id: str = ""
    since: str = ""
    until: str = ""
    with_discrepancy: bool = False
    with_removals: bool = False

    def __post_init__(self) -> None:
        if self.dn_prefix and not _DN_PREFIX.fullmatch(self.dn_prefix):
            raise ValueError(f"no DN begins with “{self.dn_prefix}”")
        if self.station_id and not _STATION.fullmatch(self.station_id):
            raise ValueError(f"“{self.station_id}” is no station")
        part = self.part_number
        if part is not None and not (0 < len(part.text) <= _PART_AT_MOST and part.text.isprintable()):
            raise ValueError(f"“{part}” is no part number")
        for name in ("since", "until"):
            if getattr(self, name):
                object.__setattr__(self, name, utc_text(getattr(self, name)))


EVERY_SESSION = SessionFilter()


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One committed session. ``labels`` and ``pieces`` are those it counted anew, ``removed`` the labels it took out
    again, ``open_parts`` those of the note still open after it. Times are UTC, ISO 8601; ``note_as_of`` is "" unless
    the ERP was away."""

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

    @property
    def key(self) -> SessionKey:
        return SessionKey(self.submitted_at, self.session_id)


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
class SessionReport:
    """A session whole: its labels in the order of their codes; its decisions in plain values and its audit, each in
    the order in which it happened."""

    summary: SessionSummary
    labels: tuple[SessionLabel, ...]
    decisions: tuple[Mapping[str, object], ...]
    audit: Sequence[AuditEntry]


class SessionReports(Protocol):
    """Read only; it may be a replica, some seconds behind. Blocking: a worker thread, one call after another. Every
    method raises OperationalError with DATABASE_LOCKED, DATABASE_UNWRITABLE, DATABASE_UNREACHABLE or DATABASE_MISMATCH
    when the database cannot do it. No method holds the database longer than its own call."""

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage:
        """At most ``limit`` (1 to ``ROWS_AT_MOST``, else ValueError) sessions that come after ``after`` in the order
        newest first; None: from the newest on. Pages put one behind the other hold each session once that was there at
        the first; one that is committed meanwhile appears only if its place is still to come."""

    def session(self, session_id: str) -> SessionReport | None:
        """None: there is no such session."""

    def close(self) -> None: ...
