"""A detector: one replica, one device, and the local engine over it. All of it runs on the replica's event loop."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from app.domain.detection import ModelIdentity
from app.settings import Settings
from services.inference.server.engine import Engine
from services.inference.server.loading import build_engine
from services.vision.batch import BatchResult

log = logging.getLogger(__name__)

CALLS_UNDER_WAY = 3
"""Batches a replica has at a time: one computed, one decoded, one on its way."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a replica computes with, and how many frames one call may hold."""

    model: ModelIdentity
    max_batch: int


class Detector:
    """A Serve deployment. It is running once its model is warm; a replica that cannot load it fails with its
    OperationalError, and Serve says so."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine = build_engine(settings)
        self._next: tuple[str, Engine] | None = None
        self._turns = asyncio.Semaphore(0)
        self._closing: set[asyncio.Task[None]] = set()

    async def reconfigure(self, _user_config: object) -> None:
        """Called by Serve before the first frame: loads the model. Not used to change it: while a replica is
        reconfigured it gets no frames."""
        await self._engine.start()
        self._turns = asyncio.Semaphore(self._engine.slots)

    async def infer(self, frames: list[bytes]) -> BatchResult:
        """As Engine.infer, and of the same errors."""
        async with self._turns:
            return await self._engine.infer(frames)

    async def describe(self) -> Description:
        return Description(self._engine.model, self._engine.max_batch)

    async def prepare(self, path: str) -> Description:
        """Load and warm up the model at ``path`` beside the one in use. OperationalError, and nothing changes."""
        await self.forget()
        following = _engine_of(self._settings, path)
        try:
            await following.start()
        except BaseException:
            await following.close()
            raise
        self._next = path, following
        return Description(following.model, following.max_batch)

    async def change_over(self, path: str) -> Description:
        """Between two batches. A replica that has come meanwhile, and has not prepared ``path``, does so now."""
        if self._next is None or self._next[0] != path:
            await self.prepare(path)
        assert self._next is not None
        before, (_, self._engine), self._next = self._engine, self._next, None
        self._turns = asyncio.Semaphore(self._engine.slots)
        closing = asyncio.create_task(before.close())  # which finishes its batches first
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        return await self.describe()

    async def forget(self) -> None:
        """What was prepared is not wanted, since another replica could not load it."""
        if self._next is not None:
            following, self._next = self._next[1], None
            await following.close()


def _engine_of(settings: Settings, path: str) -> Engine:
    """Over the model at ``path``, whatever was activated before."""
    model = settings.model.model_copy(update={"path": str(Path(path))})
    server = settings.server.model_copy(update={"models_dir": ""})
    return build_engine(settings.model_copy(update={"model": model, "server": server}))
