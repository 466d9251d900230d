"""A gateway: the same server as on a single machine, in a Serve replica, with the detectors as its engine."""

import asyncio
import logging
import sys
from typing import Any

import ray

from app.settings import Settings
from services.inference.ray.engine import RayEngine
from services.inference.server.logs import logs_off_the_loop
from services.inference.server.main import run

log = logging.getLogger(__name__)

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared with, not listened on


class Gateway:
    """A Serve deployment with at most one replica a node. Stations connect to its own port: their frames never pass
    through Serve's proxies, and Serve counts none of them as its requests."""

    def __init__(self, settings: Settings, detectors: Any) -> None:
        self._settings = settings
        rules = settings.server
        self._engine = RayEngine(detectors, limit_s=settings.ray.call_limit_s, fresh_s=rules.max_stale_ms / 1e3)
        self._stop = asyncio.Event()
        self._port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._serving: asyncio.Task[None] | None = None

    async def reconfigure(self, _user_config: object) -> None:
        """Called by Serve once: returns when the gateway says SERVING, raises what kept it from that."""
        self._serving = asyncio.create_task(self._serve())
        await asyncio.wait((self._serving, self._port), return_when=asyncio.FIRST_COMPLETED)
        self._raise_if_over()

    async def address(self) -> str:
        """Where stations find it."""
        host = self._settings.server.host
        port = await asyncio.shield(self._port)
        return f"{ray.util.get_node_ip_address() if host in _EVERYWHERE else host}:{port}"

    async def check_health(self) -> None:
        """Called by Serve; a gateway that raises is replaced."""
        self._raise_if_over()

    async def __del__(self) -> None:
        """Called by Serve when the replica is stopped: finishes the frames under way."""
        self._stop.set()
        if self._serving:
            await asyncio.gather(self._serving, return_exceptions=True)

    async def _serve(self) -> None:
        # Not to sys.stderr: Serve replaces it by one that looks up the caller of every line.
        logging.basicConfig(level=self._settings.log.level, stream=sys.__stderr__)
        with logs_off_the_loop():
            await run(self._settings, self._engine, self._stop, self._port.set_result)

    def _raise_if_over(self) -> None:
        if self._serving and self._serving.done():
            self._serving.result()
            raise RuntimeError("the gateway has ended")
