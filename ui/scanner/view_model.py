"""What the teach-in shows, as a pure function of how far it has come."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.teach_in import CODES, Learnt, TeachIn, TeachInRefusal


class Pip(StrEnum):
    """One code of the row: its tone in the stylesheet."""

    DONE = "done"
    NOW = "now"
    TO_COME = "plain"


@dataclass(frozen=True, slots=True)
class TeachInState:
    """``code``: to be scanned now, the ``number``-th; None when all are understood, and then ``learnt`` tells what.
    ``refusal``: why the last scan did not count. ``may_restart``: there is something to forget."""

    code: str | None
    number: int
    pips: tuple[Pip, ...]
    refusal: TeachInRefusal | None = None
    learnt: Learnt | None = None
    may_restart: bool = False


def teach_in_state(teaching: TeachIn) -> TeachInState:
    done = len(teaching.runs)
    return TeachInState(
        code=teaching.code,
        number=done + 1,
        pips=tuple(Pip.DONE if n < done else Pip.NOW if n == done else Pip.TO_COME for n in range(len(CODES))),
        refusal=teaching.refusal,
        learnt=teaching.learnt,
        may_restart=done > 0,
    )
