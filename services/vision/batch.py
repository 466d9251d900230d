"""The seam between whoever serves frames and whatever computes them: a list of JPEG frames in, compact arrays out.

Everything crosses a process or a node cheaply: bytes in, three small arrays a frame out, never a decoded picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.domain.detection import ModelIdentity


@dataclass(frozen=True, slots=True)
class FrameResult:
    """One frame's detections, best first: ``boxes`` float32 [n, 4] x1 y1 x2 y2 normalised to the original frame,
    ``scores`` float32 [n] 0..1, ``classes`` int32 [n] indices into the model's labels. ``rejected`` says why a frame
    was not computed; its arrays are empty then. ``rivals`` float32 [n]: how sure the model is of another class in the
    same place at most; None when it is not known."""

    boxes: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    classes: npt.NDArray[np.int32]
    rejected: str = ""
    rivals: npt.NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """One :class:`FrameResult` a frame, in the order given. ``decode_ms`` and ``infer_ms`` are of the whole batch, by
    the clock of the worker that computed it. ``model`` and ``labels`` are those that computed this very batch."""

    frames: tuple[FrameResult, ...]
    model: ModelIdentity
    labels: tuple[str, ...]
    decode_ms: float
    infer_ms: float


class BatchEngine(Protocol):
    """Computes a batch on the calling thread. One call at a time for each engine; several engines share one model.

    A frame that is not safe to decode, or damaged, is answered with ``rejected`` and never spoils its neighbours.
    Any exception from ``infer`` is a bug or a dead device, and concerns the whole batch.
    """

    @property
    def model(self) -> ModelIdentity: ...

    @property
    def labels(self) -> tuple[str, ...]: ...

    @property
    def max_batch(self) -> int:
        """How many frames one call may hold: 1 for a model of static batch 1."""

    def warm_up(self) -> None: ...

    def infer(self, frames: Sequence[bytes]) -> BatchResult: ...
