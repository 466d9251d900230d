"""What IT sees of a server: metrics, the contract on request, and logs."""

import json
import logging
import sys
import threading
import urllib.request

import grpc
import pytest
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from app.domain.errors import ErrorCode, OperationalError
from app.log_lines import JsonLines
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.server.logs import logs_off_the_loop
from services.inference.server.metrics import PrometheusMeter
from tests.fakes.inference_server import ServerThread, free_port, server_settings
from tests.fakes.rough_station import Station


def test_metrics_say_what_was_answered_and_where_the_time_went() -> None:
    port = free_port()
    with (
        ServerThread(server_settings("", engine="simulated", metrics_port=port)) as server,
        Station(server.address) as station,
    ):
        station.send(1)
        assert station.receive().status == pb.STATUS_OK
        station.send(2, b"nonsense")
        assert station.receive().status == pb.STATUS_REJECTED
        values = scraped(port)
    assert values['countersign_frames_total{status="ok"}'] == 1
    assert values['countersign_frames_total{status="rejected"}'] == 1
    assert values['countersign_rejected_total{reason="not_jpeg"}'] == 1
    assert values['countersign_computed_frames_total{model="simulated",version="1"}'] == 1
    assert values['countersign_model{model="simulated",version="1"}'] == 1
    assert values["countersign_streams"] == 1
    assert values["countersign_total_seconds_count"] == 2
    assert values["countersign_batch_infer_seconds_sum"] >= 0.004
    assert values["countersign_batch_decode_seconds_sum"] > 0
    assert values['countersign_batch_frames_bucket{le="1.0"}'] == 1


def scraped(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


def test_a_metrics_port_that_is_taken_is_said() -> None:
    port = free_port()
    meter = PrometheusMeter()
    with meter.exposed(port), pytest.raises(OperationalError) as caught, meter.exposed(port):
        pass
    assert (caught.value.code, caught.value.details["port"]) == (ErrorCode.PORT_TAKEN, port)


@pytest.mark.parametrize("on", [True, False])
def test_the_contract_is_told_only_where_that_was_asked_for(*, on: bool) -> None:
    with (
        ServerThread(server_settings("", synthetic=True, reflection=on)) as server,
        grpc.insecure_channel(server.address) as channel,
    ):
        request = reflection_pb2.ServerReflectionRequest(list_services="")
        answers = reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(iter([request]))
        if on:
            services = [each.name for each in next(answers).list_services_response.service]
            assert "countersign.inference.v1.InferenceService" in services
        else:
            with pytest.raises(grpc.RpcError):
                next(answers)
            assert answers.code() is grpc.StatusCode.UNIMPLEMENTED


def test_log_lines_are_written_by_another_thread_and_none_is_lost() -> None:
    class Kept(logging.Handler):
        def __init__(self) -> None:
            super().__init__()
            self.lines: list[tuple[str, bool]] = []

        def emit(self, record: logging.LogRecord) -> None:
            self.lines.append((record.getMessage(), record.threadName == here))

    here = threading.current_thread().name
    kept, root = Kept(), logging.getLogger()
    before = root.handlers[:]
    root.handlers[:] = [kept]
    try:
        with logs_off_the_loop():
            for index in range(100):
                logging.warning("line %d", index)
        assert root.handlers == [kept]
    finally:
        root.handlers[:] = before
    assert [line for line, _ in kept.lines] == [f"line {index}" for index in range(100)]


def test_json_lines_hold_one_object_each() -> None:
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError:
        record = logging.LogRecord("server", logging.ERROR, __file__, 1, "two\nlines %s", ("é",), sys.exc_info())
    line = JsonLines().format(record)
    assert "\n" not in line
    read = json.loads(line)
    assert (read["level"], read["logger"], read["message"]) == ("ERROR", "server", "two\nlines é")
    assert read["time"].endswith("+00:00")
    assert "ZeroDivisionError" in read["trace"]
