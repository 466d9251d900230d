"""What raises the confidence of a cover that is not decided yet: one act, from what was measured on its picture.

Where the limits come from: the table in docs/decisions.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.decision import Decision, Undecided, UndecidedReason
from app.domain.tracks import Track

DARK_BELOW = 20.0
BURNT_FROM = 0.40
MOVING_FROM = 1.0
FAR_BELOW, NEAR_FROM = 0.030, 0.60
BLURRED_BELOW = 0.075
MOTION_OVER_S = 0.3
STANDS_S = 0.5

_SEEN_BADLY = {
    UndecidedReason.CLASSES_DISAGREE,
    UndecidedReason.CONFIDENCE_LOW,
    UndecidedReason.CLASSES_CLOSE,
    UndecidedReason.RIVAL_HEARD,
}


class Advice(StrEnum):
    """``NONE``: nothing measured is out of order; the reason's own words say what to do."""

    NONE = "none"
    MORE_LIGHT = "more_light"
    LESS_GLARE = "less_glare"
    HOLD_STILL = "hold_still"
    CLOSER = "closer"
    FARTHER = "farther"
    REFOCUS = "refocus"
    MIDDLE = "middle"
    TURN = "turn"
    UNCOVER = "uncover"
    ONE_AT_A_TIME = "one_at_a_time"


@dataclass(frozen=True, slots=True)
class Conditions:
    """How one cover is seen in one frame.

    ``fill``: the share of the frame's area its box takes, 0..1; ``glare``: the share of its pixels that are burnt out,
    0..1; ``brightness``: mean luma, 0..255; ``sharpness``: the variance of the Laplacian over the variance of the
    picture, which does not fall with the light.
    """

    fill: float
    glare: float
    brightness: float
    sharpness: float


@dataclass(frozen=True, slots=True)
class GivenAdvice:
    """What is said about a cover, and since when, monotonic seconds."""

    advice: Advice
    since_s: float

    def next(self, advice: Advice, now_s: float) -> "GivenAdvice":
        """Rule Z6: words about what was measured stand for half a second, so that somebody can read them; what is
        plain to see is said at once."""
        if advice is self.advice:
            return self
        measured = self.advice is not Advice.NONE and advice not in (Advice.MIDDLE, Advice.ONE_AT_A_TIME)
        return self if measured and now_s - self.since_s < STANDS_S else GivenAdvice(advice, now_s)


def advice(decision: Decision, conditions: Conditions, motion: float) -> Advice:
    """Rule Z1: only an undecided cover is advised about, and not where the supervisor has to be asked. Rule Z2: of two
    parts in view, one is to be shown. ``motion``: of :func:`motion`."""
    if not isinstance(decision, Undecided):
        return Advice.NONE
    if decision.reason is UndecidedReason.DIFFERENT_PARTS:
        return Advice.ONE_AT_A_TIME
    if decision.reason is UndecidedReason.CUT_BY_EDGE:
        return _at_the_edge(conditions)
    if decision.reason not in _SEEN_BADLY:
        return Advice.NONE
    measured = _measured(conditions, motion)
    return _by_reason(decision.reason) if measured is Advice.NONE else measured


def _at_the_edge(conditions: Conditions) -> Advice:
    """Rule Z3: a cover cut by the edge belongs in the middle, or farther away when it has no room there."""
    return Advice.FARTHER if conditions.fill >= NEAR_FROM else Advice.MIDDLE


def _measured(conditions: Conditions, motion: float) -> Advice:
    """Rule Z4: what is out of order, the worst first: below 20 grey levels too dark, from 40 % burnt out too much
    glare, from one box width a second too fast, below 3 % of the picture too far, from 60 % too near, below a
    sharpness of 0.075 out of focus."""
    out_of_order = {
        Advice.MORE_LIGHT: conditions.brightness < DARK_BELOW,
        Advice.LESS_GLARE: conditions.glare >= BURNT_FROM,
        Advice.HOLD_STILL: motion >= MOVING_FROM,
        Advice.CLOSER: conditions.fill < FAR_BELOW,
        Advice.FARTHER: conditions.fill >= NEAR_FROM,
        Advice.REFOCUS: conditions.sharpness < BLURRED_BELOW,
    }
    return next((act for act, holds in out_of_order.items() if holds), Advice.NONE)


def _by_reason(reason: UndecidedReason) -> Advice:
    """Rule Z5: well seen and still doubtful. Another class is heard: something lies on the lid. Frames disagree, or two
    classes are close: another side may tell."""
    return {
        UndecidedReason.RIVAL_HEARD: Advice.UNCOVER,
        UndecidedReason.CLASSES_DISAGREE: Advice.TURN,
        UndecidedReason.CLASSES_CLOSE: Advice.TURN,
    }.get(reason, Advice.NONE)


def motion(track: Track) -> float:
    """How far the middle of the box moved within the last 0.3 s, box widths a second; 0 with one vote. A move along
    the picture's height counts in widths too, as if the picture were square."""
    newest = track.votes[-1]
    recent = [vote for vote in track.votes if newest.stamp.captured_s - vote.stamp.captured_s <= MOTION_OVER_S]
    oldest = recent[0]
    passed_s = newest.stamp.captured_s - oldest.stamp.captured_s
    now, then = newest.detection.box, oldest.detection.box
    width = now.x2 - now.x1
    if passed_s <= 0 or width <= 0:
        return 0.0
    across = (now.x1 + now.x2 - then.x1 - then.x2) / 2
    down = (now.y1 + now.y2 - then.y1 - then.y2) / 2
    return float((across**2 + down**2) ** 0.5 / width / passed_s)
