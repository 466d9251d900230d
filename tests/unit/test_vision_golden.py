import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.detection import Box, Detection
from app.domain.errors import ErrorCode, OperationalError
from services.vision import jpeg
from services.vision.engine import Engine
from services.vision.golden import differs, write_golden
from services.vision.model import load_model
from services.vision.model_card import read_card_values, write_card_values
from tests.fakes.onnx_models import colour_model

ONE = Detection("red_cover", 0.9, Box(0.2, 0.2, 0.6, 0.6))


def engine_of(folder: Path) -> Engine:
    return Engine(load_model(folder, threads=1), floor_confidence=0.25, nms_iou=0.5)


def red(value: int) -> bytes:
    image = np.zeros((64, 128, 3), np.uint8)
    image[..., 2] = value
    return jpeg.encode(image, 95)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = colour_model(tmp_path / "colour.onnx").read_bytes()
    lines = [
        'name = "colour"',
        'version = "1"',
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"',
        "[notes]",
        'by = "a \\"b\\""',
    ]
    (tmp_path / "model.toml").write_text("\n".join(lines), encoding="utf-8")
    write_golden(tmp_path, red(230), engine_of(tmp_path).infer_jpeg(red(230)).detections)
    return tmp_path


def problem_of(folder: Path) -> str:
    with pytest.raises(OperationalError) as caught:
        engine_of(folder).warm_up()
    assert caught.value.code is ErrorCode.MODEL_UNUSABLE
    return str(caught.value.details["problem"])


def test_a_model_that_recognises_its_golden_frame_is_ready(folder: Path) -> None:
    engine_of(folder).warm_up()
    card = tomllib.loads((folder / "model.toml").read_text(encoding="utf-8"))
    assert card["notes"] == {"by": 'a "b"'}  # what else the card says stays
    assert card["golden"]["detections"][0]["label"] == "red_cover"


@pytest.mark.parametrize("value", [0, 150])
def test_another_picture_in_its_place_is_not_recognised(folder: Path, value: int) -> None:
    (folder / "golden.jpg").write_bytes(red(value))
    assert "its golden frame is not recognised (no red_cover where it should be)" in problem_of(folder)


@pytest.mark.parametrize("content", [None, b"", b"no picture"])
def test_a_golden_frame_that_cannot_be_read(folder: Path, content: bytes | None) -> None:
    (folder / "golden.jpg").unlink()
    if content is not None:
        (folder / "golden.jpg").write_bytes(content)
    assert "its golden frame golden.jpg cannot be read" in problem_of(folder)


def test_a_damaged_golden_frame(folder: Path) -> None:
    (folder / "golden.jpg").write_bytes(red(230)[:-40])
    assert "not recognised (the frame is damaged" in problem_of(folder)


def test_a_card_cannot_name_a_frame_outside_its_folder(folder: Path) -> None:
    card = folder / "model.toml"
    card.write_text(card.read_text(encoding="utf-8").replace("golden.jpg", "../golden.jpg"), encoding="utf-8")
    assert problem_of(folder).startswith("golden.frame")


def test_nothing_is_written_without_a_card_or_a_detection(tmp_path: Path) -> None:
    for detections in ((ONE,), ()):
        with pytest.raises(OperationalError):
            write_golden(tmp_path, red(230), detections)
        (tmp_path / "model.toml").write_text('name = "a"\nversion = "1"')


@pytest.mark.parametrize(
    ("found", "well"),
    [
        ([ONE], True),
        ([replace(ONE, confidence=0.86)], True),
        ([ONE, Detection("green_cover", 0.5, ONE.box)], True),
        ([replace(ONE, confidence=0.8)], False),
        ([replace(ONE, label="green_cover")], False),
        ([replace(ONE, box=Box(0.25, 0.2, 0.6, 0.6))], False),
        ([ONE, Detection("green_cover", 0.7, ONE.box)], False),
        ([], False),
    ],
)
def test_what_counts_as_recognised(found: list[Detection], well: bool) -> None:
    assert (differs([ONE], found, 0.25) == "") is well


def test_a_card_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    values = {
        "name": 'a "b" \\ c\n',
        "plain": [1, 2.5, True, "ü"],
        "section": {"a key": {"x.y": [{"z": 1}]}, "b": "t\t"},
    }
    write_card_values(tmp_path / "model.toml", values)
    assert read_card_values(tmp_path / "model.toml") == values
