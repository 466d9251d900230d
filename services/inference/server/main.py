"""Composition root of the server: settings in, a serving process out."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import aio as grpc_health

from app.settings import Settings
from services.inference.contract.v1 import inference_pb2, inference_pb2_grpc
from services.inference.server.answers import FrameEngine
from services.inference.server.dispatch import Dispatcher
from services.inference.server.listening import MAX_CONCURRENT_RPCS, OPTIONS, bind
from services.inference.server.servicer import InferenceService
from services.inference.server.synthetic import SyntheticEngine
from services.vision.engine import Engine
from services.vision.model import load_model
from services.vision.model_file import model_path

log = logging.getLogger(__name__)

DRAIN_S = 3.0
"""How long frames under way may take at the stop; meanwhile health says NOT_SERVING."""

CLOSE_S = 0.5
"""How long connections may take to end after that."""

_SERVICE = inference_pb2.DESCRIPTOR.services_by_name["InferenceService"].full_name
_SERVING = health_pb2.HealthCheckResponse.SERVING
_NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def serve(settings: Settings, *, ready: Callable[[int], None] | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then finish the frames under way. Call it on the main thread.

    ``ready`` gets the port once the model is warm and health says SERVING. PORT_TAKEN, MODEL_MISSING, MODEL_UNUSABLE.
    """

    async def main() -> None:
        with _stop_on_signals() as stop:
            await run(settings, lambda: load_engines(settings), stop, ready)

    asyncio.run(main())


def load_engines(settings: Settings) -> Sequence[FrameEngine]:
    """Engines ready to be warmed: one per core over the same weights, or one for a GPU."""
    if settings.server.synthetic:
        return [SyntheticEngine()]
    model = load_model(model_path(settings.model.path), threads=1)
    rules = settings.model
    count = 1 if model.on_gpu else _cores()
    return [Engine(model, floor_confidence=rules.floor_confidence, nms_iou=rules.nms_iou) for _ in range(count)]


async def run(
    settings: Settings,
    load: Callable[[], Sequence[FrameEngine]],
    stop: asyncio.Event,
    ready: Callable[[int], None] | None = None,
) -> None:
    """Listen at once, load and warm up on a thread, serve until ``stop``, drain. Raises as :func:`serve` does."""
    server = grpc.aio.server(options=OPTIONS, maximum_concurrent_rpcs=MAX_CONCURRENT_RPCS)
    service = InferenceService(synthetic=settings.server.synthetic)
    health = grpc_health.HealthServicer()
    await _set_health(health, _NOT_SERVING)
    inference_pb2_grpc.add_InferenceServiceServicer_to_server(service, server)
    health_pb2_grpc.add_HealthServicer_to_server(health, server)
    port = bind(server, settings.server.host, settings.server.port)
    await server.start()
    try:
        engines = await asyncio.to_thread(_warmed, load)
        async with Dispatcher(engines, max_stale_s=settings.server.max_stale_ms / 1e3) as dispatcher:
            service.begin(dispatcher)
            await _set_health(health, _SERVING)
            log.info("listening on %s:%d", settings.server.host, port)
            if ready:
                ready(port)
            await stop.wait()
            log.info("stopping")
            await health.enter_graceful_shutdown()
            await service.drain(DRAIN_S)
            await server.stop(CLOSE_S)
    finally:
        await server.stop(None)


def _warmed(load: Callable[[], Sequence[FrameEngine]]) -> Sequence[FrameEngine]:
    engines = load()
    for engine in engines:
        engine.warm_up()
    return engines


async def _set_health(health: grpc_health.HealthServicer, status: int) -> None:
    for name in ("", _SERVICE):
        await health.set(name, status)


def _cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _stop_on_signals() -> Iterator[asyncio.Event]:
    """An event that SIGTERM and SIGINT set. Plain handlers: the loop's own do not exist on Windows."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    numbers = (signal.SIGTERM, signal.SIGINT) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
