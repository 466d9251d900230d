"""The contract's three calls on the event loop: they queue frames and pass the answers on."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import grpc

from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.contract.v1.inference_pb2_grpc import InferenceServiceServicer
from services.inference.server.dispatch import Answer, Dispatcher, Lane

MAX_UNANSWERED = 8
"""A station keeps two frames unanswered; from a stream that sends more than this, no more is read meanwhile."""

Context = grpc.aio.ServicerContext[Any, Any]


class InferenceService(InferenceServiceServicer):
    """Refuses with UNAVAILABLE until ``begin`` and after ``drain``."""

    def __init__(self, *, synthetic: bool) -> None:
        self._synthetic = synthetic
        self._dispatcher: Dispatcher | None = None
        self._draining = False
        self._readers: set[asyncio.Task[None]] = set()
        self._calls = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._began_s = time.monotonic()

    def begin(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    async def drain(self, limit_s: float) -> None:
        """Read no more frames and answer those that were read; returns when all calls have ended or time is up."""
        self._draining = True
        for reader in self._readers:
            reader.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), limit_s)

    async def Detect(self, request: pb.DetectRequest, context: Context) -> pb.DetectResponse:  # noqa: N802
        dispatcher = await self._serving(context)
        with self._under_way():
            return await dispatcher.submit(Lane(), request)

    async def DetectStream(  # noqa: N802
        self, request_iterator: AsyncIterator[pb.DetectRequest], context: Context
    ) -> AsyncIterator[pb.DetectResponse]:
        dispatcher = await self._serving(context)
        lane, room = Lane(), asyncio.Semaphore(MAX_UNANSWERED)
        answers: asyncio.Queue[Answer | None] = asyncio.Queue()

        async def read() -> None:
            async for request in request_iterator:
                await room.acquire()
                answers.put_nowait(dispatcher.submit(lane, request))

        reader = asyncio.create_task(read())
        reader.add_done_callback(lambda _: answers.put_nowait(None))
        self._readers.add(reader)
        try:
            with self._under_way():
                while (answer := await answers.get()) is not None:
                    yield await answer
                    room.release()
        finally:
            self._readers.discard(reader)
            reader.cancel()
            dispatcher.close(lane)

    async def Health(self, request: pb.HealthRequest, context: Context) -> pb.HealthResponse:  # noqa: ARG002, N802
        response = pb.HealthResponse(synthetic=self._synthetic, uptime_s=time.monotonic() - self._began_s)
        if self._dispatcher is not None:
            answered = self._dispatcher.answered
            response.serving = not self._draining
            response.model_name = self._dispatcher.model.name
            response.model_version = self._dispatcher.model.version
            response.frames = answered[pb.STATUS_OK]
            response.stale = answered[pb.STATUS_STALE]
            response.rejected = answered[pb.STATUS_REJECTED]
        return response

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        self._calls += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._calls -= 1
            if not self._calls:
                self._idle.set()

    async def _serving(self, context: Context) -> Dispatcher:
        if self._dispatcher is None or self._draining:
            what = "the server is stopping" if self._draining else "the model is warming up"
            await context.abort(grpc.StatusCode.UNAVAILABLE, what)
            raise AssertionError("abort raises")
        return self._dispatcher
