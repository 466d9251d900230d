"""The synthetic detection: lets operations test everything behind the model without one."""

from collections.abc import Sequence

import numpy as np

from app.domain.detection import ModelIdentity
from services.vision import jpeg
from services.vision.batch import BatchResult, FrameResult
from services.vision.postprocess import nothing

LABELS = ("W_CV01_D26RXXX_C03N_NL_DG00",)
DETECTION = FrameResult(
    boxes=np.array([[0.20, 0.25, 0.80, 0.75]], np.float32),
    scores=np.array([0.50], np.float32),
    classes=np.array([0], np.int32),
)


class SyntheticEngine:
    """Implements BatchEngine: answers every frame that could be decoded with :data:`DETECTION`."""

    model = ModelIdentity("synthetic", "1")
    labels = LABELS
    max_batch = 64

    def warm_up(self) -> None:
        """Nothing to warm."""

    def infer(self, frames: Sequence[bytes]) -> BatchResult:
        return BatchResult(tuple(map(_answer, frames)), self.model, self.labels, 0.0, 0.0)


def _answer(data: bytes) -> FrameResult:
    try:
        jpeg.check(data)
    except jpeg.FrameRejected as refused:
        return nothing(refused.reason)
    return DETECTION
