"""The model in this process: a few threads over shared weights, each with buffers of its own."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.detection import ModelIdentity
from app.domain.errors import OperationalError
from services.inference.server.engine import EngineHungError
from services.inference.server.worker import Worker
from services.vision.batch import BatchEngine, BatchResult

log = logging.getLogger(__name__)

INFER_LIMIT_S = 10.0
"""A batch that takes longer than this never comes back."""

_JOIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model that is open: how many engines over it are useful, how one more is made, whether batches gain time, and
    which frames it refuses by their header. ``new_lone_engine`` makes one that computes a single frame with everything
    the machine has, where that is another engine."""

    new_engine: Callable[[], BatchEngine]
    slots: int
    batches: bool
    refusal: Callable[[bytes], str] = lambda _frame: ""
    new_lone_engine: Callable[[], BatchEngine] | None = None


Load = Callable[[Path], Loaded]
"""Opens a model; called on a worker thread. OperationalError: MODEL_MISSING, MODEL_UNUSABLE."""


@dataclass(eq=False, slots=True)
class _Pool:
    """Engines of one kind. ``free`` ones are warm; one that raises is not given back, the next job makes another."""

    new_engine: Callable[[], BatchEngine]
    free: list[BatchEngine] = field(default_factory=list)

    def warm_up(self, count: int) -> None:
        for _ in range(count):
            engine = self.new_engine()
            engine.warm_up()
            self.free.append(engine)

    def job(self, frames: Sequence[bytes]) -> Callable[[], BatchResult]:
        """``frames`` through one of the engines, taken now; for a worker thread."""
        taken = self.free.pop() if self.free else None

        def compute() -> BatchResult:
            engine = taken or self.new_engine()
            result = engine.infer(frames)
            self.free.append(engine)
            return result

        return compute


@dataclass(frozen=True, slots=True)
class _Generation:
    """One model in use, from its activation to the end of its last batch. ``lone``: for a frame that is alone."""

    loaded: Loaded
    model: ModelIdentity
    max_batch: int
    shared: _Pool
    lone: _Pool


class LocalEngine:
    """Implements Engine with threads: decoding and ONNX Runtime release the interpreter's lock.

    ``instead`` is loaded at the start where ``path`` cannot be used: a model that was activated once, and is damaged by
    now, must not keep the stations waiting. An engine whose call raised is thrown away and made anew, and so is a
    thread that does not come back.
    """

    def __init__(
        self, load: Load, path: Path, *, instead: Path | None = None, infer_limit_s: float = INFER_LIMIT_S
    ) -> None:
        self._load, self._path, self._instead, self._infer_limit_s = load, path, instead, infer_limit_s
        self._now: _Generation | None = None
        self._threads: list[Worker] = []
        self._idle: list[Worker] = []
        self._under_way = 0
        self._loading = asyncio.Lock()

    @property
    def model(self) -> ModelIdentity:
        return self._generation.model

    @property
    def slots(self) -> int:
        return self._generation.loaded.slots

    @property
    def max_batch(self) -> int:
        return self._generation.max_batch

    async def start(self) -> None:
        try:
            await self.activate(self._path)
        except OperationalError as error:
            if self._instead in (None, self._path):
                raise
            log.error("%s cannot be used, %s serves: %s", self._path, self._instead, error)
            await self.activate(self._instead)

    def refusal(self, frame: bytes) -> str:
        return self._generation.loaded.refusal(frame)

    async def activate(self, path: Path) -> ModelIdentity:
        async with self._loading:
            generation = await self._aside(lambda: _open(self._load, path))
            while len(self._threads) < generation.loaded.slots:
                self._new_thread()
            self._now = generation
        return generation.model

    async def infer(self, frames: Sequence[bytes]) -> BatchResult:
        generation = self._generation
        alone = not self._under_way and len(frames) == 1
        pool = generation.lone if alone else generation.shared
        if not self._idle:
            self._new_thread()
        thread = self._idle.pop()
        self._under_way += 1
        try:
            result = await thread.run(pool.job(frames), self._infer_limit_s)
        except TimeoutError as error:
            self._give_up(thread)
            raise EngineHungError(f"no answer from the model for {self._infer_limit_s:g} s") from error
        except Exception:
            self._idle.append(thread)
            raise
        finally:
            self._under_way -= 1
        self._idle.append(thread)
        return result

    async def close(self) -> None:
        for thread in self._threads:
            thread.end()
        await asyncio.to_thread(_join, self._threads)
        self._threads, self._idle, self._now = [], [], None

    @property
    def _generation(self) -> _Generation:
        assert self._now is not None, "start() comes first"
        return self._now

    def _new_thread(self) -> None:
        thread = Worker(f"engine-{len(self._threads)}")
        self._threads.append(thread)
        self._idle.append(thread)

    def _give_up(self, thread: Worker) -> None:
        log.error("a batch did not come back within %g s; its thread is given up", self._infer_limit_s)
        thread.end()
        self._threads.remove(thread)

    async def _aside(self, job: Callable[[], _Generation]) -> _Generation:
        """Run ``job`` on a thread of its own: loading must not stand in the way of frames."""
        thread = Worker("load-model")
        try:
            return await thread.run(job)
        finally:
            thread.end()


def _open(load: Load, path: Path) -> _Generation:
    loaded = load(path)
    shared = _Pool(loaded.new_engine)
    shared.warm_up(loaded.slots)
    lone = shared
    if loaded.new_lone_engine:
        lone = _Pool(loaded.new_lone_engine)
        lone.warm_up(1)
    first = shared.free[0]
    return _Generation(loaded, first.model, first.max_batch if loaded.batches else 1, shared, lone)


def _join(threads: Sequence[Worker]) -> None:
    for thread in threads:
        thread.join(_JOIN_S)
