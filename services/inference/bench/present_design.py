"""The design the plant runs today, built here only to be measured against: FastAPI, base64 in JSON, one lock.

``python -m services.inference.bench.present_design MODEL`` with an .onnx file of float32 input, or ``simulated``.
"""

import base64
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import fastapi
import numpy as np
import numpy.typing as npt
import onnxruntime as ort
import pydantic
import uvicorn

from services.inference.server.simulated import SimulatedDevice

GREY = 114
FLOOR, IOU = 0.25, 0.5
_SIMULATED_INPUT = 640, 384  # width and height, as of our simulated engine
Image = npt.NDArray[np.uint8]
Prepared = npt.NDArray[np.float32]
Predict = Callable[[Prepared], Prepared]


class Frame(pydantic.BaseModel):
    station_id: str
    image: str


class Predictor:
    """The model behind one lock, as a predictor object shared by all requests is used: it prepares, runs and reads."""

    def __init__(self, run: Predict, width: int, height: int) -> None:
        self._run, self._width, self._height = run, width, height
        self._lock = threading.Lock()

    def __call__(self, image: Image) -> tuple[list[dict[str, object]], float]:
        with self._lock:
            began_s = time.perf_counter()
            output = self._run(self._prepared(image))
            found = _read(output[0])
            return found, (time.perf_counter() - began_s) * 1e3

    def _prepared(self, image: Image) -> Prepared:
        height, width = image.shape[:2]
        scale = min(self._width / width, self._height / height)
        size = (round(width * scale), round(height * scale))
        resized = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
        top, left = (self._height - size[1]) // 2, (self._width - size[0]) // 2
        bottom, right = self._height - size[1] - top, self._width - size[0] - left
        boxed = cv2.copyMakeBorder(resized, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(GREY,) * 3)
        batch = np.ascontiguousarray(boxed[..., ::-1].transpose(2, 0, 1)[None])
        return batch.astype(np.float32) / np.float32(255)


def _read(output: Prepared) -> list[dict[str, object]]:
    scores = output[4:].max(axis=0)
    kept = scores >= FLOOR
    boxes, scores, classes = output[:4, kept].T, scores[kept], output[4:, kept].argmax(axis=0)
    corner = np.concatenate((boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, 2:]), axis=1)
    best = cv2.dnn.NMSBoxes(corner.tolist(), scores.tolist(), FLOOR, IOU)
    return [
        {"class": int(classes[index]), "confidence": float(scores[index]), "box": corner[index].tolist()}
        for index in np.asarray(best, int).ravel()
    ]


def build(predict: Predictor) -> fastapi.FastAPI:
    def detect(frame: Frame) -> dict[str, object]:  # in FastAPI's thread pool
        data = np.frombuffer(base64.b64decode(frame.image), np.uint8)
        image = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
        found, infer_ms = predict(image)
        return {"detections": found, "infer_ms": infer_ms}

    service = fastapi.FastAPI()
    service.add_api_route("/detect", detect, methods=["POST"])
    return service


def _simulated() -> Predict:
    device, nothing = SimulatedDevice(), np.zeros((1, 4 + 10, 100), np.float32)

    def run(prepared: Prepared) -> Prepared:
        device.compute(len(prepared))
        return nothing

    return run


def predictor(model: str) -> Predictor:
    if model == "simulated":
        return Predictor(_simulated(), *_SIMULATED_INPUT)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 2
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = ort.InferenceSession(Path(model).read_bytes(), options, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    return Predictor(lambda prepared: session.run(None, {source.name: prepared})[0], source.shape[3], source.shape[2])


def _end_with_stdin() -> None:
    """Whoever started it is gone."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    threading.Thread(target=_end_with_stdin, name="stdin", daemon=True).start()
    service = build(predictor(sys.argv[1]))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(f"listening on 127.0.0.1:{listening.getsockname()[1]}", flush=True)  # whoever connects waits a moment
        uvicorn.Server(uvicorn.Config(service, log_level="warning", access_log=False)).run([listening])


if __name__ == "__main__":
    main()
