"""What a supervisor looks through, as one list: the factory's sessions, its conflicts, what waits at this station."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Right
from app.domain.review import SessionState
from app.ports.session_reports import (
    ROWS_AT_MOST,
    SessionFilter,
    SessionKey,
    SessionReport,
    SessionReports,
    SessionSummary,
)
from app.use_cases.authority import Authority

_FEW = 25
"""Asked for at once of a source that has few, and reads a whole record for each."""


class Source(StrEnum):
    """Where sessions are kept."""

    FACTORY = "factory"
    CONFLICTS = "conflicts"
    UNSENT = "unsent"


_HOME = {SessionState.CONFLICT: Source.CONFLICTS, SessionState.PROVISIONAL: Source.UNSENT}


@dataclass(frozen=True, slots=True)
class Missing:
    """A source that could not be read: what it has is not on the page."""

    source: Source
    error: OperationalError


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """``next_after`` is where the next page begins; None: this is the last."""

    sessions: tuple[SessionSummary, ...]
    next_after: SessionKey | None
    missing: tuple[Missing, ...] = ()


class Browse:
    """Blocking: a worker thread, one call after another."""

    def __init__(self, sources: Mapping[Source, SessionReports], authority: Authority) -> None:
        self._sources, self._authority = sources, authority

    def page(self, actor: Actor, wanted: SessionFilter, after: SessionKey | None, limit: int) -> BrowsePage:
        """Rule BR1: one list, newest first, of all that is kept anywhere; what one source cannot tell does not hide
        what the others have, and is told. Raises OperationalError(NOT_ALLOWED)."""
        self._authority.require(actor, Right.REVIEW)
        missing: list[Missing] = []
        told = [self._told(source, wanted, after, limit, missing) for source in self._sources]
        merged = heapq.merge(*told, key=_order, reverse=True)
        sessions = tuple(islice(merged, limit + 1))
        more = sessions[limit - 1].key if len(sessions) > limit else None
        return BrowsePage(sessions[:limit], more, tuple(missing))

    def session(self, actor: Actor, summary: SessionSummary) -> SessionReport:
        """Whole, as it is now. Raises OperationalError: NOT_ALLOWED, SESSION_UNKNOWN (also when a station's session has
        reached the factory meanwhile), and as its source."""
        self._authority.require(actor, Right.REVIEW)
        source = self._sources.get(_HOME.get(summary.state, Source.FACTORY))
        report = source.session(summary.session_id) if source else None
        if report is None:
            raise OperationalError(ErrorCode.SESSION_UNKNOWN, session=summary.session_id)
        return report

    def _told(
        self, source: Source, wanted: SessionFilter, after: SessionKey | None, limit: int, missing: list[Missing]
    ) -> Iterator[SessionSummary]:
        """A source's sessions, page after page, as far as somebody asks for them."""
        at_once = min(limit + 1, ROWS_AT_MOST if source is Source.FACTORY else _FEW)
        while True:
            try:
                page = self._sources[source].page(wanted, after, at_once)
            except OperationalError as error:
                missing.append(Missing(source, error))
                return
            yield from page.sessions
            if page.next_after is None:
                return
            after = page.next_after


def _order(summary: SessionSummary) -> tuple[str, str]:
    return summary.key.submitted_at, summary.session_id
