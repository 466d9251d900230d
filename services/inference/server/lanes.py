"""Who waits: the newest frame of each stream, and the streams in turn. Everything here runs on the event loop."""

import asyncio
from collections import deque
from dataclasses import dataclass

from services.inference.contract.v1 import inference_pb2 as pb

Answer = asyncio.Future[pb.DetectResponse]


@dataclass(eq=False, slots=True)
class Waiting:
    """A frame that is to be answered once. Times are monotonic seconds."""

    request: pb.DetectRequest
    arrived_s: float
    answer: Answer
    expiry: asyncio.TimerHandle


class Lane:
    """The newest-frame slot of one stream: at most one frame waits. ``queued`` while it stands in the line."""

    __slots__ = ("queued", "waiting")

    def __init__(self) -> None:
        self.waiting: Waiting | None = None
        self.queued = False

    def take(self) -> Waiting | None:
        waiting, self.waiting = self.waiting, None
        if waiting:
            waiting.expiry.cancel()
        return waiting


class Line:
    """Lanes with a frame, first come first served; a lane stands in it once, however many frames it is sent."""

    def __init__(self) -> None:
        self._lanes: deque[Lane] = deque()

    def join(self, lane: Lane) -> None:
        if not lane.queued:
            lane.queued = True
            self._lanes.append(lane)

    def take(self, limit: int) -> list[Waiting]:
        """The frames of up to ``limit`` lanes."""
        taken: list[Waiting] = []
        while self._lanes and len(taken) < limit:
            lane = self._lanes.popleft()
            lane.queued = False
            if waiting := lane.take():
                taken.append(waiting)
        return taken

    def first_arrival_s(self) -> float | None:
        """When the frame that is served next has come; None: nobody waits."""
        while self._lanes:
            if waiting := self._lanes[0].waiting:
                return waiting.arrived_s
            self._lanes.popleft().queued = False
        return None

    def __len__(self) -> int:
        """Lanes in the line; one whose frame has expired counts until its turn."""
        return len(self._lanes)
