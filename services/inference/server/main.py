"""Composition root of the server: settings in, a serving process out."""

import asyncio
import logging
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from types import FrameType

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import aio as grpc_health

from app.domain.errors import ErrorCode, OperationalError
from app.domain.program_version import Programs
from app.settings import ServerSettings, Settings
from services.inference.contract.v1 import control_pb2_grpc, inference_pb2, inference_pb2_grpc
from services.inference.server.batching import BatchWait
from services.inference.server.control import ControlService
from services.inference.server.dispatch import Dispatcher
from services.inference.server.engine import Engine
from services.inference.server.gate import Gate
from services.inference.server.listening import (
    LOOPBACK,
    MAX_CONCURRENT_RPCS,
    OPTIONS,
    bind,
    check_open,
    tls_credentials,
)
from services.inference.server.loading import build_engine
from services.inference.server.logs import logs_off_the_loop
from services.inference.server.metering import Meter, NoMeter
from services.inference.server.models import Catalogue
from services.inference.server.servicer import InferenceService
from services.inference.server.watches import beside, follow_health

log = logging.getLogger(__name__)

DRAIN_S = 3.0
"""How long frames under way may take at the stop; meanwhile health says NOT_SERVING."""

CLOSE_S = 0.5
"""How long connections may take to end after that."""

_EXTRA = "server"
_SERVICE = inference_pb2.DESCRIPTOR.services_by_name["InferenceService"].full_name
_SERVING = health_pb2.HealthCheckResponse.SERVING
_NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def serve(settings: Settings, *, ready: Callable[[int], None] | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then finish the frames under way. Call it on the main thread.

    ``ready`` gets the port once the model is warm and health says SERVING. PORT_TAKEN, MODEL_MISSING, MODEL_UNUSABLE,
    SERVER_OPEN, SETTING_INVALID, FILE_UNREADABLE, EXTRA_MISSING.
    """

    async def main() -> None:
        with _stop_on_signals() as stop:
            await run(settings, build_engine(settings), stop, ready)

    with logs_off_the_loop():
        asyncio.run(main())


async def run(
    settings: Settings, engine: Engine, stop: asyncio.Event, ready: Callable[[int], None] | None = None
) -> None:
    """Listen at once, load and warm up, serve until ``stop``, drain. Raises as :func:`serve` does."""
    rules = settings.server
    check_open(rules)
    async with AsyncExitStack() as stack:
        meter = stack.enter_context(_metrics(rules.metrics_port))
        gate = _gate(rules, meter)
        programs = Programs(rules.lowest_station, rules.newest_station)
        service = InferenceService(gate, meter, synthetic=rules.synthetic, programs=programs)
        health = grpc_health.HealthServicer()
        server, port = await _listen(rules, service, health)
        stack.push_async_callback(server.stop, None)
        stack.push_async_callback(engine.close)
        if not await _started(engine, stop):
            return
        meter.serving(engine.model)
        dispatcher = await stack.enter_async_context(_dispatcher(engine, rules, meter))
        service.begin(dispatcher)
        await stack.enter_async_context(
            beside(
                gate.watch(service.cut_revoked),
                follow_health(dispatcher, lambda well: _set_health(health, _SERVING if well else _NOT_SERVING)),
            )
        )
        control = ControlService(engine, Catalogue.of(settings), service, gate, meter, port=port)
        await stack.enter_async_context(_controlled(control, rules.control_port))
        await _set_health(health, _SERVING)
        log.info("listening on %s:%d, %s, model %s", rules.host, port, _manner(rules), engine.model)
        if ready:
            ready(port)
        await stop.wait()
        log.info("stopping")
        await health.enter_graceful_shutdown()
        await service.drain(DRAIN_S)
        await server.stop(CLOSE_S)


async def _started(engine: Engine, stop: asyncio.Event) -> bool:
    """False: asked to stop before the model was warm. Loading cannot be interrupted, but nobody waits for it."""
    starting, stopping = asyncio.create_task(engine.start()), asyncio.create_task(stop.wait())
    await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if starting.done():
        await starting
        return True
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    return False


async def _listen(
    rules: ServerSettings, service: InferenceService, health: grpc_health.HealthServicer
) -> tuple[grpc.aio.Server, int]:
    """A server that answers, for now that it is not serving yet."""
    server = grpc.aio.server(options=OPTIONS, maximum_concurrent_rpcs=MAX_CONCURRENT_RPCS)
    await _set_health(health, _NOT_SERVING)
    inference_pb2_grpc.add_InferenceServiceServicer_to_server(service, server)
    health_pb2_grpc.add_HealthServicer_to_server(health, server)
    if rules.reflection:
        _enable_reflection(server)
    port = bind(server, rules.host, rules.port, tls_credentials(rules))
    await server.start()
    return server, port


def _gate(rules: ServerSettings, meter: Meter) -> Gate:
    access_file = Path(rules.access_file) if rules.access_file else None
    gate = Gate(access_file, client_certificates=bool(rules.tls_client_ca), meter=meter)
    stations = gate.load()
    if access_file and not stations:
        log.warning("no station may connect yet: countersign server enroll STATION")
    return gate


def _dispatcher(engine: Engine, rules: ServerSettings, meter: Meter) -> Dispatcher:
    return Dispatcher(
        engine,
        max_stale_s=rules.max_stale_ms / 1e3,
        batch_max=rules.batch_max,
        wait=BatchWait(rules.batch_wait_ms),
        meter=meter,
    )


@asynccontextmanager
async def _controlled(control: ControlService, port: int) -> AsyncIterator[None]:
    """The control port, on loopback only. One that is taken must not keep the stations waiting."""
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    control_pb2_grpc.add_ControlServiceServicer_to_server(control, server)
    if port:
        with suppress(OperationalError):
            bind(server, LOOPBACK, port)
            await server.start()
            port = 0
        if port:
            log.warning("control port %d is in use: this server cannot be controlled", port)
    try:
        yield
    finally:
        await server.stop(None)


@contextmanager
def _metrics(port: int) -> Iterator[Meter]:
    if not port:
        yield NoMeter()
        return
    try:
        from services.inference.server.metrics import PrometheusMeter
    except ModuleNotFoundError as error:
        raise OperationalError(ErrorCode.EXTRA_MISSING, feature="server.metrics_port", extra=_EXTRA) from error
    meter = PrometheusMeter()
    with meter.exposed(port):
        yield meter


def _enable_reflection(server: grpc.aio.Server) -> None:
    try:
        from grpc_reflection.v1alpha import reflection
    except ModuleNotFoundError as error:
        raise OperationalError(ErrorCode.EXTRA_MISSING, feature="server.reflection", extra=_EXTRA) from error
    reflection.enable_server_reflection((_SERVICE, health_pb2.DESCRIPTOR.services_by_name["Health"].full_name), server)


def _manner(rules: ServerSettings) -> str:
    if rules.tls_client_ca:
        return "mutual TLS"
    wire = "TLS" if rules.tls_cert else "plain"
    return f"{wire} with tokens" if rules.access_file else wire


async def _set_health(health: grpc_health.HealthServicer, status: int) -> None:
    for name in ("", _SERVICE):
        await health.set(name, status)


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
