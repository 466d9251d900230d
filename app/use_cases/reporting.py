"""What a report on paper tells: one session whole, or a day at a station or at the whole site."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.audit import AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Right
from app.domain.review import ReviewState, SessionState
from app.ports.audit_trail import AuditTrail
from app.ports.exports import ExportSource
from app.ports.session_reports import ROWS_AT_MOST, SessionFilter, SessionKey, SessionReport, SessionSummary
from app.use_cases.authority import Authority
from app.use_cases.export import Going

LISTED_AT_MOST = 3000
"""Sessions that a day's report names one by one; all of them are counted."""
_COUNTS = {SessionState.COMMITTED, SessionState.DISCREPANCY}
Whole = Callable[[str], SessionReport | None]
"""One session by its id, wherever it is kept; blocking."""


@dataclass(frozen=True, slots=True)
class Tally:
    """``labels`` and ``pieces`` are those of the sessions that count: committed, and not voided."""

    sessions: int = 0
    labels: int = 0
    pieces: int = 0
    removed: int = 0
    states: Mapping[SessionState, int] = field(default_factory=dict)
    not_reviewed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.sessions + other.sessions,
            self.labels + other.labels,
            self.pieces + other.pieces,
            self.removed + other.removed,
            Counter(self.states) + Counter(other.states),
            self.not_reviewed + other.not_reviewed,
        )


@dataclass(frozen=True, slots=True)
class DayReport:
    """Newest first. ``stations``: the same by station, in the order of their names."""

    wanted: SessionFilter
    total: Tally
    stations: Mapping[str, Tally]
    sessions: tuple[SessionSummary, ...]


def tally(sessions: Iterable[SessionSummary]) -> Tally:
    """Rule RP1: a session in conflict, one that waits and one that was voided are counted as sessions, but nothing of
    what is in them."""
    found = list(sessions)
    counting = [each for each in found if each.state in _COUNTS]
    return Tally(
        len(found),
        sum(each.labels for each in counting),
        sum(each.pieces for each in counting),
        sum(each.removed for each in counting),
        Counter(each.state for each in found),
        sum(each.review is not ReviewState.REVIEWED for each in found),
    )


class Reporting:
    """One thread at a time, never the GUI's."""

    def __init__(self, source: ExportSource, whole: Whole, authority: Authority, audit: AuditTrail) -> None:
        self._source, self._whole = source, whole
        self._authority, self._audit = authority, audit

    def session(self, actor: Actor, session_id: str) -> SessionReport:
        """For a report that the audit knows of. Raises OperationalError: NOT_ALLOWED, SESSION_UNKNOWN, DATABASE_…"""
        self._authority.require(actor, Right.EXPORT)
        report = self._whole(session_id)
        if report is None:
            raise OperationalError(ErrorCode.SESSION_UNKNOWN, session=session_id)
        self._note(actor, f"session:{session_id}", len(report.labels))
        return report

    def day(self, actor: Actor, wanted: SessionFilter, going: Going) -> DayReport | None:
        """Of the sessions that are wanted; None: it was stopped. Raises OperationalError: NOT_ALLOWED, DATABASE_…"""
        self._authority.require(actor, Right.EXPORT)
        listed: list[SessionSummary] = []
        stations: dict[str, Tally] = {}
        after: SessionKey | None = None
        while True:
            page = self._source.page(wanted, after, ROWS_AT_MOST)
            listed += page.sessions[: LISTED_AT_MOST - len(listed)]
            for name in {each.station_id for each in page.sessions}:
                more = tally(each for each in page.sessions if each.station_id == name)
                stations[name] = stations.get(name, Tally()) + more
            total = sum(stations.values(), Tally())
            if not going(total.sessions):
                return None
            if page.next_after is None:
                break
            after = page.next_after
        self._note(actor, "export:day", total.sessions)
        return DayReport(wanted, total, dict(sorted(stations.items())), tuple(listed))

    def _note(self, actor: Actor, subject: str, rows: int) -> None:
        after = {"format": "pdf", "rows": rows}
        self._audit.append(self._authority.act(actor, AuditDeed.EXPORTED, subject, after=after))
