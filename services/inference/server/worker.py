"""A thread that computes for the event loop, and can be given up when it never comes back."""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Worker:
    """One thread, one job at a time. Its methods are called on the event loop."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        # A daemon, so that a thread stuck in a dead device does not keep the process from ending.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def run(self, job: Callable[[], T], limit_s: float | None = None) -> T:
        """Whatever ``job`` returns or raises. TimeoutError: it goes on for longer; the worker is to be given up."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._jobs.put((job, loop, done))
        async with asyncio.timeout(limit_s):
            return await done

    def end(self) -> None:
        """After the job under way, if there is one."""
        self._jobs.put(None)

    def join(self, limit_s: float) -> None:
        """Blocks: not on the event loop."""
        self._thread.join(limit_s)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            _do(*job)
            del job  # hold no model while waiting


def _do(job: Callable[[], Any], loop: asyncio.AbstractEventLoop, done: "asyncio.Future[Any]") -> None:
    try:
        result = job()
    except Exception as error:  # noqa: BLE001  # edge of the thread: raised again where it is awaited
        _tell(loop, _fail, done, error)
    else:
        _tell(loop, _succeed, done, result)


def _tell(loop: asyncio.AbstractEventLoop, tell: Callable[..., None], *args: object) -> None:
    if not loop.is_closed():  # given up, and the server has gone meanwhile
        loop.call_soon_threadsafe(tell, *args)


def _succeed(done: "asyncio.Future[Any]", result: object) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: "asyncio.Future[Any]", error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
