"""How often an accepted cover is the wrong part, as far as a sample can tell: never a bare percentage."""

import math
from collections.abc import Callable
from dataclasses import dataclass

CONFIDENCE = 0.95
_HALVINGS = 60
"""Of 0..1: below what a float can tell."""


@dataclass(frozen=True, slots=True)
class EscapeRate:
    """``wrong`` of ``judged`` covers; the true share lies between ``low`` and ``high`` (0..1) with 95 % confidence."""

    wrong: int
    judged: int
    low: float
    high: float

    @classmethod
    def of(cls, wrong: int, judged: int) -> "EscapeRate":
        """ValueError: more wrong ones than judged ones, or fewer than none."""
        return cls(wrong, judged, *clopper_pearson(wrong, judged))

    @property
    def share(self) -> float | None:
        """Of the sample; None: nothing was judged yet. Nothing shows it without its interval."""
        return self.wrong / self.judged if self.judged else None


def clopper_pearson(successes: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Rule ER1: the exact interval of a binomial share: the shares at which ``successes`` or more, or ``successes`` or
    fewer, have just half of what is left to chance. It covers the truth in ``confidence`` of all samples or more,
    however small they are; (0, 1) for no trial.

    C. J. Clopper and E. S. Pearson, “The use of confidence or fiducial limits illustrated in the case of the binomial”,
    Biometrika 26 (1934), 404-413. ValueError: what cannot be counted so.
    """
    if not 0 <= successes <= trials or not 0 < confidence < 1:
        raise ValueError(f"{successes} of {trials} at {confidence}")
    tail = (1 - confidence) / 2
    low = 0.0 if successes == 0 else _falling(lambda p: at_most(successes - 1, trials, p), 1 - tail)
    high = 1.0 if successes == trials else _falling(lambda p: at_most(successes, trials, p), tail)
    return low, high


def at_most(successes: int, trials: int, share: float) -> float:
    """The chance of so many successes or fewer, exactly; ``share`` lies between 0 and 1, both excluded."""
    log_share, log_rest, log_all = math.log(share), math.log1p(-share), math.lgamma(trials + 1)
    logs = (
        log_all - math.lgamma(k + 1) - math.lgamma(trials - k + 1) + k * log_share + (trials - k) * log_rest
        for k in range(successes + 1)
    )
    return min(1.0, math.fsum(map(math.exp, logs)))


def _falling(chance: Callable[[float], float], wanted: float) -> float:
    """Where ``chance``, which falls from 1 to 0 as the share rises, passes ``wanted``."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if chance(middle) > wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2
