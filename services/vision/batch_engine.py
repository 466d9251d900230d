"""JPEG frames to detections, a batch at a time, in buffers that are allocated once."""

import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from app.domain.detection import Box, Detection, ModelIdentity
from app.ports.frame import BgrImage
from services.vision.batch import BatchResult, FrameResult
from services.vision.canvas import Canvas, InputTensor
from services.vision.golden import differs
from services.vision.jpeg import FrameRejected
from services.vision.letterbox import FloatArray, Letterbox
from services.vision.model import Model
from services.vision.model_card import unusable
from services.vision.postprocess import nothing, select
from services.vision.providers import RUNTIME_ERRORS

WARM_UP_RUNS = 2


class OnnxBatchEngine:
    """Implements BatchEngine with ``model``. Not thread-safe: one engine per thread; models are shared.

    ``max_batch`` counts for a model whose batch is free; a static one brings its own. ``reduced_decode`` decodes a
    JPEG at the smallest scale the model's input needs; without it, at full scale.
    """

    def __init__(
        self,
        model: Model,
        *,
        floor_confidence: float,
        nms_iou: float,
        max_batch: int = 1,
        reduced_decode: bool = True,
    ) -> None:
        self._model = model
        self._floor = floor_confidence
        self._iou = None if model.layout.suppressed else nms_iou
        self._reduced = reduced_decode
        self._max_batch = model.input.static_batch or max_batch
        self._canvas = Canvas(model.input.width, model.input.height, self._max_batch)
        self._tensor = InputTensor(self._canvas, model.input.dtype, channels_last=model.input.channels_last)

    @property
    def model(self) -> ModelIdentity:
        return self._model.identity

    @property
    def labels(self) -> tuple[str, ...]:
        return self._model.classes

    @property
    def max_batch(self) -> int:
        return self._max_batch

    def warm_up(self) -> None:
        """Run at both ends of the batch sizes until at speed, then recognise the golden frame. MODEL_UNUSABLE."""
        blank = np.zeros((self._model.input.height, self._model.input.width, 3), np.uint8)
        try:
            for count in sorted({1, self._max_batch}) * WARM_UP_RUNS:
                self.infer_images([blank] * count)
            self._recognise_golden()
        except RUNTIME_ERRORS as error:
            raise unusable(self._model.path, "it fails when it is run") from error

    def infer(self, frames: Sequence[bytes]) -> BatchResult:
        return self._infer([self._jpeg(data) for data in frames])

    def infer_images(self, images: Sequence[BgrImage]) -> BatchResult:
        """``images`` are uint8 [height, width, 3] BGR of any sizes."""
        return self._infer([self._image(image) for image in images])

    def put(self, slot: int, data: bytes) -> Letterbox:
        """First stage, decode: JPEG ``data`` into ``slot``. FrameRejected."""
        return self._canvas.put_jpeg(slot, data, reduced=self._reduced)

    def convert(self, slot: int) -> None:
        """Second stage, the slot's pixels as the numbers the model wants."""
        self._tensor.convert(slot)

    def run(self, count: int) -> FloatArray:
        """Third stage: the model's output for the first ``count`` slots."""
        return self._model.run(self._tensor.array[: self._model.input.static_batch or count])

    def read(self, output: FloatArray, letterbox: Letterbox) -> FrameResult:
        """Last stage: one frame's output → its detections."""
        return select(self._model.candidates(output, self._floor), letterbox, iou=self._iou)

    def _jpeg(self, data: bytes) -> Callable[[int], Letterbox]:
        return lambda slot: self.put(slot, data)

    def _image(self, image: BgrImage) -> Callable[[int], Letterbox]:
        return lambda slot: self._canvas.put_image(slot, image)

    def _infer(self, frames: Sequence[Callable[[int], Letterbox]]) -> BatchResult:
        """Each of ``frames`` puts itself into a slot; one that is rejected leaves the slot to the next."""
        if len(frames) > self._max_batch:
            raise ValueError(f"{len(frames)} frames for a batch of at most {self._max_batch}")
        began = time.perf_counter()
        placed: list[Letterbox | str] = []
        count = 0
        for put in frames:
            try:
                placed.append(put(count))
            except FrameRejected as rejected:
                placed.append(str(rejected))
                continue
            self.convert(count)
            count += 1
        ready = time.perf_counter()
        outputs = iter(self.run(count)) if count else iter(())
        results = tuple(self._results(placed, outputs))
        done = time.perf_counter()
        return BatchResult(results, self.model, self.labels, (ready - began) * 1e3, (done - ready) * 1e3)

    def _results(self, placed: Sequence[Letterbox | str], outputs: Iterator[FloatArray]) -> Iterator[FrameResult]:
        for each in placed:
            yield nothing(each) if isinstance(each, str) else self.read(next(outputs), each)

    def _recognise_golden(self) -> None:
        golden = self._model.golden
        if golden is None:
            return
        (frame,) = self.infer([golden.jpeg]).frames
        problem = frame.rejected or differs(golden.expected, detections(frame, self.labels), self._floor)
        if problem:
            raise unusable(self._model.path, f"its golden frame is not recognised ({problem})")


def detections(frame: FrameResult, labels: Sequence[str]) -> tuple[Detection, ...]:
    """The arrays as domain values, best first."""
    rivals = [0.0] * len(frame.scores) if frame.rivals is None else frame.rivals.tolist()
    rows = zip(frame.classes.tolist(), frame.scores.tolist(), frame.boxes.tolist(), rivals, strict=True)
    return tuple(Detection(labels[index], score, Box(*box), rival) for index, score, box, rival in rows)
