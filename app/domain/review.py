"""What stands about a session beside what was packed: where it is, and what supervisors have done about it.

Nothing of a session is ever changed afterwards: each deed of a supervisor is one more line, and what stands follows
from the lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class SessionState(StrEnum):
    """Where a session is. ``COMMITTED`` and ``DISCREPANCY`` (with a reason why its note is not fulfilled) stand in the
    factory's database; ``PROVISIONAL`` waits at its station; ``CONFLICT`` could not be taken; ``VOIDED`` was taken, and
    counts no more."""

    COMMITTED = "committed"
    PROVISIONAL = "provisional"
    CONFLICT = "conflict"
    DISCREPANCY = "discrepancy"
    VOIDED = "voided"


class ReviewState(StrEnum):
    NOT_REVIEWED = "not_reviewed"
    REVIEWED = "reviewed"
    REOPENED = "reopened"


class ReviewDeed(StrEnum):
    """What a supervisor does about a session. ``REOPENED`` is the review, ``SESSION_REOPENED`` the session itself."""

    REVIEWED = "reviewed"
    NOTED = "noted"
    REOPENED = "reopened"
    SESSION_REOPENED = "session_reopened"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """``seq`` gives the order; ``at`` is UTC, ISO 8601; ``second``: who agreed, "" where nobody had to. ``deed`` is one
    of ReviewDeed, or of a newer program's."""

    seq: int
    deed: str
    by: str
    at: str
    reason: str = ""
    second: str = ""


def review_state(deeds: Iterable[str]) -> ReviewState:
    """Rule RV1: a session is reviewed once somebody has said so, until somebody opens the review again; notes, and what
    is done to the session itself, change nothing about it. ``deeds`` in the order in which they were done."""
    state = ReviewState.NOT_REVIEWED
    for deed in deeds:
        if deed == ReviewDeed.REVIEWED:
            state = ReviewState.REVIEWED
        elif deed == ReviewDeed.REOPENED:
            state = ReviewState.REOPENED
    return state


def committed_state(discrepancy_reason: str, deeds: Iterable[str]) -> SessionState:
    """Rule RV2: what was voided once stays so; else a session with a reason for its open parts is a discrepancy."""
    if ReviewDeed.VOIDED in set(deeds):
        return SessionState.VOIDED
    return SessionState.DISCREPANCY if discrepancy_reason else SessionState.COMMITTED
