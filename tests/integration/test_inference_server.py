"""The server over a real socket: what it answers, refuses and logs, how it starts and how it stops."""

import asyncio
import logging
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from app.domain.errors import ErrorCode, OperationalError
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.server.listening import bind
from services.inference.server.loading import build_engine
from services.inference.server.main import run
from services.inference.server.synthetic import SyntheticEngine
from services.vision import jpeg
from tests.fakes.batch_engines import HeldEngine
from tests.fakes.inference_server import ServerProcess, ServerThread, engine_of, free_port, server_settings
from tests.fakes.onnx_models import BOX, colour_model
from tests.fakes.rough_station import GOOD, NOT_SERVING, SERVING, Station
from tests.fakes.waiting import eventually


def bomb() -> bytes:
    """A few hundred bytes whose header says 16000×65000."""
    at = GOOD.index(b"\xff\xc0") + 5
    return GOOD[:at] + (65000).to_bytes(2) + (16000).to_bytes(2) + GOOD[at + 4 : 700]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return colour_model(tmp_path_factory.mktemp("model") / "colour.onnx")


@pytest.fixture
def server(model: Path) -> Iterator[ServerThread]:
    with ServerThread(server_settings(model)) as running:
        yield running


@pytest.fixture
def held() -> Iterator[HeldEngine]:
    engine = HeldEngine()
    yield engine
    engine.let.release(100)


def test_an_answer_says_everything_about_its_frame(server: ServerThread) -> None:
    with Station(server.address) as station:
        station.send(41)
        answer = station.receive()
        assert (answer.frame_id, answer.timestamp_ms, answer.status) == (41, 123, pb.STATUS_OK)
        assert (answer.detected, answer.class_name) == (True, "red_cover")
        assert answer.confidence == pytest.approx(230 / 255, abs=0.01)
        assert list(answer.box) == pytest.approx(BOX, abs=0.01)
        assert [(one.class_name, list(one.box)) for one in answer.detections] == [("red_cover", list(answer.box))]
        assert answer.total_ms == answer.latency_ms >= answer.decode_ms + answer.infer_ms > 0
        assert (answer.model_name, len(answer.model_version)) == ("colour", 8)
        assert station.stub.Detect(pb.DetectRequest(jpeg_data=GOOD), timeout=5).class_name == "red_cover"


def test_hostile_frames_are_refused_and_the_stream_goes_on(server: ServerThread) -> None:
    hostile = {
        b"": "empty",
        bomb(): "16 megapixels",
        GOOD[:-300]: "cut short",
        bytes(range(256)) * 8: "not a JPEG",
        b"\xff\xd8" + bytes(jpeg.MAX_BYTES): "4 MiB",
    }
    with Station(server.address) as station:
        for frame_id, (data, reason) in enumerate(hostile.items()):
            station.send(frame_id, data)
            answer = station.receive()
            assert (answer.frame_id, answer.status, answer.detected) == (frame_id, pb.STATUS_REJECTED, False)
            assert reason in answer.reason
        station.send(99)
        assert station.receive().status == pb.STATUS_OK
        health = station.stub.Health(pb.HealthRequest(), timeout=5)
        assert (health.serving, health.frames, health.rejected) == (True, 1, len(hostile))


def test_every_detection_is_one_line_in_the_log(server: ServerThread, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), Station(server.address) as station:
        request = pb.DetectRequest(jpeg_data=GOOD, station_id="st-7\nforged line", frame_id=5)
        station.stub.Detect(request, timeout=5)
    (line,) = [record.getMessage() for record in caplog.records if "red_cover" in record.getMessage()]
    assert "\n" not in line
    assert re.search(r"frame 5: red_cover 9\d\.\d % \[0\.250 0\.250 0\.750 0\.750\] \d+\.\d ms$", line)


def test_synthetic_detection_needs_no_model() -> None:
    with ServerThread(server_settings("no/such/model", synthetic=True)) as server, Station(server.address) as station:
        station.send(1)
        answer = station.receive()
        assert (answer.class_name, answer.confidence) == ("W_CV01_D26RXXX_C03N_NL_DG00", 0.5)
        assert list(answer.box) == pytest.approx([0.20, 0.25, 0.80, 0.75])
        assert station.stub.Health(pb.HealthRequest(), timeout=5).synthetic


def test_the_newest_waiting_frame_is_computed_those_before_it_are_stale(held: HeldEngine) -> None:
    with ServerThread(server_settings("", max_stale_ms=10_000), engine_of(lambda: held)) as server:
        with Station(server.address) as station:
            station.send(1, b"1")
            eventually(lambda: held.seen)
            for frame_id in (2, 3, 4):
                station.send(frame_id, str(frame_id).encode())
            eventually(lambda: station.stub.Health(pb.HealthRequest(), timeout=5).stale == 2)
            held.let.release(2)
            answers = [station.receive() for _ in range(4)]
        assert [answer.frame_id for answer in answers] == [1, 2, 3, 4]
        assert [answer.status for answer in answers] == [pb.STATUS_OK, pb.STATUS_STALE, pb.STATUS_STALE, pb.STATUS_OK]
        assert held.seen == [b"1", b"4"]


