"""Shifts: when one begins, whether its check is due, how the check goes, and what is handed over at its end."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from app.domain.decision import Accepted, Refused
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.part_number import PartNumber

CHECK_NUMBER = DnNumber("SHIFT-CHECK")


def parse_starts(text: str) -> tuple[time, ...]:
    """``06:00, 14:00, 22:00``; ValueError for anything else, and unless each comes after the one before."""
    starts = tuple(time.fromisoformat(each.strip()) for each in text.split(","))
    if list(starts) != sorted(set(starts)):
        raise ValueError("the times stand one after the other, each once")
    return starts


def shift_began(now: datetime, starts: Sequence[time], zone: tzinfo | None = None) -> datetime:
    """Rule SH1: the newest of ``starts`` that is not after ``now`` on the wall's clock of ``zone`` (None: the
    machine's); before the day's first it is the last of the day before. On a night when the clock is changed a start
    that exists twice is the first of the two. ``now`` and the result are aware."""
    local = now.astimezone(zone)
    place = bisect_right(starts, local.time().replace(tzinfo=None))
    day = local.date() if place else local.date() - timedelta(days=1)
    began = datetime.combine(day, starts[place - 1], tzinfo=zone)
    return began if zone else began.astimezone()


class CheckStep(StrEnum):
    """What the station asks for next."""

    SHOW_BAD = "show_bad"
    SHOW_GOOD = "show_good"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ShiftCheck:
    """A known bad piece must be refused, then a known good one accepted, by the camera's own rules. ``refused`` and
    ``accepted`` are the decisions that count so far; ``wrong`` is the one at which it failed."""

    good: PartNumber
    bad: PartNumber
    step: CheckStep = CheckStep.SHOW_BAD
    refused: Refused | None = None
    accepted: Accepted | None = None
    wrong: Accepted | Refused | None = None

    @property
    def note(self) -> DeliveryNote:
        """What covers are compared with during the check: the good piece alone."""
        return DeliveryNote(CHECK_NUMBER, (DeliveryLine(self.good, 1, ""),))

    def after(self, decision: Accepted | Refused) -> "ShiftCheck":
        """Rule SH2: the bad piece first, so that a good one left lying cannot pass for it. Accepting anything while the
        bad piece is asked for fails the check; so does refusing the good piece for another part than the bad one, which
        may still lie there. Rule SH3: what passed or failed stays so."""
        if self.step is CheckStep.SHOW_BAD:
            if isinstance(decision, Accepted):
                return replace(self, step=CheckStep.FAILED, wrong=decision)
            if decision.part_number == self.bad:
                return replace(self, step=CheckStep.SHOW_GOOD, refused=decision)
        elif self.step is CheckStep.SHOW_GOOD:
            if isinstance(decision, Accepted):
                return replace(self, step=CheckStep.PASSED, accepted=decision)
            if decision.part_number != self.bad:
                return replace(self, step=CheckStep.FAILED, wrong=decision)
        return self


@dataclass(frozen=True, slots=True)
class WorkedSession:
    """One session of a shift, as the station's own record tells it. ``state``: open, submitted, left; ``sent``:
    waiting, confirmed, conflict, quarantined, "" before it is submitted."""

    session_id: str
    dn: str
    state: str
    sent: str
    operators: tuple[str, ...]
    labels: int
    pieces: int
    accepted: int
    refused: int
    undecided: int
    discrepancy: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the next shift has to know. ``began`` and ``ended`` are UTC, ISO 8601."""

    began: str
    ended: str
    submitted: int = 0
    labels: int = 0
    pieces: int = 0
    accepted: int = 0
    refused: int = 0
    undecided: int = 0
    operators: tuple[str, ...] = ()
    discrepancies: tuple[tuple[str, str], ...] = ()
    unsent: tuple[str, ...] = ()
    troubled: tuple[str, ...] = ()
    still_open: tuple[str, ...] = ()
    check: str = ""


_TROUBLED = {"conflict", "quarantined"}


def hand_over(began: str, ended: str, sessions: Iterable[WorkedSession], check: str = "") -> HandOver:
    """Rule SH4: sums are of submitted sessions; one that is still open is named and not counted, one that was left is
    neither. ``troubled``: in conflict or set aside; ``unsent``: on this station only. Each by its DN."""
    every = tuple(sessions)
    done = [each for each in every if each.state == "submitted"]
    return HandOver(
        began,
        ended,
        len(done),
        sum(each.labels for each in done),
        sum(each.pieces for each in done),
        sum(each.accepted for each in done),
        sum(each.refused for each in done),
        sum(each.undecided for each in done),
        tuple(sorted({operator for each in every for operator in each.operators if operator})),
        tuple((each.dn, each.discrepancy) for each in done if each.discrepancy),
        tuple(each.dn for each in done if each.sent == "waiting"),
        tuple(each.dn for each in done if each.sent in _TROUBLED),
        tuple(each.dn for each in every if each.state == "open"),
        check,
    )
