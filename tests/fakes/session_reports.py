"""Sessions, and what supervisors do about them, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.domain.audit import Act
from app.domain.errors import ErrorCode, OperationalError
from app.domain.review import ReviewDeed, ReviewEntry, ReviewState, SessionState, review_state
from app.ports.session_reports import SessionFilter, SessionKey, SessionPage, SessionReport, SessionSummary

AT = "2026-11-21T08:{minute:02d}:00+00:00"


def summary(session_id: str, minute: int = 0, **other: object) -> SessionSummary:
    at = AT.format(minute=minute)
    made = SessionSummary(
        session_id, "KSS007317A", "PKG-1", "station-1", "three_way", at, at, 2, 40, 0, 0, "", "", "OP-17"
    )
    return replace(made, **other)  # type: ignore[arg-type]


@dataclass
class FakeReviews:
    """Implements :class:`app.ports.review_store.ReviewStore`; ``known`` are the ids that the factory has."""

    known: set[str] = field(default_factory=set)
    kept: dict[str, list[ReviewEntry]] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    error: OperationalError | None = None

    def record(self, session_id: str, deed: ReviewDeed, act: Act, expected: ReviewState | None = None) -> None:
        if self.error:
            raise self.error
        if session_id not in self.known:
            raise OperationalError(ErrorCode.SESSION_UNKNOWN, session=session_id)
        done = self.kept.setdefault(session_id, [])
        stands = review_state(entry.deed for entry in done)
        if expected is not None and stands is not expected:
            raise OperationalError(ErrorCode.ACT_TOO_LATE, problem=stands.value)
        done.append(ReviewEntry(len(done) + 1, deed.value, act.by, act.at, act.reason, act.second))
        self.acts.append(act)

    def entries(self, session_id: str) -> Sequence[ReviewEntry]:
        return tuple(self.kept.get(session_id, ()))

    def close(self) -> None: ...


@dataclass
class FakeReports:
    """Sessions that are all found by whatever is asked for, but for the state and the DN; ``error`` is raised."""

    reports: list[SessionReport] = field(default_factory=list)
    reviews: FakeReviews = field(default_factory=FakeReviews)
    error: OperationalError | None = None
    asked: list[SessionFilter] = field(default_factory=list)

    def add(self, *summaries: SessionSummary, **other: object) -> None:
        for each in summaries:
            self.reports.append(replace(SessionReport(each, (), (), ()), **other))  # type: ignore[arg-type]
            if each.state is not SessionState.PROVISIONAL:
                self.reviews.known.add(each.session_id)

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage:
        self.asked.append(wanted)
        if self.error:
            raise self.error
        told = [self._told(each).summary for each in self.reports]
        fit = [each for each in told if wanted.state in {None, each.state} and each.dn.startswith(wanted.dn_prefix)]
        newest = sorted(fit, key=_order, reverse=True)
        rest = [each for each in newest if after is None or _order(each) < (after.submitted_at, after.session_id)]
        return SessionPage(tuple(rest[:limit]), rest[limit - 1].key if len(rest) > limit else None)

    def session(self, session_id: str) -> SessionReport | None:
        if self.error:
            raise self.error
        return next((self._told(each) for each in self.reports if each.summary.session_id == session_id), None)

    def close(self) -> None: ...

    def _told(self, report: SessionReport) -> SessionReport:
        done = tuple(self.reviews.entries(report.summary.session_id))
        state = review_state(entry.deed for entry in done)
        return replace(report, summary=replace(report.summary, review=state), reviews=done)


def _order(of: SessionSummary) -> tuple[str, str]:
    return of.key.submitted_at, of.session_id
