"""``countersign server --engine ray``: from the deployment to the stop."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ray import serve

from app.settings import Settings
from services.inference.ray.deployment import addresses, connected, deploy
from services.inference.server.listening import check_open

log = logging.getLogger(__name__)


def serve_ray(settings: Settings, *, ready: Callable[[Sequence[str]], None] | None = None) -> None:
    """Serve until SIGTERM or SIGINT. Call it on the main thread. ``ready`` gets the addresses of the gateways.

    SERVER_OPEN, SETTING_INVALID, MODEL_UNUSABLE with what kept detectors or gateways from starting. A cluster that was
    there before stays; if this process is killed, gateways and detectors go on until it is started and stopped again.
    """
    check_open(settings.server)
    with connected(settings):
        asyncio.run(_serve(settings, ready))


async def _serve(settings: Settings, ready: Callable[[Sequence[str]], None] | None) -> None:
    with _stop_on_signals() as stop:
        try:
            await asyncio.to_thread(deploy, settings)
            found = await addresses()
            log.info("gateways: %s", ", ".join(found))
            if ready:
                ready(found)
            await stop.wait()
            log.info("stopping")
        finally:
            await serve.shutdown_async()


@contextmanager
def _stop_on_signals() -> Iterator[asyncio.Event]:
    """The loop's own handlers: Ray's clusters are of Linux machines."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    numbers = (signal.SIGTERM, signal.SIGINT)
    for number in numbers:
        loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
