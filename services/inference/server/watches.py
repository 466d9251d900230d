"""What is looked at now and then while the server serves."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager

from services.inference.server.dispatch import Dispatcher

log = logging.getLogger(__name__)

LOOK_S = 0.5


@asynccontextmanager
async def beside(*watches: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Inside, the watches run; one that ends by a bug is logged."""
    tasks = [asyncio.create_task(watch) for watch in watches]
    for task in tasks:
        task.add_done_callback(_log_bug)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def follow_health(dispatcher: Dispatcher, say: Callable[[bool], Awaitable[None]]) -> None:
    """Tell whether the model works, each time that changes."""
    well = True
    while True:
        await asyncio.sleep(LOOK_S)
        if dispatcher.well != well:
            well = dispatcher.well
            log.log(logging.INFO if well else logging.ERROR, "the model %s", "works again" if well else "always fails")
            await say(well)


def _log_bug(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception():
        log.error("bug in a watch", exc_info=task.exception())
