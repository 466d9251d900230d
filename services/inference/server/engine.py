"""What the server needs from whatever computes its frames: in this process, or on other nodes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.domain.detection import ModelIdentity
from services.vision.batch import BatchResult


class EngineHungError(Exception):
    """A batch was not finished in time. Its worker has been given up; the same frames are not tried again."""


class Engine(Protocol):
    """Computes batches of JPEG frames. Every method runs on the event loop and never blocks it.

    ``model``, ``slots`` and ``max_batch`` are known after ``start`` and may change with ``activate``.
    """

    @property
    def model(self) -> ModelIdentity:
        """The model of the next batch; a result names its own."""

    @property
    def slots(self) -> int:
        """How many calls of ``infer`` at a time are useful."""

    @property
    def max_batch(self) -> int:
        """How many frames one call may hold; 1 where batches gain nothing."""

    async def start(self) -> None:
        """Load and warm up. OperationalError: MODEL_MISSING, MODEL_UNUSABLE."""

    async def infer(self, frames: Sequence[bytes]) -> BatchResult:
        """At most ``max_batch`` frames. Any exception concerns the whole batch; whatever raised it has been replaced,
        so that the frames may be tried again one by one, except after :class:`EngineHungError`."""

    def refusal(self, frame: bytes) -> str:
        """Why a frame will not be computed, told in microseconds from its header; empty when it will be tried. Asked
        at arrival, so that a hostile frame does not wait behind honest ones."""

    async def activate(self, path: Path) -> ModelIdentity:
        """Load and warm up the model at ``path`` beside the one in use, then change over between two batches.
        OperationalError as ``start``, and the old model goes on."""

    async def close(self) -> None:
        """End workers; batches under way are finished first."""
