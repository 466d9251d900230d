"""The self-test's checks of pictures and models; as in :mod:`app.commands.selftest_libraries`, imported late."""

import time

from app.commands.selftest_check import Check, expect

_FLOOR_CONFIDENCE, _NMS_IOU = 0.25, 0.5
_LARGE = 200
"""Rows of a matrix that OpenCV leaves to BLAS and LAPACK; it does smaller ones itself."""


def _numpy() -> str:
    import numpy as np

    matrix = np.random.default_rng(1).random((_LARGE, _LARGE))
    solved = np.linalg.solve(matrix, matrix @ np.ones(_LARGE))
    expect(bool(np.allclose(solved, 1.0)), "a system of equations is solved wrongly")
    return np.__version__


def _opencv() -> str:
    import cv2
    import numpy as np

    picture = np.zeros((48, 64, 3), np.uint8)
    cv2.circle(picture, (32, 24), 15, (255, 255, 255), -1)
    for suffix in (".png", ".jpg"):
        packed = cv2.imencode(suffix, picture)[1]
        read = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.int16)
        expect(int(np.abs(read - picture).mean()) < 3, f"a {suffix} picture comes back different")
    return cv2.__version__


def _opencv_matrices() -> str:
    """What it leaves to BLAS and LAPACK, which a bundle for Linux takes from the system."""
    import cv2
    import numpy as np

    matrix = np.random.default_rng(2).random((_LARGE, _LARGE))
    one = np.eye(_LARGE)
    expect(bool(np.allclose(cv2.gemm(matrix, one, 1.0, one, 1.0), matrix + one)), "a product is wrong")
    solved = cv2.solve(matrix, matrix.sum(axis=1, keepdims=True))[1]
    expect(bool(np.allclose(solved, 1.0)), "equations are solved wrongly")
    values, left, right = cv2.SVDecomp(matrix)
    expect(bool(np.allclose(left * values.ravel() @ right, matrix)), "singular values are wrong")
    return f"{_LARGE} x {_LARGE}"


def _clip() -> str:
    import cv2
    import numpy as np

    from app.places import DEMO_CLIP
    from services.camera.opencv import quiet_opencv

    quiet_opencv()
    seen = []
    for interface in (cv2.CAP_ANY, cv2.CAP_FFMPEG):
        capture = cv2.VideoCapture(str(DEMO_CLIP), interface)
        try:
            found, frame = capture.read()
            expect(bool(found) and frame is not None and float(np.asarray(frame).std()) > 1, "the clip shows nothing")
            seen.append(str(capture.getBackendName()))
        finally:
            capture.release()
    return f"{DEMO_CLIP.name} by {', '.join(seen)}"


def _simplejpeg() -> str:
    import numpy as np
    import simplejpeg

    picture = np.full((64, 64, 3), 90, np.uint8)
    read = simplejpeg.decode_jpeg(simplejpeg.encode_jpeg(picture, colorspace="BGR"), colorspace="BGR")
    expect(int(np.abs(read.astype(int) - 90).max()) < 3, "a JPEG comes back different")
    return str(simplejpeg.__version__)


def _model() -> str:
    """Loaded, run and compared with its golden frame, as before a shift."""
    import onnxruntime

    from services.vision.batch_engine import OnnxBatchEngine
    from services.vision.model import load_model
    from services.vision.model_file import model_path, read_model_file

    path, begun_s = model_path("demo"), time.perf_counter()
    model = load_model(path, threads=2)
    expect(read_model_file(path).golden is not None, "the demo model has no golden frame")
    OnnxBatchEngine(model, floor_confidence=_FLOOR_CONFIDENCE, nms_iou=_NMS_IOU).warm_up()
    taken_s = time.perf_counter() - begun_s
    return f"{onnxruntime.__version__}, {model.provider}, {model.identity} recognises its golden frame, {taken_s:.1f} s"


VISION = (
    Check("numpy", ("numpy",), _numpy),
    Check("OpenCV", ("opencv-python-headless",), _opencv),
    Check("OpenCV, matrices", ("opencv-python-headless",), _opencv_matrices),
    Check("OpenCV, clip", ("opencv-python-headless",), _clip, needs_station=True),
    Check("simplejpeg", ("simplejpeg",), _simplejpeg),
    Check("ONNX Runtime, model", ("onnxruntime",), _model),
)
