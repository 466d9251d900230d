"""RapidOCR on ONNX Runtime, on one thread of its own. The library is optional and imported on that thread."""

import importlib
import importlib.util
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from app.domain.detection import Box
from app.domain.stamp import MIN_READING_CONFIDENCE, StampReading, holds_size
from app.ports.frame import BgrImage, Frame
from app.ports.stamp_reader import OnReading
from app.runtime.latest_slot import LatestSlot

log = logging.getLogger(__name__)

Line = tuple[str, float]
ReadText = Callable[[BgrImage], list[Line]]
"""Lines found in a picture, uint8 [height, width, 3] BGR, from top to bottom: text as read, confidence 0..1."""

LIBRARY = "rapidocr"
MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
DETECTION_SIDE_PX = 416
"""Text is looked for at this long side, and read at the crop's own resolution; chosen by measurement, decision 0013."""

MARGIN = 0.03
MIN_COVER_PX = 320
"""A cover whose long side is shorter in the frame is not read: of the few that can be, one in eight is misread."""

MIN_LINE_CHARS = 6


def available() -> bool:
    """Whether the library is installed; it is not imported."""
    return importlib.util.find_spec(LIBRARY) is not None


def load_rapidocr() -> ReadText:
    """The library with the models in its package: one thread, nothing fetched. ImportError when it is not there.

    One ONNX Runtime thread means no pool, hence none that spins. The library's own turning of lines is off: it rights
    only half of the blurred ones (decision 0013), and the reader turns the whole cover.
    """
    library: Any = importlib.import_module(LIBRARY)
    models = Path(library.__file__).parent / "models"
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    paths = {f"{task}.model_path": str(models / name) for task, name in MODELS.items()}  # a named file is never fetched
    detection = {"Det.limit_side_len": DETECTION_SIDE_PX, "Det.limit_type": "max"}
    engine = library.RapidOCR(
        params={"Global.log_level": "error", "Global.use_cls": False, **threads, **paths, **detection}
    )

    def read_text(image: BgrImage) -> list[Line]:
        found = engine(image)
        if found.txts is None or found.scores is None:
            return []
        return [(str(text), float(score)) for text, score in zip(found.txts, found.scores, strict=True)]

    return read_text


class RapidOcrStampReader:
    """Implements StampReader on a daemon thread, which loads the library when the first cover is offered.

    After each cover it rests ``min_gap_s`` (seconds), so that it never takes a core to itself; ``rest`` is the wait,
    which a ``close`` cuts short. A library that cannot be loaded is logged and ends the thread; a cover that
    makes the library raise is logged, the first of them only, and the next one is tried.
    """

    def __init__(
        self,
        load: Callable[[], ReadText] = load_rapidocr,
        min_gap_s: float = 0.5,
        rest: Callable[[float], object] | None = None,
    ) -> None:
        self._load = load
        self._min_gap_s = min_gap_s
        self._closing = threading.Event()
        self._rest = rest or self._closing.wait
        self._slot: LatestSlot[tuple[Frame, Box, int]] = LatestSlot()
        self._thread: threading.Thread | None = None
        self._turned = False  # how the last cover that could be read lay; tried first
        self._complained = False

    def start(self, on_reading: OnReading) -> None:
        self._thread = threading.Thread(target=self._run, args=(on_reading,), name="stamp-reader", daemon=True)
        self._thread.start()

    def offer(self, frame: Frame, box: Box, track_id: int) -> None:
        self._slot.put((frame, box, track_id))

    def close(self) -> None:
        self._closing.set()
        self._slot.close()
        if self._thread:
            self._thread.join()

    def _run(self, on_reading: OnReading) -> None:
        read_text: ReadText | None = None
        while (waiting := self._slot.take()) is not None:
            try:
                read_text = read_text or self._load()
                self._witness(read_text, waiting, on_reading)
            except Exception:
                if not self._complained:
                    log.exception("stamps are not read" if read_text is None else "a stamp could not be read")
                self._complained = True
                if read_text is None:
                    self._slot.close()
                    return
            self._rest(self._min_gap_s)

    def _witness(self, read_text: ReadText, waiting: tuple[Frame, Box, int], on_reading: OnReading) -> None:
        frame, box, track_id = waiting
        used = self._read_either_way(read_text, cover_crop(frame.image, box))
        if used and not self._slot.closed:
            text, confidence = " ".join(text for text, _ in used), lowest_size_confidence(used)
            on_reading(StampReading(track_id, frame.stamp, text, confidence))

    def _read_either_way(self, read_text: ReadText, crop: BgrImage) -> list[Line]:
        """The lines of the stamp; the other way up is tried when no size is found for certain. Empty: neither."""
        if max(crop.shape[:2]) < MIN_COVER_PX or not crop.size:
            return []
        for turned in (self._turned, not self._turned):
            if used := stamp_lines(read_text(half_turn(crop) if turned else crop)):
                self._turned = turned
                return used
            if self._slot.closed:
                break
        return []


def cover_crop(image: BgrImage, box: Box) -> BgrImage:
    """The cover with a margin of 3 % a side, in the frame's resolution; uint8 [h, w, 3], a view, empty when outside."""
    height, width = image.shape[:2]
    dx, dy = (box.x2 - box.x1) * MARGIN, (box.y2 - box.y1) * MARGIN
    left, right = max(0, int((box.x1 - dx) * width)), max(0, int((box.x2 + dx) * width))
    top, bottom = max(0, int((box.y1 - dy) * height)), max(0, int((box.y2 + dy) * height))
    return image[top:bottom, left:right]


def half_turn(image: BgrImage) -> BgrImage:
    """Turned by 180°, contiguous."""
    return np.ascontiguousarray(image[::-1, ::-1])


def stamp_lines(lines: list[Line]) -> list[Line]:
    """Those that may belong to a part number, all certain. Empty unless one of them holds a size and side.

    Signs, plugs and ribs are read as a letter or two. An uncertain line is left out, so that a doubtful type code never
    speaks with the confidence of the size; upside down, ``C03N-NL-DG00`` is read as ``C03L--EG0`` with 60 to 75 %.
    """
    used = [
        (text, confidence)
        for text, confidence in lines
        if confidence >= MIN_READING_CONFIDENCE
        and (holds_size(text) or sum(char.isalnum() for char in text) >= MIN_LINE_CHARS)
    ]
    return used if any(holds_size(text) for text, _ in used) else []


def lowest_size_confidence(lines: list[Line]) -> float:
    """Confidence 0..1 of the least certain line that holds a size; ValueError when none does."""
    return min(confidence for text, confidence in lines if holds_size(text))
