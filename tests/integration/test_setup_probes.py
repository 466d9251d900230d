"""What the first-run wizard asks of real services: a server on a socket, a database file, an ERP over HTTP."""

from pathlib import Path

import pytest

from app.commands.setup_probes import StationProbes
from app.domain.errors import ErrorCode, OperationalError
from app.ports.camera import CameraState
from app.settings import Settings
from app.settings_layers import with_changes
from services.erp.demo_deliveries import demo_deliveries
from services.erp.stand_in import StandInErp
from tests.fakes.inference_server import ServerThread, free_port, server_settings
from tests.fakes.waiting import eventually


@pytest.fixture
def probes(tmp_path: Path) -> StationProbes:
    settings = with_changes(Settings(), {"data_dir": str(tmp_path / "data"), "erp.timeout_s": 2.0})
    return StationProbes(settings, tmp_path / "dev", tmp_path / "sys", "linux")


def refused(check: object, *args: str) -> OperationalError:
    assert callable(check)
    with pytest.raises(OperationalError) as caught:
        check(*args)
    return caught.value


# -- server -----------------------------------------------------------------------------------------------------------


def test_a_server_tells_its_model_and_how_long_it_takes(probes: StationProbes) -> None:
    with ServerThread(server_settings("demo", synthetic=True)) as server:
        answer = probes.check_server(server.address, "", "")
    assert answer.serving
    assert not answer.tls
    assert "@" in answer.model
    assert 0 < answer.round_trip_ms < 5000


def test_a_server_that_is_not_there_is_told_with_the_reason(probes: StationProbes, tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    error = refused(probes.check_server, address, "", "")
    assert (error.code, error.details["address"]) == (ErrorCode.SERVER_UNREACHABLE, address)
    assert "UNAVAILABLE" in str(error.details["problem"])
    missing = refused(probes.check_server, address, str(tmp_path / "no.pem"), "")
    assert "no.pem" in str(missing.details["problem"])


# -- database ---------------------------------------------------------------------------------------------------------


def test_the_embedded_database_is_made_and_answers(probes: StationProbes, tmp_path: Path) -> None:
    answer = probes.check_database("", "")
    assert answer.embedded
    assert Path(answer.name).is_relative_to(tmp_path)
    other = probes.check_database(f"sqlite:///{tmp_path / 'other.sqlite'}", "")
    assert (other.embedded, other.name) == (False, str(tmp_path / "other.sqlite"))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mssql+pyodbc://qc:secret@db/x", ErrorCode.SETTING_INVALID),
        ("no url", ErrorCode.SETTING_INVALID),
        ("oracle://x", ErrorCode.SETTING_INVALID),
        ("sqlite:////proc/nowhere/x.sqlite", ErrorCode.DATABASE_UNWRITABLE),
    ],
)
def test_a_database_that_cannot_be_is_refused(probes: StationProbes, url: str, code: ErrorCode) -> None:
    assert refused(probes.check_database, url, "").code is code


# -- ERP --------------------------------------------------------------------------------------------------------------


def test_an_erp_answers_with_or_without_a_note(probes: StationProbes) -> None:
    deliveries = demo_deliveries()
    erp = StandInErp(deliveries)
    erp.start()
    try:
        with_note = probes.check_erp(erp.base_url, next(iter(deliveries)))
        without = probes.check_erp(erp.base_url, "")
        unknown = refused(probes.check_erp, erp.base_url, "KSS000000X")
    finally:
        erp.stop()
    assert with_note.lines is not None
    assert with_note.lines > 0
    assert (without.lines, without.demo) == (None, False)
    assert unknown.code is ErrorCode.DN_NOT_REGISTERED
    assert probes.check_erp("demo", "").demo


def test_an_erp_that_is_not_there_is_told(probes: StationProbes) -> None:
    assert refused(probes.check_erp, f"http://127.0.0.1:{free_port()}", "").code is ErrorCode.ERP_UNREACHABLE
    assert refused(probes.check_erp, "ftp://erp", "").code is ErrorCode.SETTING_INVALID


# -- cameras ----------------------------------------------------------------------------------------------------------


def test_the_demo_clip_is_always_a_choice_and_comes_last(probes: StationProbes, tmp_path: Path) -> None:
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "video0").touch()
    (tmp_path / "sys" / "video0").mkdir(parents=True)
    (tmp_path / "sys" / "video0" / "name").write_text("Lens 4K\n")
    assert [(each.name, each.demo) for each in probes.cameras()] == [("Lens 4K", False), ("Demo", True)]
    elsewhere = StationProbes(Settings(), platform="win32").cameras()
    assert [each.source for each in elsewhere] == ["0", "1", "2", "3", "demo"]


def test_a_chosen_camera_gives_pictures(probes: StationProbes) -> None:
    camera = probes.open_camera("synthetic:3")
    shapes: list[tuple[int, ...]] = []
    camera.start(lambda frame: shapes.append(frame.image.shape))
    try:
        eventually(lambda: camera.status().state is CameraState.LIVE and shapes)
    finally:
        camera.close()
    assert shapes[0][2] == 3
    assert refused(probes.open_camera, "usb:").code is ErrorCode.SETTING_INVALID
