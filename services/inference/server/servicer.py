"""The contract's three calls on the event loop: they queue frames and pass the answers on."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress

import grpc

from app.domain.program_version import Programs
from app.version import VERSION
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.contract.v1.inference_pb2_grpc import InferenceServiceServicer
from services.inference.server.dispatch import Dispatcher
from services.inference.server.gate import Context, Gate
from services.inference.server.lanes import Lane
from services.inference.server.metering import Meter
from services.inference.server.stream import WRONG_STATION, Stream


class InferenceService(InferenceServiceServicer):
    """Refuses with UNAVAILABLE until ``begin`` and after ``drain``."""

    def __init__(self, gate: Gate, meter: Meter, *, synthetic: bool, programs: Programs) -> None:
        self._gate, self._meter, self._synthetic, self._programs = gate, meter, synthetic, programs
        self._dispatcher: Dispatcher | None = None
        self._draining = False
        self._streams: set[Stream] = set()
        self._calls = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._began_s = time.monotonic()

    @property
    def streams(self) -> int:
        return len(self._streams)

    @property
    def uptime_s(self) -> float:
        return time.monotonic() - self._began_s

    def begin(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    async def drain(self, limit_s: float) -> None:
        """Read no more frames and answer those that were read; returns when all calls have ended or time is up."""
        self._draining = True
        for stream in self._streams:
            stream.read_no_more()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), limit_s)

    def cut_revoked(self) -> None:
        """End the streams of those that may no longer connect."""
        for stream in self._streams:
            if stream.caller and not self._gate.still_in(stream.caller):
                self._meter.refused("revoked")
                stream.cut(grpc.StatusCode.UNAUTHENTICATED, f"station {stream.caller.station} may no longer connect")

    async def Detect(self, request: pb.DetectRequest, context: Context) -> pb.DetectResponse:  # noqa: N802
        caller = await self._gate.admit(context)
        dispatcher = await self._serving(context)
        if caller and request.station_id != caller.station:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, WRONG_STATION)
        lane = Lane()
        try:
            with self._under_way():
                return await dispatcher.submit(lane, request)
        finally:
            dispatcher.close(lane)

    async def DetectStream(  # noqa: N802
        self, request_iterator: AsyncIterator[pb.DetectRequest], context: Context
    ) -> AsyncIterator[pb.DetectResponse]:
        caller = await self._gate.admit(context)
        stream = Stream(await self._serving(context), caller)
        with self._under_way(), self._known(stream):
            stream.open(request_iterator)
            while (response := await stream.next()) is not None:
                yield response
        if stream.cut_why:
            await context.abort(*stream.cut_why)

    async def Health(self, request: pb.HealthRequest, context: Context) -> pb.HealthResponse:  # noqa: ARG002, N802
        await self._gate.admit(context)
        programs = self._programs
        response = pb.HealthResponse(
            synthetic=self._synthetic, uptime_s=self.uptime_s, server_version=VERSION,
            lowest_station=programs.lowest, newest_station=programs.newest,
        )  # fmt: skip
        if self._dispatcher is not None:
            answered = self._dispatcher.answered
            response.serving = self._dispatcher.well and not self._draining
            response.model_name = self._dispatcher.model.name
            response.model_version = self._dispatcher.model.version
            response.frames = answered[pb.STATUS_OK]
            response.stale = answered[pb.STATUS_STALE]
            response.rejected = answered[pb.STATUS_REJECTED]
            response.failed = answered[pb.STATUS_FAILED]
        return response

    @contextmanager
    def _known(self, stream: Stream) -> Iterator[None]:
        self._streams.add(stream)
        self._meter.streams(len(self._streams))
        try:
            yield
        finally:
            self._streams.discard(stream)
            self._meter.streams(len(self._streams))
            stream.close()

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
