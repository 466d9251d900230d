"""A whole station and a whole server follow what a vendor publishes, while they work."""

import signal
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.bootstrap import Parts, build_factory, build_parts, build_record, station_of
from app.domain.audit import AuditDeed
from app.domain.command import Command
from app.domain.errors import ErrorCode
from app.domain.model_book import switched
from app.domain.model_update import Waiting
from app.domain.notices import InfoCode
from app.settings import ModelSettings, Settings, StationSettings, UpdateSettings
from app.updating import load_of, server_updates, station_updates
from app.use_cases.desk_state import Phase
from app.use_cases.station import Station
from services.inference.client.local import LocalDetector
from services.inference.server.control_client import ControlClient
from services.updates.open_updates import model_in_use, station_store
from services.vision.model_file import model_path
from tests.fakes.command import RunningCommand
from tests.fakes.inference_server import ServerThread, free_port, server_settings
from tests.fakes.listening import Ear
from tests.fakes.model_vendor import Vendor, model, model_folder
from tests.fakes.station_parts import ManualCamera
from tests.fakes.waiting import eventually

DEMO_DN = "KSS007317A"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Vendor:
    vendor = Vendor(tmp_path_factory.mktemp("vendor") / "v")
    vendor.begin()
    vendor.release("1.1.0")
    return vendor


@pytest.fixture
def vendor(first: Vendor, tmp_path: Path) -> Vendor:
    return first.copied_to(tmp_path / "vendor")


def followed(vendor: Vendor, **more: object) -> UpdateSettings:
    return UpdateSettings(source=str(vendor.public), root=str(vendor.root), model="colour").model_copy(update=more)


class Following:
    """A station on its own model, 1.0.0 of colour, which follows the vendor."""

    def __init__(self, folder: Path, vendor: Vendor) -> None:
        self.settings = Settings(
            data_dir=str(folder / "data"),
            station=StationSettings(id="station-7", detector="local", sign_in=False, undo_s=0),
            model=ModelSettings(path="updates", threads=1),
            updates=followed(vendor),
        )
        shipped = folder / "colour@1.0.0"
        detector = LocalDetector(lambda: load_of(self.settings)(shipped))
        updates = station_updates(self.settings, detector)
        assert updates is not None
        self.ear, self.record = Ear(), build_record(self.settings)
        parts = Parts(ManualCamera(), detector, build_factory(self.settings), self.record, updates)
        self.station: Station = station_of(self.settings, self.ear, parts)

    @property
    def running(self) -> object:
        state = self.station.update_state
        return state.running if state else None


@pytest.fixture
def following(tmp_path: Path, vendor: Vendor) -> Iterator[Following]:
    model_folder(tmp_path / "colour@1.0.0", "1.0.0")
    before = set(threading.enumerate())
    opened = Following(tmp_path, vendor)
    yield opened
    opened.station.close()
    assert set(threading.enumerate()) <= before


def test_a_station_takes_a_model_says_so_and_writes_it_down(following: Following) -> None:
    following.station.start()
    eventually(lambda: following.running == model("1.1.0"))
    eventually(lambda: following.ear.desk.notice.code is InfoCode.MODEL_TAKEN)
    assert following.ear.desk.notice.details == {"model": "colour@1.1.0"}
    deeds = [line.act.deed for line in following.record.audit.lines(0, 50)]
    assert deeds.count(AuditDeed.MODEL_SWITCHED) == 1
    assert model_in_use(following.settings) == station_store(following.settings).folder(model("1.1.0"))
    assert following.ear.bugs == []


def test_a_station_in_a_session_goes_on_with_its_model(following: Following) -> None:
    following.station.open_note(DEMO_DN)
    following.station.start()
    eventually(lambda: following.ear.desk.phase is Phase.PACKING)
    eventually(lambda: (state := following.station.update_state) and state.waiting is Waiting.SESSION)
    assert following.station.status().detector.model == model("1.0.0")
    assert station_store(following.settings).book().ready == model("1.1.0")
    acts: list[str] = []
    assert not following.station._between_sessions(lambda: acts.append("in a session"))
    assert acts == []  # asked on the desk's thread, where nothing can come between
    following.station.do(Command.NEXT)
    eventually(lambda: following.ear.desk.phase is Phase.WAITING_FOR_NOTE)
    eventually(lambda: following.station.status().detector.model == model("1.1.0"))


