"""The engine on other nodes: one handle call for each batch of JPEG frames."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ray.exceptions import RayActorError, RayTaskError
from ray.serve.exceptions import RayServeException, RequestCancelledError

from app.domain.detection import ModelIdentity
from services.inference.ray.detector import CALLS_UNDER_WAY, Description
from services.inference.server.engine import EngineHungError
from services.vision import jpeg
from services.vision.batch import BatchResult

log = logging.getLogger(__name__)

LOOK_S = 1.0
"""How often the detectors are counted."""

DESCRIBE_LIMIT_S = 2.0
ACTIVATE_LIMIT_S = 300.0

_LOST = (RayActorError, RayServeException, RequestCancelledError)
"""The replica or its node is gone, or there is none."""


class RayEngine:
    """Implements Engine with a handle of the Detector deployment; Serve chooses the replica.

    A call whose replica is lost is repeated once, as long as its frames are younger than ``fresh_s``: they are computed
    nowhere else. A call without an answer for ``limit_s`` is given up, not cancelled: its place stays taken, so that
    Serve sends at most :data:`CALLS_UNDER_WAY` calls to a replica that hangs, until its health check ends it.
    """

    def __init__(
        self,
        detectors: Any,
        *,
        limit_s: float,
        fresh_s: float,
        look_s: float = LOOK_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._detectors, self._clock = detectors, clock
        # Plain values both ways: cloudpickle would only be slower.
        self._to_infer = detectors.infer.options(request_serialization="pickle", response_serialization="pickle")
        self._limit_s, self._fresh_s, self._look_s = limit_s, fresh_s, look_s
        self._seen: list[Description] = []
        self._looking: asyncio.Task[None] | None = None
        self._calls: set[asyncio.Future[BatchResult]] = set()
        self._activating = asyncio.Lock()
        self.lost = 0

    @property
    def model(self) -> ModelIdentity:
        return self._first.model

    @property
    def slots(self) -> int:
        return CALLS_UNDER_WAY * len(self._seen)

    @property
    def max_batch(self) -> int:
        return min(each.max_batch for each in self._seen)

    async def start(self) -> None:
        """Waits for the first detector, for ever: it may be loading its model, or the cluster a node."""
        while not await self._look():
            await asyncio.sleep(self._look_s)
        self._looking = asyncio.create_task(self._keep_looking())

    async def infer(self, frames: Sequence[bytes]) -> BatchResult:
        began_s = self._clock()
        try:
            return await self._call(frames, self._limit_s)
        except _LOST as error:
            self.lost += 1
            age_s = self._clock() - began_s
            log.warning("a batch of %d was lost after %.1f s: %s", len(frames), age_s, type(error).__name__)
            if age_s > self._fresh_s:
                raise EngineHungError("the detector is gone") from error
        try:
            return await self._call(frames, self._limit_s - age_s)
        except _LOST as error:
            raise EngineHungError("two detectors are gone, one after the other") from error

    def refusal(self, frame: bytes) -> str:
        return jpeg.refusal(frame)

    async def activate(self, path: Path) -> ModelIdentity:
        """On every detector or on none: all load it beside the one in use before the first changes over."""
        async with self._activating:
            try:
                await self._tell_all("prepare", str(path))
            except BaseException:
                await self._tell_all("forget")
                raise
            self._seen = await self._tell_all("change_over", str(path))
        return self.model

    async def close(self) -> None:
        """The detectors stay; calls under way are finished first."""
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        if self._calls:
            await asyncio.wait(self._calls, timeout=self._limit_s)

    @property
    def _first(self) -> Description:
        assert self._seen, "start() comes first"
        return self._seen[0]

    async def _call(self, frames: Sequence[bytes], limit_s: float) -> BatchResult:
        call = asyncio.ensure_future(_answer(self._to_infer.remote(list(frames))))
        self._calls.add(call)
        call.add_done_callback(self._over)
        done, _ = await asyncio.wait((call,), timeout=max(limit_s, 0.0))
        if not done:
            raise EngineHungError(f"no answer from a detector for {self._limit_s:g} s")
        return call.result()

    def _over(self, call: "asyncio.Future[BatchResult]") -> None:
        self._calls.discard(call)
        if not call.cancelled():
            call.exception()  # of a call that was given up nobody else will ask

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(self._look_s)
            await self._look()

    async def _look(self) -> bool:
        """What does not answer now, as a replica that hangs, leaves the last count as it is."""
        try:
            seen = await self._tell_all("describe", limit_s=DESCRIBE_LIMIT_S)
        except (*_LOST, TimeoutError) as error:
            log.debug("the detectors cannot be counted: %s", error)
            return False
        if len(seen) != len(self._seen):
            log.info("%d detectors, %d calls at a time", len(seen), CALLS_UNDER_WAY * len(seen))
        self._seen = seen
        return True

    async def _tell_all(self, method: str, *args: object, limit_s: float = ACTIVATE_LIMIT_S) -> list[Any]:
        """What every running replica answers. Raises what the first raises."""
        try:
            answers: list[Any] = await self._detectors.broadcast(method, *args).results_async(timeout_s=limit_s)
        except RayTaskError as error:
            raise _cause(error) from error
        return answers


async def _answer(response: Any) -> BatchResult:
    try:
        result: BatchResult = await response
    except RayTaskError as error:
        raise _cause(error) from error
    return result


def _cause(error: RayTaskError) -> Exception:
    """What the detector itself raised."""
    cause = error.cause
    return cause if isinstance(cause, Exception) else error
