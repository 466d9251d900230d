"""Engines that do what a test wants of them. They find nothing."""

import threading
from collections.abc import Sequence

from app.domain.detection import ModelIdentity
from services.vision.batch import BatchResult
from services.vision.postprocess import nothing

POISON = b"poison"
PLAIN = ModelIdentity("plain", "1")


class PlainEngine:
    """Implements BatchEngine: finds nothing in anything; :data:`POISON` is a bug, and spoils the batch it is in."""

    labels: tuple[str, ...] = ()

    def __init__(self, model: ModelIdentity = PLAIN, *, max_batch: int = 8) -> None:
        self.model = model
        self.max_batch = max_batch
        self.broken = False

    def warm_up(self) -> None: ...

    def infer(self, frames: Sequence[bytes]) -> BatchResult:
        if POISON in frames or self.broken:
            self.broken = True  # as a device is after a crash: nothing goes through it any more
            raise ZeroDivisionError("poisoned")
        return BatchResult((nothing(),) * len(frames), self.model, self.labels, 0.0, 0.0)


class HeldEngine(PlainEngine):
    """Finishes a batch only when it is let; ``batches`` are those that were begun."""

    def __init__(self, *, max_batch: int = 8) -> None:
        super().__init__(ModelIdentity("held", "1"), max_batch=max_batch)
        self.batches: list[list[bytes]] = []
        self.let = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)

    @property
    def seen(self) -> list[bytes]:
        return [data for batch in self.batches for data in batch]

    def infer(self, frames: Sequence[bytes]) -> BatchResult:
        self.batches.append(list(frames))
        self.begun.release()
        assert self.let.acquire(timeout=20)
        return super().infer(frames)
