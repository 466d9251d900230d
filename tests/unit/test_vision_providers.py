"""Which execution provider computes; only the CPU is here, so ONNX Runtime's answers are played."""

import logging
from pathlib import Path
from typing import Any

import onnxruntime as ort
import pytest

from services.vision.model import load_model
from services.vision.providers import CPU, RUNTIME_ERRORS, open_session
from tests.fakes.onnx_models import colour_model


class PlayedRuntime:
    """Opens sessions like a machine whose ``broken`` providers fail and whose ``left_out`` ones vanish."""

    def __init__(self, broken: tuple[str, ...] = (), left_out: tuple[str, ...] = ()) -> None:
        self.broken, self.left_out = broken, left_out
        self.asked: list[list[str]] = []

    def __call__(self, data: bytes, options: ort.SessionOptions, providers: list[str], **_: Any) -> "PlayedRuntime":
        self.asked.append(providers)
        if providers[0] in self.broken:
            raise RUNTIME_ERRORS[0]("[ONNXRuntimeError] : 11 : EP_FAIL : no driver")
        self.opened = [name for name in providers if name not in self.left_out]
        return self

    def get_providers(self) -> list[str]:
        return self.opened


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> PlayedRuntime:
    names = [
        "OpenVINOExecutionProvider",
        "TensorrtExecutionProvider",
        "CUDAExecutionProvider",
        "AzureExecutionProvider",
        CPU,
    ]
    played = PlayedRuntime()
    monkeypatch.setattr(ort, "get_available_providers", lambda: names)
    monkeypatch.setattr(ort, "InferenceSession", played)
    return played


def test_the_best_is_tried_first(machine: PlayedRuntime) -> None:
    assert open_session(b"", 1).get_providers()[0] == "TensorrtExecutionProvider"
    assert machine.asked == [["TensorrtExecutionProvider", "CUDAExecutionProvider", CPU]]


def test_one_log_line_for_each_that_does_not_open(machine: PlayedRuntime, caplog: pytest.LogCaptureFixture) -> None:
    machine.broken, machine.left_out = ("TensorrtExecutionProvider",), ("CUDAExecutionProvider",)
    with caplog.at_level(logging.WARNING):
        assert open_session(b"", 1).get_providers()[0] == "OpenVINOExecutionProvider"
    assert [record.message for record in caplog.records] == [
        "TensorrtExecutionProvider cannot be used, trying the next: no driver",
        "CUDAExecutionProvider cannot be used, trying the next: ONNX Runtime left it out",
    ]


def test_the_last_one_s_refusal_is_the_caller_s(machine: PlayedRuntime) -> None:
    machine.broken = (
        CPU,
        *machine.broken,
        "TensorrtExecutionProvider",
        "CUDAExecutionProvider",
        "OpenVINOExecutionProvider",
    )
    with pytest.raises(RUNTIME_ERRORS):
        open_session(b"", 1)


def test_a_model_says_who_computes_it(tmp_path: Path) -> None:
    model = load_model(colour_model(tmp_path / "colour.onnx"), threads=1)
    assert model.provider in ort.get_available_providers()
    assert model.on_gpu is (model.provider != CPU)
