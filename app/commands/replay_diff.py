"""Two replays of the same frames, decision by decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.decision import Decision, as_plain
from app.domain.detection import FrameStamp

SAME_COVER_IOU = 0.5
Step = tuple[FrameStamp, tuple[Decision, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """A run of frames in which one cover is decided otherwise; None: no cover is seen there. Both ends included."""

    first: FrameStamp
    last: FrameStamp
    before: tuple[str, str, str] | None
    after: tuple[str, str, str] | None
    count: int = 1

    def as_plain(self) -> dict[str, object]:
        return {
            "frames": [self.first.frame_id, self.last.frame_id],
            "time_ms": [round(self.first.captured_s * 1000), round(self.last.captured_s * 1000)],
            "decisions": self.count,
            "before": _named(self.before),
            "after": _named(self.after),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """``decisions``: how many there are, each cover of each frame counted once."""

    decisions: int
    changes: tuple[Change, ...]

    @property
    def changed(self) -> int:
        return sum(change.count for change in self.changes)

    def __str__(self) -> str:
        return f"{self.changed} of {self.decisions} decisions change"


def difference(before: Sequence[Step], after: Sequence[Step]) -> Difference:
    """Both replays must be of the same frames, in order."""
    changes: list[Change] = []
    total = 0
    for (stamp, old), (_, new) in zip(before, after, strict=True):
        pairs = _pairs(old, new)
        total += len(pairs)
        for one, other in pairs:
            if _words(one) != _words(other):
                _add(changes, stamp, _words(one), _words(other))
    return Difference(total, tuple(changes))


def _add(
    changes: list[Change], stamp: FrameStamp, before: tuple[str, str, str] | None, after: tuple[str, str, str] | None
) -> None:
    """Follows the last change when it is the same one in the next frame."""
    last = changes[-1] if changes else None
    follows = last is not None and 0 <= stamp.frame_id - last.last.frame_id <= 1
    if last is not None and follows and (last.before, last.after) == (before, after):
        changes[-1] = Change(last.first, stamp, before, after, last.count + 1)
    else:
        changes.append(Change(stamp, stamp, before, after))


def _pairs(old: Sequence[Decision], new: Sequence[Decision]) -> list[tuple[Decision | None, Decision | None]]:
    """The decisions about one cover side by side: those whose boxes overlap most, at least by half."""
    left = list(new)
    pairs: list[tuple[Decision | None, Decision | None]] = []
    for one in old:
        match = max(left, key=lambda other: one.evidence.box.iou(other.evidence.box), default=None)
        if match is not None and one.evidence.box.iou(match.evidence.box) >= SAME_COVER_IOU:
            left.remove(match)
        else:
            match = None
        pairs.append((one, match))
    return [*pairs, *((None, other) for other in left)]


def _words(decision: Decision | None) -> tuple[str, str, str] | None:
    if decision is None:
        return None
    plain = as_plain(decision)
    return str(plain["verdict"]), str(plain["reason"]), str(plain["part_number"])


def _named(words: tuple[str, str, str] | None) -> dict[str, str] | None:
    return dict(zip(("verdict", "reason", "part_number"), words, strict=True)) if words else None