def test_a_station_starts_and_works_with_a_source_that_has_expired(tmp_path: Path, vendor: Vendor) -> None:
    from services.updates.vendor import releasing
    from services.updates.vendor.repository import Lifetimes

    releasing.renew(vendor.repository(days_ago=3, lifetimes=Lifetimes(timestamp=1)), "timestamp")
    vendor.publish()
    model_folder(tmp_path / "colour@1.0.0", "1.0.0")
    opened = Following(tmp_path, vendor)
    try:
        opened.station.start()
        eventually(lambda: (state := opened.station.update_state) and state.trouble is not None)
        state = opened.station.update_state
        assert state is not None
        assert state.trouble is not None
        assert state.trouble.code is ErrorCode.UPDATE_EXPIRED
        opened.station.open_note(DEMO_DN)
        eventually(lambda: opened.ear.desk.phase is Phase.PACKING)
        assert opened.station.status().detector.model == model("1.0.0")
    finally:
        opened.station.close()


def loaded(parts: Parts) -> object:
    return parts.detector.status().model


def test_a_station_is_composed_with_the_model_that_came(tmp_path: Path, vendor: Vendor) -> None:
    """At its next start, out of its own store; without one, with the model that came with the program."""
    settings = Settings(
        data_dir=str(tmp_path / "data"),
        station=StationSettings(detector="local"),
        model=ModelSettings(path="updates", threads=1),
        updates=followed(vendor),
    )
    seen: list[str] = []
    for _ in range(2):
        parts = build_parts(settings)
        assert parts.updates is not None
        parts.detector.start(lambda _: None)
        eventually(partial(loaded, parts))
        seen.append(str(loaded(parts)))
        parts.detector.close()
        parts.factory.close()
        parts.record.close()
        store = station_store(settings)
        if store.folder(model("1.1.0")) is None:
            model_folder(store.root / "colour@1.1.0", "1.1.0")
        store.change(lambda book: switched(book, model("1.1.0")))
    assert seen == ["countersign-demo@1.1.0", "colour@1.1.0"]
    assert model_in_use(settings) == store.root / "colour@1.1.0"
    (store.root / "models.json").unlink()
    (store.root / "models.json").mkdir()
    assert model_in_use(settings) == model_path("demo")  # a store that cannot be read keeps nobody from starting
    assert station_updates(settings.model_copy(update={"model": ModelSettings(path="demo")}), None) is None


# -- a server --------------------------------------------------------------------------------------------


def test_a_server_takes_a_model_in_its_window_and_loads_it_after_a_restart(tmp_path: Path, vendor: Vendor) -> None:
    configured, port = model_folder(tmp_path / "colour@1.0.0", "1.0.0"), free_port()
    (tmp_path / "models").mkdir()
    settings = server_settings(configured, models_dir=str(tmp_path / "models"), control_port=port, workers=1)
    settings = settings.model_copy(update={"updates": followed(vendor)})
    with ServerThread(settings):
        waits = server_updates(settings, lambda: False)
        assert waits is not None
        waits.run()
        assert (waits.state.ready, waits.state.waiting) == (model("1.1.0"), Waiting.WINDOW)
        assert ControlClient(port).status().model == model("1.0.0")
        open_all_day = settings.model_copy(update={"updates": followed(vendor, window="00:00-00:00")})
        takes = server_updates(open_all_day, lambda: False)
        assert takes is not None
        takes.run()
        assert takes.state.trouble is None
        assert ControlClient(port).status().model == model("1.1.0")
    with ServerThread(settings):
        assert ControlClient(port).status().model == model("1.1.0")
    (tmp_path / "models" / "colour@1.1.0" / "colour.onnx").write_bytes(b"damaged")
    with ServerThread(settings):  # and never stands still for a damaged one
        assert ControlClient(port).status().model == model("1.0.0")


@pytest.mark.slow
def test_a_server_process_follows_on_a_thread_of_its_own_and_ends_with_it(tmp_path: Path, vendor: Vendor) -> None:
    configured, port = model_folder(tmp_path / "colour@1.0.0", "1.0.0"), free_port()
    (tmp_path / "models").mkdir()
    changes = {
        "server.port": 0, "server.control_port": port, "server.models_dir": tmp_path / "models", "server.workers": 1,
        "model.path": configured, "updates.source": vendor.public, "updates.root": vendor.root,
        "updates.window": "00:00-00:00",
    }  # fmt: skip
    words = [word for key, value in changes.items() for word in ("--set", f"{key}={value}")]
    with RunningCommand("server", *words, folder=tmp_path) as running:
        running.says("model colour@1.1.0 is used in place of colour@1.0.0")
        assert ControlClient(port).status().model == model("1.1.0")
        running.process.send_signal(signal.SIGTERM)
        assert running.finished().code == 0
    assert (tmp_path / "models" / "active.txt").read_text(encoding="utf-8") == "colour@1.1.0\n"
