"""Every Detector keeps the same promises: the fake, the local model, the server over a real socket, and failover."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.detection import DetectorSource, FrameDetections
from app.ports.detector import Detector
from services.inference.client.failover import FailoverDetector
from services.inference.client.local import LocalDetector
from services.inference.client.stream import StreamDetector
from services.vision.engine import Engine
from services.vision.model import load_model
from tests.fakes.detector import FakeDetector
from tests.fakes.inference_server import ServerThread, red_frame, server_settings
from tests.fakes.onnx_models import colour_model
from tests.fakes.waiting import eventually


class Results:
    """A consumer that can be held up."""

    def __init__(self) -> None:
        self.all: list[FrameDetections] = []
        self.threads: set[threading.Thread] = set()
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, result: FrameDetections) -> None:
        self.all.append(result)
        self.threads.add(threading.current_thread())
        self.gate.wait()

    def wait_for(self, frame_id: int) -> None:
        eventually(lambda: frame_id in self.ids)

    @property
    def ids(self) -> list[int]:
        return [result.stamp.frame_id for result in self.all]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return colour_model(tmp_path_factory.mktemp("model") / "colour.onnx")


@pytest.fixture(scope="module")
def server(model: Path) -> Iterator[ServerThread]:
    # Each answer may come much later than it would from a busy machine: the suite is not about the server's speed.
    with ServerThread(server_settings(model, max_stale_ms=10_000)) as running:
        yield running


@pytest.fixture
def threads_before() -> set[threading.Thread]:
    return set(threading.enumerate())


def local_detector(model: Path) -> LocalDetector:
    return LocalDetector(lambda: Engine(load_model(model, threads=1), floor_confidence=0.25, nms_iou=0.5))


@pytest.fixture(params=["fake", "local", "stream", "failover"])
def detector(
    request: pytest.FixtureRequest, threads_before: set[threading.Thread], model: Path, server: ServerThread
) -> Iterator[Detector]:
    made: Detector
    match request.param:
        case "fake":
            made = FakeDetector()
        case "local":
            made = local_detector(model)
        case "stream":
            made = StreamDetector(server.address, "st-1", jpeg_quality=82, silence_s=5, connect_retry_s=0.2)
        case _:
            made = FailoverDetector(FakeDetector(), local_detector(model), silence_s=5, healthy_s=0)
    yield made
    made.close()


@pytest.fixture
def results() -> Results:
    return Results()


def test_results_carry_the_stamp_of_their_frame(detector: Detector, results: Results) -> None:
    detector.start(results)
    for frame_id in (1, 2, 3):
        detector.offer(red_frame(frame_id))
        results.wait_for(frame_id)
    assert [result.stamp for result in results.all] == [red_frame(frame_id).stamp for frame_id in (1, 2, 3)]


def test_status_names_the_source_and_the_model_of_the_results(detector: Detector, results: Results) -> None:
    detector.start(results)
    detector.offer(red_frame(1))
    eventually(lambda: results.all)
    status = detector.status()
    assert status.source is results.all[0].source
    assert status.source in DetectorSource
    assert status.model == results.all[0].model
    assert status.results == 1


def test_the_newest_frame_wins_and_dropped_ones_are_counted(detector: Detector, results: Results) -> None:
    detector.start(results)
    detector.offer(red_frame(0))
    eventually(lambda: results.all)
    results.gate.clear()
    for frame_id in range(1, 31):
        detector.offer(red_frame(frame_id))
    results.gate.set()
    eventually(lambda: results.ids[-1] == 30)
    eventually(lambda: detector.status().results + detector.status().dropped == 31)
    assert results.ids == sorted(set(results.ids))
    assert len(results.ids) < 10
    assert detector.status().results == len(results.ids)


def test_offer_does_not_wait_for_a_slow_consumer(detector: Detector, results: Results) -> None:
    detector.start(results)
    detector.offer(red_frame(0))
    eventually(lambda: results.all)
    results.gate.clear()
    frames = [red_frame(frame_id) for frame_id in range(1, 201)]
    began = time.perf_counter()
    for frame in frames:
        detector.offer(frame)
    spent_s = time.perf_counter() - began
    results.gate.set()
    assert spent_s / len(frames) < 0.001


def test_results_come_on_a_thread_of_the_detector(
    detector: Detector, results: Results, threads_before: set[threading.Thread]
) -> None:
    detector.start(results)
    detector.offer(red_frame(1))
    eventually(lambda: results.threads)
    assert not results.threads & threads_before


def test_close_ends_every_thread_and_delivery(
    detector: Detector, results: Results, threads_before: set[threading.Thread]
) -> None:
    detector.start(results)
    detector.offer(red_frame(1))
    eventually(lambda: results.all)
    detector.offer(red_frame(2))
    detector.close()
    delivered = list(results.ids)
    detector.offer(red_frame(3))
    ours = ("fake-", "local-", "server-")
    assert not [one for one in set(threading.enumerate()) - threads_before if one.name.startswith(ours)]
    # gRPC's own polling thread goes by itself once its channel is closed.
    eventually(lambda: not _new_threads(threads_before), timeout_s=5)
    assert results.ids == delivered


def test_close_twice_and_close_before_a_frame(detector: Detector, results: Results) -> None:
    detector.start(results)
    detector.close()
    detector.close()
    assert results.all == []


def test_close_without_start(detector: Detector) -> None:
    detector.close()


def test_offer_before_start_is_kept_or_dropped_but_does_not_fail(detector: Detector, results: Results) -> None:
    detector.offer(red_frame(1))
    detector.start(results)
    detector.offer(red_frame(2))
    results.wait_for(2)


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Without those of the server, which start with its first frame."""
    return [one for one in set(threading.enumerate()) - before if not one.name.startswith("engine")]
