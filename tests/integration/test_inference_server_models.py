"""Models of a running server: what there is, and changing over while stations are served."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.__main__ import main
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.server.control_client import ControlClient
from services.inference.server.models import Catalogue
from tests.fakes.inference_server import ServerThread, free_port, server_settings
from tests.fakes.onnx_models import colour_model
from tests.fakes.rough_station import Station
from tests.fakes.waiting import eventually

ONE, TWO, BROKEN = (ModelIdentity("covers", version) for version in ("1", "2", "3"))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    for identity in (ONE, TWO, BROKEN):
        place = folder / f"covers-{identity.version}"
        place.mkdir(parents=True)
        colour_model(place / "covers.onnx")
        (place / "model.toml").write_text(f'name = "{identity.name}"\nversion = "{identity.version}"\n')
    (folder / "covers-3" / "covers.onnx").write_bytes(b"not a model")
    (folder / "half").mkdir()
    (folder / "half" / "model.toml").write_text("name = 1")
    return folder


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(models: Path, port: int) -> Iterator[ServerThread]:
    settings = server_settings(models / "covers-1", models_dir=str(models), control_port=port, max_stale_ms=10_000)
    with ServerThread(settings) as running:
        yield running


class Load:
    """Stations that always have a frame under way; every answer is kept."""

    def __init__(self, address: str, count: int) -> None:
        self._stations = [Station(address, f"st-{index}") for index in range(count)]
        self._over = threading.Event()
        self.answers: list[pb.DetectResponse] = []
        self._threads = [threading.Thread(target=self._drive, args=(station,)) for station in self._stations]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        for station in self._stations:
            station.__exit__()

    def until_served_by(self, model: ModelIdentity, count: int = 30) -> None:
        eventually(lambda: sum(answer.model_version == model.version for answer in self.answers) >= count)

    def _drive(self, station: Station) -> None:
        frame_id = 0
        while not self._over.is_set():
            station.send(frame_id)
            self.answers.append(station.receive())
            frame_id += 1


def test_a_model_is_changed_under_load_without_losing_a_frame_or_a_stream(server: ServerThread, port: int) -> None:
    client = ControlClient(port)
    with Load(server.address, 4) as load:
        load.until_served_by(ONE)
        client.activate(TWO)
        load.until_served_by(TWO)
    assert {answer.status for answer in load.answers} == {pb.STATUS_OK}
    assert {answer.class_name for answer in load.answers} == {"red_cover"}
    versions = [answer.model_version for answer in load.answers]
    assert set(versions[-30:]) == {"2"}
    assert [each.identity for each in client.models() if each.active] == [TWO]


def test_a_model_that_does_not_work_leaves_the_old_one_serving(server: ServerThread, port: int) -> None:
    client = ControlClient(port)
    with Load(server.address, 2) as load:
        load.until_served_by(ONE)
        with pytest.raises(OperationalError) as caught:
            client.activate(BROKEN)
        seen = len(load.answers)
        eventually(lambda: len(load.answers) > seen + 10)
    assert caught.value.code is ErrorCode.MODEL_NOT_ACTIVATED
    assert "covers.onnx cannot be used: it is not an ONNX file" in str(caught.value.details["problem"])
    assert {(answer.status, answer.model_version) for answer in load.answers} == {(pb.STATUS_OK, "1")}


def test_the_choice_survives_a_restart(server: ServerThread, port: int, models: Path) -> None:
    ControlClient(port).activate(TWO)
    server.stop()
    settings = server_settings(models / "covers-1", models_dir=str(models))
    with ServerThread(settings) as again, Station(again.address) as station:
        assert station.detect().model_version == "2"


def test_a_chosen_model_that_is_gone_is_replaced_by_the_one_of_the_settings(
    models: Path, caplog: pytest.LogCaptureFixture
) -> None:
    catalogue = Catalogue(models, models / "covers-1")
    catalogue.remember(TWO)
    assert catalogue.at_start() == models / "covers-2"
    shutil.rmtree(models / "covers-2")
    assert catalogue.at_start() == models / "covers-1"
    assert "no longer there" in caplog.text


def test_the_command_lists_and_activates(
    server: ServerThread, port: int, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def countersign(*words: str) -> int:
        settings = ["--set", f"server.control_port={port}"]
        return main(["model", *settings, *words])

    assert countersign("activate", "covers@2") == 0
    assert countersign("list") == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "covers@2 is active"
    assert [line[:10] for line in out[1:5]] == ["  covers@1", "* covers@2", "  covers@3", "  counters"]
    assert countersign("activate", "covers@9") == 1
    said = capsys.readouterr().err
    assert "There is no model covers@9 here." in said
    assert "The model in use goes on." in said
    server.stop()
    assert countersign("list") == 1
    assert f"control port {port}" in capsys.readouterr().err


def test_the_command_says_what_the_server_does(
    server: ServerThread, port: int, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with Station(server.address) as station:
        station.send(1)
        station.receive()
        words = ["--set", f"server.control_port={port}", "status"]
        assert main(["server", *words]) == 0
    serving = server.address.rpartition(":")[2]
    assert capsys.readouterr().out == f"port {serving}, model covers@1, 1 streams, up 0.0 h\n"


def test_a_server_without_a_model_of_its_own_activates_none(models: Path, port: int) -> None:
    settings = server_settings("", synthetic=True, models_dir=str(models), control_port=port)
    with ServerThread(settings), pytest.raises(OperationalError) as caught:
        ControlClient(port).activate(ONE)
    assert "this server computes synthetic@1" in str(caught.value.details["problem"])


def test_the_control_port_may_be_taken_and_the_stations_are_served(
    port: int, models: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = server_settings(models / "covers-1", control_port=port)
    with ServerThread(settings), ServerThread(settings) as second, Station(second.address) as station:
        assert station.detect().status == pb.STATUS_OK
    assert f"control port {port} is in use" in caplog.text
