import hashlib
import re
from pathlib import Path

import pytest
from onnx import TensorProto

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from services.vision import model_file
from services.vision.engine import Engine
from services.vision.model import load_model
from services.vision.model_card import Thresholds
from services.vision.model_file import model_path
from tests.fakes.onnx_models import CLASSES, HEIGHT, WIDTH, colour_model, model_with_outputs, with_external_data


def problem_of(path: Path) -> str:
    with pytest.raises(OperationalError) as caught:
        load_model(path, threads=1)
    assert caught.value.code is ErrorCode.MODEL_UNUSABLE
    assert "path" in caught.value.details
    return str(caught.value.details["problem"])


def card(folder: Path, **extra: str) -> None:
    lines = {"name": '"demo"', "version": '"1.2"', **extra}
    (folder / "model.toml").write_text("\n".join(f"{key} = {value}" for key, value in lines.items()))


def test_a_lone_file_is_named_after_itself_and_its_content(tmp_path: Path) -> None:
    file = colour_model(tmp_path / "colour.onnx")
    model = load_model(file, threads=1)
    assert model.identity == ModelIdentity("colour", hashlib.sha256(file.read_bytes()).hexdigest()[:8])
    assert model.classes == CLASSES
    assert (model.input.width, model.input.height) == (WIDTH, HEIGHT)


def test_a_folder_is_named_by_its_card(tmp_path: Path) -> None:
    file = colour_model(tmp_path / "colour.onnx", names=None)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    card(tmp_path, classes=str(list(CLASSES)), sha256=f'"{digest}"')
    model = load_model(tmp_path, threads=1)
    assert model.identity == ModelIdentity("demo", "1.2")
    assert model.classes == CLASSES


def test_the_card_chooses_among_several_files(tmp_path: Path) -> None:
    colour_model(tmp_path / "old.onnx")
    colour_model(tmp_path / "new.onnx")
    assert "2 .onnx files" in problem_of(tmp_path)
    card(tmp_path, file='"new.onnx"')
    assert load_model(tmp_path, threads=1).path.name == "new.onnx"


@pytest.mark.parametrize("missing", ["nowhere.onnx", "nowhere", "empty"])
def test_missing(tmp_path: Path, missing: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(OperationalError) as caught:
        load_model(tmp_path / missing, threads=1)
    assert caught.value.code is ErrorCode.MODEL_MISSING


def test_a_file_that_is_not_what_the_card_says_is_refused(tmp_path: Path) -> None:
    colour_model(tmp_path / "colour.onnx")
    card(tmp_path, sha256=f'"{"0" * 64}"')
    assert "SHA-256" in problem_of(tmp_path)


@pytest.mark.parametrize("file", ["../other.onnx", "/etc/passwd", "a/b.onnx"])
def test_a_card_cannot_point_outside_its_folder(tmp_path: Path, file: str) -> None:
    card(tmp_path, file=f'"{file}"')
    assert problem_of(tmp_path).startswith("file: ")


def test_a_card_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    colour_model(tmp_path / "colour.onnx")
    (tmp_path / "model.toml").write_text("name = ")
    assert problem_of(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"this is a text, not a model", b"\x89PNG\r\n\x1a\n", bytes(64), b"\x08\x09" + b"\xff" * 40]
)
def test_not_an_onnx_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "photo.onnx"
    file.write_bytes(content)
    assert re.search("not an ONNX file|is empty|refuses", problem_of(file))


def test_a_model_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    file = colour_model(tmp_path / "colour.onnx")
    file.write_bytes(file.read_bytes()[:-20])
    assert problem_of(file) == "it is not an ONNX file"


def test_weights_outside_the_file_are_refused(tmp_path: Path) -> None:
    assert "outside the file" in problem_of(with_external_data(tmp_path / "split.onnx"))


def test_too_large_is_refused_before_it_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_file, "MAX_BYTES", 100)
    assert "larger than" in problem_of(colour_model(tmp_path / "colour.onnx"))


@pytest.mark.parametrize("names", [None, "", "{}", "import os", "[" * 5000, "{0: 'a', 2: 'b'}", r"{0: 'a\nb', 1: 'c'}"])
def test_class_names_that_cannot_be_used(tmp_path: Path, names: str | None) -> None:
    assert re.search("class", problem_of(colour_model(tmp_path / "colour.onnx", names=names)))


@pytest.mark.parametrize("shapes", [[(1, 3000, 6)], [(1, 7, 9)], [(1, 6, 9), (1, 32, 8, 8)]])
def test_an_unknown_output_is_refused_with_the_shapes_it_has(tmp_path: Path, shapes: list[tuple[int, ...]]) -> None:
    problem = problem_of(model_with_outputs(tmp_path / "other.onnx", *shapes))
    assert all(str(list(shape)) in problem for shape in shapes)
    assert "[batch, 6, anchors], [batch, anchors, 7] or [batch, boxes, 6] for its 2 classes" in problem


def test_names_from_a_file_beside_the_model(tmp_path: Path) -> None:
    file = colour_model(tmp_path / "colour.onnx", names=None)
    (tmp_path / "classes.txt").write_text("\ufeff" + "\n".join(CLASSES) + "\n\n", encoding="utf-8")
    assert load_model(tmp_path, threads=1).classes == CLASSES
    assert "does not name its classes" in problem_of(file)  # a lone file's neighbours are not its own
    (tmp_path / "colour.txt").write_text("a\nb\n")
    assert load_model(file, threads=1).classes == ("a", "b")


def test_two_lists_of_classes_that_disagree_are_refused(tmp_path: Path) -> None:
    colour_model(tmp_path / "colour.onnx")
    card(tmp_path, classes=str(list(reversed(CLASSES))))
    assert "otherwise than model.toml" in problem_of(tmp_path)


def test_thresholds_of_the_card(tmp_path: Path) -> None:
    colour_model(tmp_path / "colour.onnx")
    card(tmp_path)
    assert load_model(tmp_path, threads=1).thresholds == Thresholds(floor=0.25, accept=0.85)
    card(tmp_path, thresholds="{ floor = 0.3, accept = 0.9 }")
    assert load_model(tmp_path, threads=1).thresholds == Thresholds(floor=0.3, accept=0.9)
    card(tmp_path, thresholds="{ floor = 0.9, accept = 0.3 }")
    assert "floor is above accept" in problem_of(tmp_path)


def test_a_uint8_model_is_fed_uint8(tmp_path: Path) -> None:
    model = load_model(colour_model(tmp_path / "colour.onnx", dtype=TensorProto.UINT8), threads=1)
    engine = Engine(model, floor_confidence=0.25, nms_iou=0.5)
    engine.warm_up()


def test_an_input_of_another_type_is_refused(tmp_path: Path) -> None:
    assert "not float32, float16 or uint8" in problem_of(colour_model(tmp_path / "c.onnx", dtype=TensorProto.DOUBLE))


def test_the_setting_names_a_path_or_the_shipped_model(tmp_path: Path) -> None:
    assert model_path(str(tmp_path)) == tmp_path
    assert model_path("demo").parts[-3:] == ("resources", "models", "demo")
