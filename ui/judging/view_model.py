"""A round of judging, the list of parts, and the rates as they are drawn. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from app.domain.judging import EscapeRow, Question, Verdict
from app.domain.part_number import PartNumber

KEYS: dict[Verdict, str] = {
    Verdict.CORRECT: "1",
    Verdict.WRONG_PART: "2",
    Verdict.BAD_PICTURE: "3",
    Verdict.UNSURE: "4",
}
PARTS_SHOWN = 200
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


class Stage(Enum):
    """NOTHING: nothing waits; DONE: this round is through, and others wait behind it."""

    LOADING = auto()
    NOTHING = auto()
    ASKING = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Round:
    """Questions in their order, and how far somebody has come. ``given``: how many of those before ``at`` were judged
    in this round and can be taken back, the newest first. ``more`` and ``unseen`` as the queue has them."""

    questions: tuple[Question, ...] = ()
    at: int = 0
    given: int = 0
    more: bool = False
    unseen: int = 0
    loaded: bool = False

    @property
    def question(self) -> Question | None:
        return self.questions[self.at] if self.at < len(self.questions) else None

    @property
    def left(self) -> int:
        return len(self.questions) - self.at

    @property
    def last(self) -> Question | None:
        """Whose verdict can be taken back."""
        return self.questions[self.at - 1] if self.given else None

    @property
    def stage(self) -> Stage:
        if not self.loaded:
            return Stage.LOADING
        if self.question is not None:
            return Stage.ASKING
        return Stage.DONE if self.more else Stage.NOTHING

    def judged(self) -> "Round":
        return replace(self, at=self.at + 1, given=self.given + 1)

    def taken_back(self) -> "Round":
        return replace(self, at=self.at - 1, given=self.given - 1)


def matching(parts: Iterable[PartNumber], text: str, but: PartNumber) -> tuple[PartNumber, ...]:
    """Parts that hold every word of ``text``, in any spelling of case and dashes, the likeliest meant first: those that
    begin with it, or are called so (D26R). Without the one that was claimed; ``PARTS_SHOWN`` at most."""
    words = text.upper().replace("_", "-").split()
    found = [part for part in parts if part != but and all(word in part.text for word in words)]
    first = words[0] if words else ""
    found.sort(key=lambda part: (part.short != first, not part.text.startswith(first), part.text))
    return tuple(found[:PARTS_SHOWN])


def axis_end(rows: Iterable[EscapeRow]) -> float:
    """Where the axis of the rates ends, a round share: twice as far as the interval of all reaches. What a small sample
    leaves open beyond it is drawn as cut."""
    total = next(iter(rows), None)
    reach = 2 * total.rate.high if total else 1.0
    return next((step for step in _STEPS if step >= reach), 1.0)


@dataclass(frozen=True, slots=True)
class RateBar:
    """Shares of the axis, 0..1; ``cut``: the interval goes on beyond its end. ``point`` is None beyond it too."""

    low: float
    high: float
    point: float | None
    cut: bool


def rate_bar(row: EscapeRow, end: float) -> RateBar | None:
    """None: nothing was judged."""
    share = row.rate.share
    if share is None:
        return None
    low, high = row.rate.low / end, row.rate.high / end
    return RateBar(min(1.0, low), min(1.0, high), share / end if share <= end else None, high > 1.0)
