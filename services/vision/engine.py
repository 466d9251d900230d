"""One frame in, its detections out: the batch engine as a station, a tool or a test uses it."""

from dataclasses import dataclass

from app.domain.detection import Detection, ModelIdentity
from app.ports.frame import BgrImage
from services.vision.batch import BatchResult
from services.vision.batch_engine import OnnxBatchEngine, detections
from services.vision.jpeg import FrameRejected, Rejection
from services.vision.model import Model


@dataclass(frozen=True, slots=True)
class EngineResult:
    """Detections best first. ``decode_ms`` is JPEG and letterbox, ``infer_ms`` the model and suppression."""

    detections: tuple[Detection, ...]
    decode_ms: float
    infer_ms: float


class Engine:
    """Runs ``model`` frame by frame. Not thread-safe: one engine per thread; models are shared."""

    def __init__(self, model: Model, *, floor_confidence: float, nms_iou: float, reduced_decode: bool = True) -> None:
        self._batch = OnnxBatchEngine(
            model, floor_confidence=floor_confidence, nms_iou=nms_iou, reduced_decode=reduced_decode
        )

    @property
    def model(self) -> ModelIdentity:
        return self._batch.model

    @property
    def labels(self) -> tuple[str, ...]:
        return self._batch.labels

    def warm_up(self) -> None:
        """Run the model until it is at speed. MODEL_UNUSABLE when it opens but cannot be computed or trusted."""
        self._batch.warm_up()

    def infer_image(self, image: BgrImage) -> EngineResult:
        """``image`` is uint8 [height, width, 3] BGR."""
        return self._only(self._batch.infer_images([image]))

    def infer_jpeg(self, data: bytes) -> EngineResult:
        """FrameRejected: not a frame that is safe to decode, or a damaged one."""
        return self._only(self._batch.infer([data]))

    def _only(self, result: BatchResult) -> EngineResult:
        (frame,) = result.frames
        if frame.rejected:
            raise FrameRejected(Rejection(frame.rejected))
        return EngineResult(detections(frame, result.labels), result.decode_ms, result.infer_ms)
