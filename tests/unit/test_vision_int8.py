import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from onnx import TensorProto

from app.commands import quantize
from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from services.vision.engine import Engine
from services.vision.int8 import head_nodes, name_nodes, write_int8
from services.vision.model import load_model
from tests.fakes.onnx_models import CLASSES, HEIGHT, WIDTH, colour_model, convolution_model

pytestmark = pytest.mark.filterwarnings("ignore")  # of onnxruntime.quantization


def coloured(red: int, green: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    image[..., 1], image[..., 2] = green, red
    return image


SCENES = [coloured(*colour) for colour in ((0, 0), (255, 0), (0, 255), (255, 255), (120, 60))]


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    quantize.add_arguments(parser)
    return parser.parse_args(list(words))


def test_weights_are_signed_and_activations_unsigned_and_the_head_is_float(tmp_path: Path) -> None:
    source = load_model(convolution_model(tmp_path / "float.onnx"), threads=1)
    write_int8(source, SCENES, tmp_path / "int8.onnx")
    graph = onnx.load(tmp_path / "int8.onnx").graph
    zero_points = {tensor.name: tensor.data_type for tensor in graph.initializer if "zero_point" in tensor.name}
    kinds = {node.op_type: zero_points[node.input[2]] for node in graph.node if "Linear" in node.op_type}
    assert zero_points
    assert kinds["QuantizeLinear"] == TensorProto.UINT8
    assert TensorProto.INT8 in zero_points.values()
    makers = {output: node.op_type for node in graph.node for output in node.output}
    first, last = (node for node in graph.node if node.op_type == "Conv")
    assert makers.get(first.input[1]) == "DequantizeLinear"
    assert makers.get(last.input[1]) is None  # still floats


def test_it_sees_the_same(tmp_path: Path) -> None:
    source = load_model(convolution_model(tmp_path / "float.onnx"), threads=1)
    write_int8(source, SCENES, tmp_path / "int8.onnx")
    quantised = load_model(tmp_path / "int8.onnx", threads=1)
    assert quantised.classes == CLASSES
    for model in (source, quantised):
        (one,) = Engine(model, floor_confidence=0.25, nms_iou=0.5).infer_image(coloured(230, 0)).detections
        assert one.label == "red_cover"
        assert one.confidence == pytest.approx(230 / 255, abs=0.01)


def test_the_head_ends_at_the_last_real_convolution(tmp_path: Path) -> None:
    model = onnx.load(convolution_model(tmp_path / "float.onnx"))
    for node in model.graph.node:
        node.name = ""
    name_nodes(model)
    assert "0_Conv" not in head_nodes(model)
    assert {"1_Conv", "8_Concat"} < set(head_nodes(model))


def test_only_float32_is_quantised(tmp_path: Path) -> None:
    source = load_model(colour_model(tmp_path / "c.onnx", dtype=TensorProto.UINT8), threads=1)
    with pytest.raises(OperationalError, match="only a float32 model"):
        write_int8(source, SCENES, tmp_path / "int8.onnx")


def test_the_command_writes_a_model_folder_and_prints_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, pictures, output = tmp_path / "float.onnx", tmp_path / "pictures", tmp_path / "int8"
    convolution_model(source)
    pictures.mkdir()
    for index, scene in enumerate(SCENES):
        cv2.imwrite(str(pictures / f"{index}.png"), scene)
    words = (str(source), "--output", str(output), "--images", str(pictures), "--scenes", "0", "--json")
    assert quantize.run(arguments(*words), Settings()) == 0
    before, after = json.loads(capsys.readouterr().out)
    assert after["version"] == before["version"] + "+int8"
    assert before["one_thread_ms"] > 0
    model = load_model(output, threads=1)
    assert model.identity.version == after["version"]
    assert model.classes == CLASSES
    assert model.golden is not None
    assert after["map50"] is None
    with pytest.raises(OperationalError, match="the folder is not empty"):
        quantize.run(arguments(*words), Settings())


def test_without_onnx_it_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(OperationalError) as caught:
        quantize.run(arguments("demo", "--output", str(tmp_path / "x")), Settings())
    assert caught.value.code is ErrorCode.EXTRA_MISSING
