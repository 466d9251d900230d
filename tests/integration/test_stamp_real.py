"""The real library reads drawn covers. Skipped where the optional extra is not installed."""

import importlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.detection import Box, FrameStamp
from app.domain.part_number import canonical_part_number
from app.domain.stamp import StampReading, StampSays, stamp_says
from app.ports.frame import Frame
from services.stamp.rapidocr_reader import LIBRARY, RapidOcrStampReader, available
from services.synthetic.parts import CLASS_LABELS
from services.synthetic.scenes import PlacedCover, SceneSpec, compose

pytestmark = pytest.mark.skipif(not available(), reason="the optional extra `ocr` is not installed")


class Witness:
    """A real reader, asked for one cover after another."""

    def __init__(self) -> None:
        self._came = threading.Event()
        self._readings: list[StampReading] = []
        self._reader = RapidOcrStampReader(min_gap_s=0.0)
        self._reader.start(self._on_reading)

    def _on_reading(self, reading: StampReading) -> None:
        self._readings.append(reading)
        self._came.set()

    def read(self, label: str, turn_deg: float) -> StampReading:
        cover = PlacedCover(label, x=0.5, y=0.5, width_fraction=0.44, turn_deg=turn_deg, tilt_x_deg=5.0)
        scene = compose(SceneSpec(covers=(cover,)))
        self._came.clear()
        self._reader.offer(Frame(FrameStamp(1, 0.0, 1), scene.image), Box(*scene.covers[0].box), 1)
        assert self._came.wait(60), "no reading"
        return self._readings[-1]

    def close(self) -> None:
        self._reader.close()


@pytest.fixture(scope="module")
def witness() -> Iterator[Witness]:
    def never(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a station fetches nothing")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importlib.import_module(f"{LIBRARY}.utils.download_file").requests, "get", never)
        made = Witness()
        yield made
        made.close()


@pytest.mark.parametrize("turn_deg", [8.0, 174.0])
@pytest.mark.parametrize("label", CLASS_LABELS)
def test_a_drawn_cover_is_read_and_told_from_its_mirrored_twin(witness: Witness, label: str, turn_deg: float) -> None:
    reading = witness.read(label, turn_deg)
    side, other = ("L", "R") if label[10] == "L" else ("R", "L")
    twin = label[:10] + label[10:].replace(side, other, 1)
    assert stamp_says(reading, canonical_part_number(label)) is StampSays.AGREES, reading
    assert stamp_says(reading, canonical_part_number(twin)) is StampSays.CONTRADICTS, reading
