"""A station whose server is killed, hangs, and comes back."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.detection import DetectorSource, FrameDetections
from services.inference.client.failover import FailoverDetector
from services.inference.client.local import LocalDetector
from services.inference.client.stream import StreamDetector
from services.vision.engine import Engine
from services.vision.model import load_model
from tests.fakes.inference_server import ServerProcess, red_frame
from tests.fakes.onnx_models import colour_model
from tests.fakes.waiting import eventually

FRAME_INTERVAL_S = 1 / 15
SILENCE_S, HEALTHY_S = 0.6, 0.5


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return colour_model(tmp_path_factory.mktemp("model") / "colour.onnx")


class Bench:
    """A detector that is offered 15 frames a second while the test waits."""

    def __init__(self, detector: FailoverDetector | StreamDetector) -> None:
        self.detector = detector
        self.results: list[FrameDetections] = []
        self._frame_id = 0
        self._next_s = 0.0
        detector.start(self.results.append)

    def until(self, source: DetectorSource | None, *, results: int = 2) -> float:
        """Offer frames until ``source`` answers and has delivered; returns how long that took, seconds."""
        seen = len(self.results)

        def reached() -> bool:
            self._offer_when_due()
            fresh = [result for result in self.results[seen:] if result.source is source]
            return self.detector.status().source is source and (source is None or len(fresh) >= results)

        return eventually(reached, timeout_s=15)

    def _offer_when_due(self) -> None:
        now_s = time.monotonic()
        if now_s >= self._next_s:
            self._next_s = now_s + FRAME_INTERVAL_S
            self._frame_id += 1
            self.detector.offer(red_frame(self._frame_id, captured_s=now_s))

    def assert_in_capture_order(self) -> None:
        ids = [result.stamp.frame_id for result in self.results]
        assert ids == sorted(set(ids))


def stream_to(address: str) -> StreamDetector:
    return StreamDetector(address, "st-1", jpeg_quality=82, silence_s=SILENCE_S, connect_retry_s=0.3)


@pytest.fixture
def server(model: Path) -> Iterator[ServerProcess]:
    with ServerProcess(model) as running:
        yield running


@pytest.fixture
def bench(model: Path, server: ServerProcess) -> Iterator[Bench]:
    local = LocalDetector(lambda: Engine(load_model(model, threads=1), floor_confidence=0.25, nms_iou=0.5))
    detector = FailoverDetector(stream_to(server.address), local, silence_s=SILENCE_S, healthy_s=HEALTHY_S)
    yield Bench(detector)
    detector.close()


def test_a_killed_server_is_replaced_within_a_second_and_taken_back(
    bench: Bench, server: ServerProcess, model: Path
) -> None:
    bench.until(DetectorSource.SERVER)
    server.kill()
    assert bench.until(DetectorSource.LOCAL) < 1.0
    assert "UNAVAILABLE" in bench.detector.status().detail
    with ServerProcess(model, server.port):
        assert bench.until(DetectorSource.SERVER) >= HEALTHY_S
    bench.assert_in_capture_order()


def test_a_hung_server_is_replaced_after_its_silence_and_taken_back(bench: Bench, server: ServerProcess) -> None:
    bench.until(DetectorSource.SERVER)
    server.hang()
    assert SILENCE_S * 0.9 < bench.until(DetectorSource.LOCAL) < SILENCE_S + 1.0
    server.go_on()
    assert bench.until(DetectorSource.SERVER) >= HEALTHY_S
    bench.assert_in_capture_order()


def test_without_a_server_the_local_model_answers_after_silence_s(model: Path) -> None:
    local = LocalDetector(lambda: Engine(load_model(model, threads=1), floor_confidence=0.25, nms_iou=0.5))
    detector = FailoverDetector(stream_to("127.0.0.1:9"), local, silence_s=SILENCE_S, healthy_s=HEALTHY_S)
    bench = Bench(detector)
    try:
        assert bench.until(DetectorSource.LOCAL) < SILENCE_S + 1.0
        assert detector.status().model == local.status().model
    finally:
        detector.close()


def test_a_stream_alone_says_that_nobody_answers_and_comes_back(server: ServerProcess, model: Path) -> None:
    detector = stream_to(server.address)
    bench = Bench(detector)
    try:
        bench.until(DetectorSource.SERVER)
        server.kill()
        assert bench.until(None) < 1.0
        with ServerProcess(model, server.port):
            bench.until(DetectorSource.SERVER)
        bench.assert_in_capture_order()
    finally:
        detector.close()


def test_close_does_not_wait_for_a_hung_server(server: ServerProcess) -> None:
    detector = stream_to(server.address)
    bench = Bench(detector)
    bench.until(DetectorSource.SERVER)
    server.hang()
    began = time.monotonic()
    detector.close()
    assert time.monotonic() - began < 1.0


def test_a_local_model_that_cannot_be_used_is_a_status_not_an_error(tmp_path: Path) -> None:
    local = LocalDetector(
        lambda: Engine(load_model(tmp_path / "none.onnx", threads=1), floor_confidence=0.25, nms_iou=0.5)
    )
    local.start(lambda result: None)
    try:
        eventually(lambda: "none.onnx" in local.status().detail)
        assert local.status().source is None
    finally:
        local.close()
