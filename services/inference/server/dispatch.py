"""Which frames are computed next, and what becomes of a batch. Everything here runs on the event loop."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable

from app.domain.detection import ModelIdentity
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.server import answers
from services.inference.server.batching import BatchWait
from services.inference.server.engine import Engine, EngineHungError
from services.inference.server.lanes import Answer, Lane, Line, Waiting
from services.inference.server.metering import Meter, NoMeter
from services.vision.batch import BatchResult

log = logging.getLogger(__name__)

FAILED = "the model failed on this frame"
NO_ANSWER = "the model does not come back"
FAILURES_IN_A_ROW = 8
"""One frame may be poisoned; so many in a row are the model's or the device's fault."""


class Dispatcher:
    """Hands waiting frames to the engine, as many batches at a time as it has slots. An async context manager.

    A frame that is replaced by a newer one of its lane, or waits longer than ``max_stale_s``, is answered
    STATUS_STALE at once and never computed. Age counts from arrival: the clocks of stations are not trusted.
    A batch that raises is tried again frame by frame, so that only the frame that is to blame fails.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        max_stale_s: float,
        batch_max: int = 16,
        wait: BatchWait | None = None,
        meter: Meter | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.answered: Counter[int] = Counter()
        self._engine = engine
        self._max_stale_s = max_stale_s
        self._batch_max = batch_max
        self._wait = wait or BatchWait("auto")
        self._meter = meter or NoMeter()
        self._clock = clock
        self._line = Line()
        self._under_way: dict[asyncio.Task[None], float] = {}  # those that hold a slot, and when they began
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures = 0
        self._later: asyncio.TimerHandle | None = None

    @property
    def model(self) -> ModelIdentity:
        return self._engine.model

    @property
    def well(self) -> bool:
        """False: frames fail one after the other."""
        return self._failures < FAILURES_IN_A_ROW

    async def __aenter__(self) -> "Dispatcher":
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._later:
            self._later.cancel()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def submit(self, lane: Lane, request: pb.DetectRequest) -> Answer:
        """Queue a frame; the future gets its answer exactly once, or is cancelled with its stream."""
        loop = asyncio.get_running_loop()
        if reason := self._engine.refusal(request.jpeg_data):
            return self._refused(request, reason)
        if replaced := lane.take():
            self._stale(replaced, "replaced by a newer frame", credit=answers.FULL_CREDIT)
        answer: Answer = loop.create_future()
        expiry = loop.call_later(self._max_stale_s, self._expire, lane)
        lane.waiting = Waiting(request, self._clock(), answer, expiry)
        self._line.join(lane)
        self._begin_batches()
        return answer

    def _refused(self, request: pb.DetectRequest, reason: str) -> Answer:
        self._meter.rejected(reason)
        self._meter.answered(pb.STATUS_REJECTED, 0.0, 0.0)
        self.answered[pb.STATUS_REJECTED] += 1
        answer: Answer = asyncio.get_running_loop().create_future()
        answer.set_result(answers.not_computed(request, pb.STATUS_REJECTED, reason, 0.0))
        return answer

    def close(self, lane: Lane) -> None:
        """The stream is over; nobody waits for its last frame."""
        if waiting := lane.take():
            waiting.answer.cancel()

    def _begin_batches(self) -> None:
        """Called whenever a frame has come, a slot is free again, or a wait is over."""
        while len(self._under_way) < self._engine.slots:
            first_arrival_s = self._line.first_arrival_s()
            if first_arrival_s is None or self._must_wait(first_arrival_s):
                return
            batch = self._line.take(self._limit)
            task = asyncio.get_running_loop().create_task(self._serve(batch))
            self._under_way[task] = self._clock()
            self._tasks.add(task)
            task.add_done_callback(self._over)

    @property
    def _limit(self) -> int:
        return min(self._batch_max, self._engine.max_batch)

    def _must_wait(self, first_arrival_s: float) -> bool:
        """True: a batch will begin later, and a timer is set for it."""
        if len(self._line) >= self._limit:
            return False
        newest_began_s = max(self._under_way.values(), default=None)
        left_s = self._wait.left_s(self._clock(), first_arrival_s, newest_began_s)
        if left_s <= 0:
            return False
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(left_s, self._wait_is_over)
        return True

    def _wait_is_over(self) -> None:
        self._later = None
        self._begin_batches()

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            self._under_way.pop(task, None)
        else:
            self._free_slot(task)

    def _free_slot(self, task: asyncio.Task[None]) -> None:
        if self._under_way.pop(task, None) is not None:
            self._begin_batches()

    async def _serve(self, batch: list[Waiting], *, again: bool = False) -> None:
        began_s = self._clock()
        try:
            result = await self._engine.infer([waiting.request.jpeg_data for waiting in batch])
            if not again:  # a batch that is taken apart keeps its slot until its last frame
                self._free_slot(_this_task())  # the engine goes on while answers are written
            self._computed(batch, result, began_s)
        except EngineHungError:
            self._failed(batch, NO_ANSWER)
        except Exception:  # any bug in a model must not take the server down; it is logged with its trace
            log.exception("a batch of %d failed", len(batch))
            await self._isolate(batch)

    async def _isolate(self, batch: list[Waiting]) -> None:
        """Find the frame that is to blame: each alone, while it is still fresh and somebody waits for it."""
        if len(batch) == 1:
            self._failed(batch, FAILED)
            return
        for waiting in batch:
            if waiting.answer.done():
                continue
            if self._clock() - waiting.arrived_s > self._max_stale_s:
                self._stale(waiting, "waited too long", credit=1)
            else:
                await self._serve([waiting], again=True)

    def _computed(self, batch: list[Waiting], result: BatchResult, began_s: float) -> None:
        done_s = self._clock()
        self._failures = 0
        self._wait.computed(result.infer_ms)
        self._meter.batch(result.model, len(batch), result.decode_ms, result.infer_ms)
        for waiting, frame in zip(batch, result.frames, strict=True):
            queue_ms, total_ms = (began_s - waiting.arrived_s) * 1e3, (done_s - waiting.arrived_s) * 1e3
            if frame.rejected:
                self._meter.rejected(frame.rejected)
                response = answers.not_computed(waiting.request, pb.STATUS_REJECTED, frame.rejected, total_ms)
            else:
                response = answers.found(waiting.request, frame, result, queue_ms=queue_ms, total_ms=total_ms)
            self._finish(waiting, response)

    def _failed(self, batch: list[Waiting], reason: str) -> None:
        self._failures += len(batch)
        for waiting in batch:
            waited_ms = (self._clock() - waiting.arrived_s) * 1e3
            self._finish(waiting, answers.not_computed(waiting.request, pb.STATUS_FAILED, reason, waited_ms))

    def _expire(self, lane: Lane) -> None:
        if waiting := lane.take():
            self._stale(waiting, "waited too long", credit=1)

    def _stale(self, waiting: Waiting, reason: str, *, credit: int) -> None:
        waited_ms = (self._clock() - waiting.arrived_s) * 1e3
        self._finish(waiting, answers.not_computed(waiting.request, pb.STATUS_STALE, reason, waited_ms, credit))

    def _finish(self, waiting: Waiting, response: pb.DetectResponse) -> None:
        self.answered[response.status] += 1
        self._meter.answered(response.status, response.queue_ms, response.total_ms)
        if not waiting.answer.done():
            waiting.answer.set_result(response)


def _this_task() -> asyncio.Task[None]:
    task = asyncio.current_task()
    assert task is not None
    return task
