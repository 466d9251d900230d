"""The frames of one stream that the server has not answered yet: credit, and the measure of its silence."""

import threading
from dataclasses import dataclass

from app.domain.detection import FrameStamp

LIMIT = 2
"""A stalled reader would swallow megabytes before gRPC blocks; two frames hide the way there and back."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A frame under way; times are monotonic seconds."""

    stamp: FrameStamp
    offered_s: float
    sent_s: float


class InFlight:
    """At most :data:`LIMIT` frames, fewer if the server says so, by frame id. Methods may be called from any thread."""

    def __init__(self) -> None:
        self._room = threading.Condition()
        self._sent: dict[int, Sent] = {}
        self._heard_s = float("-inf")
        self._delivering = False
        self._limit = LIMIT
        self.over = False

    def allow(self, credit: int) -> None:
        """The server allows ``credit`` frames under way, 0: as many as usual. Never more than :data:`LIMIT`."""
        with self._room:
            self._limit = min(credit, LIMIT) if credit > 0 else LIMIT
            self._room.notify()

    def wait_for_room(self, timeout_s: float) -> bool:
        """True: one more frame may be sent."""
        with self._room:
            self._room.wait_for(lambda: self.over or len(self._sent) < self._limit, timeout_s)
            return not self.over and len(self._sent) < self._limit

    def add(self, sent: Sent) -> None:
        with self._room:
            self._sent[sent.stamp.frame_id] = sent

    def answered(self, frame_id: int) -> Sent | None:
        """The frame of an answer, or None for an answer nobody waits for. Silence counts again from ``delivered``."""
        with self._room:
            self._delivering = True
            self._room.notify()
            return self._sent.pop(frame_id, None)

    def delivered(self, now_s: float) -> None:
        """The consumer has returned; its slowness was not the server's silence."""
        with self._room:
            self._delivering = False
            self._heard_s = now_s

    def silent_s(self, now_s: float) -> float:
        """For how long the server has owed an answer; 0 when it owes none."""
        with self._room:
            if not self._sent or self._delivering:
                return 0.0
            return now_s - max(self._heard_s, min(sent.sent_s for sent in self._sent.values()))

    def end(self) -> None:
        """The stream is over: wake the sender."""
        with self._room:
            self.over = True
            self._room.notify_all()

    def __len__(self) -> int:
        return len(self._sent)
