"""Covers followed over frames: which detections are one cover, and which frames may speak about it.

A :class:`Track` is one cover; each fresh frame gives it one vote.
"""

from collections import Counter
from dataclasses import dataclass, replace

from app.domain.detection import Box, Detection, FrameDetections, FrameStamp

ONE_COVER_IOU = 0.5
SAME_TRACK_IOU = 0.30


@dataclass(frozen=True, slots=True)
class Vote:
    """What one frame says about a cover. ``rival`` is the confidence of the surest other class at the same place,
    also one that is too weak for a box of its own; 0 when there is none."""

    stamp: FrameStamp
    detection: Detection
    rival: float = 0.0

    @property
    def margin(self) -> float:
        return self.detection.confidence - self.rival


@dataclass(frozen=True, slots=True)
class Track:
    """One cover over time; ``votes`` oldest first; ``accepted_as`` is the label it holds, for hysteresis."""

    track_id: int
    votes: tuple[Vote, ...]
    accepted_as: str | None = None

    @property
    def box(self) -> Box:
        return self.votes[-1].detection.box

    @property
    def leader(self) -> tuple[str, tuple[Vote, ...]]:
        """The label most votes name, and those votes; of equals the one that was named first."""
        label, _ = Counter(vote.detection.label for vote in self.votes).most_common(1)[0]
        return label, self.votes_for(label)

    def votes_for(self, label: str) -> tuple[Vote, ...]:
        return tuple(vote for vote in self.votes if vote.detection.label == label)

    @property
    def labels(self) -> frozenset[str]:
        return frozenset(vote.detection.label for vote in self.votes)

    @property
    def frame_ids(self) -> frozenset[int]:
        return frozenset(vote.stamp.frame_id for vote in self.votes)

    def with_vote(self, vote: Vote) -> "Track":
        return replace(self, votes=(*self.votes, vote))

    def overlap(self, detection: Detection) -> float:
        """Rule D2: with the newest box of the detection's own class, else with the newest box; so that votes of
        another class never lead from one cover to another. 0 below 0.30 (IoU)."""
        own = self.votes_for(detection.label)
        iou = (own or self.votes)[-1].detection.box.iou(detection.box)
        return iou if iou >= SAME_TRACK_IOU else 0.0


def linked(tracks: tuple[Track, ...], votes: tuple[Vote, ...], next_id: int) -> tuple[tuple[Track, ...], int]:
    """Rule D2: a vote of a frame joins the track it overlaps most, one a frame; else it starts one. Returns the next
    id."""
    pairs = sorted(
        (
            (overlap, t, v)
            for t, track in enumerate(tracks)
            for v, vote in enumerate(votes)
            if (overlap := track.overlap(vote.detection))
        ),
        reverse=True,
    )
    joined: dict[int, int] = {}
    for _, t, v in pairs:
        if t not in joined and v not in joined.values():
            joined[t] = v
    grown = [track.with_vote(votes[joined[t]]) if t in joined else track for t, track in enumerate(tracks)]
    for v, vote in enumerate(votes):
        if v not in joined.values():
            grown.append(Track(next_id, (vote,)))
            next_id += 1
    return tuple(grown), next_id


def chained(chains: tuple[Track, ...], votes: tuple[Vote, ...]) -> tuple[Track, ...]:
    """Rule D17: the same, each class by itself, as if no other had been seen."""
    grown: list[Track] = []
    for label in dict.fromkeys(vote.detection.label for vote in (*(each.votes[-1] for each in chains), *votes)):
        own = tuple(each for each in chains if label in each.labels)
        named = tuple(vote for vote in votes if vote.detection.label == label)
        grown += linked(own, named, 0)[0]
    return tuple(grown)


def votes_of(result: FrameDetections) -> tuple[Vote, ...]:
    """Rule D9: one cover, one vote a frame. Of boxes of any class that overlap by more than half (IoU), the surest
    counts, and the surest of another class is its rival; otherwise a second guess about a cover would be a cover of its
    own, and could be accepted beside the first."""
    kept: list[Vote] = []
    for detection in sorted(result.detections, key=lambda one: -one.confidence):
        place = next((i for i, vote in enumerate(kept) if vote.detection.box.iou(detection.box) > ONE_COVER_IOU), None)
        if place is None:
            kept.append(Vote(result.stamp, detection, detection.rival))
        elif detection.label != kept[place].detection.label:
            kept[place] = replace(kept[place], rival=max(kept[place].rival, detection.confidence))
    return tuple(kept)


def without_old(tracks: tuple[Track, ...], now_s: float, max_age_ms: float) -> tuple[Track, ...]:
    """Rule D3: no frame older than 500 ms takes part in a decision; a cover that none has seen since is forgotten."""
    fresh = (replace(track, votes=_fresh(track.votes, now_s, max_age_ms)) for track in tracks)
    return tuple(track for track in fresh if track.votes)


def _fresh(votes: tuple[Vote, ...], now_s: float, max_age_ms: float) -> tuple[Vote, ...]:
    return tuple(vote for vote in votes if (now_s - vote.stamp.captured_s) * 1000 <= max_age_ms)
