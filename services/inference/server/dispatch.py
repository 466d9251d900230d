"""Which frame is computed next: the newest of each stream, streams in turn. Everything here runs on the event loop."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.server import answers
from services.inference.server.answers import FrameEngine
from services.vision.jpeg import FrameRejected

Answer = asyncio.Future[pb.DetectResponse]


@dataclass(eq=False, slots=True)
class _Waiting:
    request: pb.DetectRequest
    arrived_s: float
    answer: Answer
    expiry: asyncio.TimerHandle


class Lane:
    """The newest-frame slot of one stream: at most one frame waits. ``queued`` while it stands in the line."""

    def __init__(self) -> None:
        self.waiting: _Waiting | None = None
        self.queued = False

    def take(self) -> _Waiting | None:
        waiting, self.waiting = self.waiting, None
        if waiting:
            waiting.expiry.cancel()
        return waiting


class Dispatcher:
    """Hands waiting frames to engines, one thread per engine. Use as an async context manager.

    A frame that is replaced by a newer one of its lane, or waits longer than ``max_stale_s``, is answered
    STATUS_STALE at once and never computed. Age counts from arrival: the clocks of stations are not trusted.
    """

    def __init__(
        self, engines: Sequence[FrameEngine], *, max_stale_s: float, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self.model = engines[0].model
        self.answered: Counter[int] = Counter()
        self._engines = engines
        self._max_stale_s = max_stale_s
        self._clock = clock
        self._line: asyncio.Queue[Lane] = asyncio.Queue()
        self._threads = ThreadPoolExecutor(len(engines), thread_name_prefix="engine")
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Dispatcher":
        self._tasks = [asyncio.create_task(self._serve(engine)) for engine in self._engines]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown()

    def submit(self, lane: Lane, request: pb.DetectRequest) -> Answer:
        """Queue a frame; the future is done exactly once, with an exception only for a bug in an engine."""
        loop = asyncio.get_running_loop()
        self._stale(lane.take(), "replaced by a newer frame")
        answer: Answer = loop.create_future()
        expiry = loop.call_later(self._max_stale_s, self._expire, lane)
        lane.waiting = _Waiting(request, self._clock(), answer, expiry)
        if not lane.queued:
            lane.queued = True
            self._line.put_nowait(lane)
        return answer

    def close(self, lane: Lane) -> None:
        """The stream is over; nobody waits for its last frame."""
        if waiting := lane.take():
            waiting.answer.cancel()

    def _expire(self, lane: Lane) -> None:
        self._stale(lane.take(), "waited too long")

    def _stale(self, waiting: _Waiting | None, reason: str) -> None:
        if waiting:
            waited_ms = (self._clock() - waiting.arrived_s) * 1e3
            self._finish(waiting, answers.not_computed(waiting.request, pb.STATUS_STALE, reason, waited_ms))

    async def _serve(self, engine: FrameEngine) -> None:
        loop = asyncio.get_running_loop()
        while True:
            lane = await self._line.get()
            lane.queued = False
            waiting = lane.take()
            if waiting is None:
                continue
            try:
                self._finish(waiting, await loop.run_in_executor(self._threads, self._compute, engine, waiting))
            except Exception as error:  # noqa: BLE001  # edge of the engine's thread: told to the stream, which fails
                if not waiting.answer.done():
                    waiting.answer.set_exception(error)

    def _compute(self, engine: FrameEngine, waiting: _Waiting) -> pb.DetectResponse:
        """On an engine's thread."""
        queue_ms = (self._clock() - waiting.arrived_s) * 1e3
        try:
            result = engine.infer_jpeg(waiting.request.jpeg_data)
        except FrameRejected as rejected:
            return answers.not_computed(waiting.request, pb.STATUS_REJECTED, rejected.reason, queue_ms)
        total_ms = (self._clock() - waiting.arrived_s) * 1e3
        return answers.found(waiting.request, result, engine.model, queue_ms=queue_ms, total_ms=total_ms)

    def _finish(self, waiting: _Waiting, response: pb.DetectResponse) -> None:
        self.answered[response.status] += 1
        if not waiting.answer.done():
            waiting.answer.set_result(response)
