"""One frame in, its detections out."""

import time
from dataclasses import dataclass

import numpy as np

from app.domain.detection import Detection, ModelIdentity
from app.ports.frame import BgrImage
from services.vision import jpeg
from services.vision.letterbox import InputBuffer, Letterbox
from services.vision.model import RUNTIME_ERRORS, Model
from services.vision.model_file import unusable
from services.vision.postprocess import select

WARM_UP_RUNS = 2


@dataclass(frozen=True, slots=True)
class EngineResult:
    """Detections best first. ``decode_ms`` is JPEG and letterbox, ``infer_ms`` the model and suppression."""

    detections: tuple[Detection, ...]
    decode_ms: float
    infer_ms: float


class Engine:
    """Runs ``model`` frame by frame in its own buffers. Not thread-safe: one engine per thread; models are shared."""

    def __init__(self, model: Model, *, floor_confidence: float, nms_iou: float) -> None:
        self._model = model
        self._floor = floor_confidence
        self._iou = nms_iou
        self._input = InputBuffer(model.input_width, model.input_height, model.input_dtype)

    @property
    def model(self) -> ModelIdentity:
        return self._model.identity

    def warm_up(self) -> None:
        """Run the model until it is at speed. MODEL_UNUSABLE when it opens but cannot be computed."""
        blank = np.zeros((self._model.input_height, self._model.input_width, 3), np.uint8)
        try:
            for _ in range(WARM_UP_RUNS):
                self.infer_image(blank)
        except RUNTIME_ERRORS as error:
            raise unusable(self._model.path, "it fails when it is run") from error

    def infer_image(self, image: BgrImage) -> EngineResult:
        """``image`` is uint8 [height, width, 3] BGR."""
        began = time.perf_counter()
        height, width = image.shape[:2]
        return self._infer(image, self._letterbox(width, height), began)

    def infer_jpeg(self, data: bytes) -> EngineResult:
        """FrameRejected: not a frame that is safe to decode, or a damaged one."""
        began = time.perf_counter()
        header = jpeg.check(data)
        letterbox = self._letterbox(header.width, header.height)
        image = jpeg.decode(data, min_width=letterbox.content_width, min_height=letterbox.content_height)
        return self._infer(image, letterbox, began)

    def _letterbox(self, width: int, height: int) -> Letterbox:
        return Letterbox.fit(width, height, self._model.input_width, self._model.input_height)

    def _infer(self, image: BgrImage, letterbox: Letterbox, began: float) -> EngineResult:
        self._input.fill(image, letterbox)
        ready = time.perf_counter()
        output = self._model.run(self._input.array)[0]
        candidates = self._model.read_output(output, self._floor)
        found = select(candidates, letterbox, self._model.classes, iou=self._iou)
        done = time.perf_counter()
        return EngineResult(found, (ready - began) * 1e3, (done - ready) * 1e3)