def test_a_frame_that_waits_too_long_is_answered_without_being_computed(held: HeldEngine) -> None:
    with ServerThread(server_settings("", max_stale_ms=150), engine_of(lambda: held)) as server:
        with Station(server.address) as busy, Station(server.address) as waiting:
            busy.send(1, b"slow")
            eventually(lambda: held.seen)
            waiting.send(2, b"late")
            answer = waiting.receive()
            assert (answer.status, answer.reason) == (pb.STATUS_STALE, "waited too long")
            assert answer.queue_ms >= 140
            held.let.release()
            assert busy.receive().status == pb.STATUS_OK
        assert held.seen == [b"slow"]


def test_streams_are_served_in_turn(held: HeldEngine) -> None:
    held.let.release(300)
    with (
        ServerThread(server_settings("", max_stale_ms=10_000), engine_of(lambda: held)) as server,
        Station(server.address) as greedy,
        Station(server.address) as modest,
    ):
        for frame_id in range(200):
            greedy.send(frame_id)
        modest.send(1)
        assert modest.receive().status == pb.STATUS_OK
        assert [greedy.receive().frame_id for _ in range(200)] == list(range(200))


def test_health_says_serving_only_after_warm_up() -> None:
    may_load = threading.Event()

    def load() -> SyntheticEngine:
        assert may_load.wait(20)
        return SyntheticEngine()

    port = free_port()
    server = ServerThread(server_settings("", port=port), engine_of(load))
    come_up = threading.Thread(target=server.__enter__)
    come_up.start()
    with Station(f"127.0.0.1:{port}") as station:
        assert station.health() == NOT_SERVING
        assert not station.stub.Health(pb.HealthRequest(), timeout=5).serving
        with pytest.raises(grpc.RpcError, match="warming up"):
            station.stub.Detect(pb.DetectRequest(jpeg_data=GOOD), timeout=5)
        may_load.set()
        come_up.join()
        assert station.health() == SERVING
        server.stop()


def test_a_stop_does_not_wait_for_the_warm_up() -> None:
    may_load, loading = threading.Event(), threading.Event()

    def load() -> SyntheticEngine:
        loading.set()
        assert may_load.wait(20)
        return SyntheticEngine()

    async def main() -> None:
        stop = asyncio.Event()
        served = asyncio.create_task(run(server_settings(""), engine_of(load), stop))
        await asyncio.to_thread(loading.wait, 20)
        stop.set()
        await asyncio.wait_for(served, 5)

    asyncio.run(main())
    may_load.set()


def test_frames_under_way_are_answered_at_the_stop(held: HeldEngine) -> None:
    with (
        ServerThread(server_settings("", max_stale_ms=10_000), engine_of(lambda: held)) as server,
        Station(server.address) as station,
    ):
        station.send(1)
        eventually(lambda: held.seen)
        stopper = threading.Thread(target=server.stop)
        stopper.start()
        eventually(lambda: station.health() == NOT_SERVING)
        with pytest.raises(grpc.RpcError, match="stopping"):
            station.stub.Detect(pb.DetectRequest(jpeg_data=GOOD), timeout=5)
        held.let.release()
        assert station.receive().status == pb.STATUS_OK
        with pytest.raises(StopIteration):
            station.receive()
        stopper.join()


def test_sigterm_ends_the_process_in_good_order(model: Path) -> None:
    with ServerProcess(model) as server, Station(server.address) as station:
        station.send(1)
        assert station.receive().class_name == "red_cover"
        assert server.terminate() == 0


def test_a_port_that_is_taken_is_said(model: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        error = failure(server_settings(model, port=port))
    assert error.code is ErrorCode.PORT_TAKEN
    assert error.details == {"host": "127.0.0.1", "port": port}


def test_an_address_of_another_machine_is_said() -> None:
    async def main() -> None:
        bind(grpc.aio.server(), "192.0.2.1", 0)

    with pytest.raises(OperationalError) as caught:
        asyncio.run(main())
    assert (caught.value.code, caught.value.details["key"]) == (
        ErrorCode.SETTING_INVALID, "server.host or server.port",
    )  # fmt: skip


def test_a_model_that_cannot_be_used_is_said_and_the_port_is_free_again(tmp_path: Path) -> None:
    port = free_port()
    photo = tmp_path / "photo.onnx"
    photo.write_bytes(GOOD)
    assert failure(server_settings(photo, port=port)).code is ErrorCode.MODEL_UNUSABLE
    assert failure(server_settings(tmp_path / "none.onnx", port=port)).code is ErrorCode.MODEL_MISSING
    socket.create_server(("127.0.0.1", port)).close()


def failure(settings) -> OperationalError:
    async def main() -> None:
        await run(settings, build_engine(settings), asyncio.Event())

    with pytest.raises(OperationalError) as caught:
        asyncio.run(main())
    return caught.value
