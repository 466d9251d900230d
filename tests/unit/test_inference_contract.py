from pathlib import Path

import numpy as np
import pytest

from app.domain.detection import FrameStamp, ModelIdentity
from services.inference.client.in_flight import Sent
from services.inference.client.wire import detections_of
from services.inference.contract.generate import GENERATED, ROOT, generate
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.server.answers import found
from services.vision.batch import BatchResult, FrameResult

SENT = Sent(FrameStamp(7, 1.0, 99), 1.0, 1.0)


def answered(rivals: list[float] | None) -> pb.DetectResponse:
    told = None if rivals is None else np.array(rivals, np.float32)
    frame = FrameResult(
        np.array([[0.1, 0.2, 0.3, 0.4]], np.float32), np.array([0.9], np.float32), np.array([0], np.int32), rivals=told
    )
    batch = BatchResult((frame,), ModelIdentity("demo", "1"), ("left",), 1.0, 2.0)
    return found(pb.DetectRequest(frame_id=7), frame, batch, queue_ms=0.0, total_ms=3.0)


def test_the_committed_classes_are_those_of_the_proto_files(tmp_path: Path) -> None:
    generate(tmp_path)
    for path in GENERATED:
        assert (tmp_path / path).read_text() == (ROOT / path).read_text(), f"{path} is not up to date"


def test_the_stamp_comes_back_as_it_was_sent_also_of_a_dark_frame() -> None:
    dark = Sent(FrameStamp(7, 1.0, 99, clear=False), 1.0, 1.0)
    assert detections_of(answered(None), dark, 1.1).stamp == dark.stamp


def test_the_rival_crosses_the_network() -> None:
    (one,) = detections_of(answered([0.2]), SENT, 1.1).detections
    assert one.label == "left"
    assert one.rival == pytest.approx(0.2)


def test_a_server_that_does_not_know_rivals_tells_none() -> None:
    response = answered(None)
    assert not response.detections[0].HasField("rival")
    (one,) = detections_of(response, SENT, 1.1).detections
    assert one.rival == 0
