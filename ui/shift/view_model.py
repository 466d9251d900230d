"""What the summary of a shift says, as codes and values; the words belong to the view. No Qt."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.audit import AuditDeed, AuditLine
from app.domain.people import RIGHTS, Actor, Right
from app.domain.shift import HandOver


class Figure(StrEnum):
    SUBMITTED = "submitted"
    LABELS = "labels"
    PIECES = "pieces"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNDECIDED = "undecided"


class Matter(StrEnum):
    """What the next shift has to know, the worst first."""

    TROUBLED = "troubled"
    STILL_OPEN = "still_open"
    UNSENT = "unsent"
    DISCREPANCIES = "discrepancies"


class CheckState(StrEnum):
    NOT_ASKED = "not_asked"
    DUE = "due"
    PASSED = "passed"
    FAILED = "failed"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody handed over: who, when (UTC), and their words."""

    by: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ShiftState:
    """``matters`` are those that there are, each with its lines."""

    began: datetime
    ended: datetime
    running: bool
    figures: tuple[tuple[Figure, int], ...]
    matters: tuple[tuple[Matter, tuple[str, ...]], ...]
    operators: tuple[str, ...]
    check: CheckState
    told: Told | None
    may_go_over_check: bool


@dataclass(frozen=True, slots=True)
class ShiftSeen:
    """What was read: the summary, whether a check is due, and the newest hand-over."""

    summary: HandOver
    running: bool
    check_asked: bool
    check_due: bool
    newest: AuditLine | None


_CHECKS = {
    AuditDeed.SHIFT_CHECK_PASSED.value: CheckState.PASSED,
    AuditDeed.SHIFT_CHECK_FAILED.value: CheckState.FAILED,
    AuditDeed.SHIFT_CHECK_OVERRIDDEN.value: CheckState.OVERRIDDEN,
}


def shift_state(seen: ShiftSeen, actor: Actor) -> ShiftState:
    summary = seen.summary
    check = _check(seen)
    figures = {
        Figure.SUBMITTED: summary.submitted,
        Figure.LABELS: summary.labels,
        Figure.PIECES: summary.pieces,
        Figure.ACCEPTED: summary.accepted,
        Figure.REFUSED: summary.refused,
        Figure.UNDECIDED: summary.undecided,
    }
    matters = {
        Matter.TROUBLED: summary.troubled,
        Matter.STILL_OPEN: summary.still_open,
        Matter.UNSENT: summary.unsent,
        Matter.DISCREPANCIES: tuple(f"{dn}: {reason}" for dn, reason in summary.discrepancies),
    }
    may = Right.OVERRIDE_SHIFT_CHECK in RIGHTS[actor.role] and actor.proven
    return ShiftState(
        datetime.fromisoformat(summary.began),
        datetime.fromisoformat(summary.ended),
        seen.running,
        tuple(figures.items()),
        tuple((matter, lines) for matter, lines in matters.items() if lines),
        summary.operators,
        check,
        _told(seen.newest),
        seen.running and may and check in {CheckState.DUE, CheckState.FAILED},
    )


def _check(seen: ShiftSeen) -> CheckState:
    if seen.summary.check in _CHECKS:
        return _CHECKS[seen.summary.check]
    if not seen.check_asked:
        return CheckState.NOT_ASKED
    return CheckState.DUE if seen.check_due or not seen.running else CheckState.NOT_ASKED


def _told(line: AuditLine | None) -> Told | None:
    """A hand-over without a word tells nothing."""
    if line is None or not line.act.reason:
        return None
    return Told(line.act.by, datetime.fromisoformat(line.act.at), line.act.reason)
