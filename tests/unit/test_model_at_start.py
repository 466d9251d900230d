"""Which model a start loads, and what a running detector is handed."""

import shutil
from pathlib import Path

import pytest

from app.domain import model_book
from app.domain.detection import ModelIdentity
from app.domain.errors import OperationalError
from app.domain.model_book import MOST_STARTS, ModelBook
from app.ports.clock import SystemClock
from services.inference.client.local import LocalDetector
from services.updates.model_store import BOOK_NAME, FileModelStore
from services.updates.running import StationModel
from services.updates.starting import engine_at_start
from services.vision.engine import Engine
from tests.fakes.inference_server import red_frame
from tests.fakes.model_vendor import LOAD, model, model_folder
from tests.fakes.waiting import eventually


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for version in ("1.0", "1.1", "1.2"):
        model_folder(folder / f"colour@{version}", version)
    return folder


@pytest.fixture
def store(tmp_path: Path, made: Path) -> FileModelStore:
    """1.2 is in use, 1.1 was before it, and 1.0 came with the program."""
    shutil.copytree(made, tmp_path / "models")
    opened = FileModelStore(tmp_path / "models")
    opened.change(lambda _: ModelBook(current=model("1.2"), previous=model("1.1")))
    return opened


def started(store: FileModelStore, made: Path) -> ModelIdentity:
    return engine_at_start(store, made / "colour@1.0", LOAD, SystemClock()).model


def damage(store: FileModelStore, version: str) -> None:
    (store.root / f"colour@{version}" / "colour.onnx").write_bytes(b"damaged")


def test_the_current_model_is_loaded(store: FileModelStore, made: Path) -> None:
    assert started(store, made) == model("1.2")


def test_without_a_book_it_is_the_one_that_came_with_the_program(tmp_path: Path, made: Path) -> None:
    assert started(FileModelStore(tmp_path / "none"), made) == model("1.0")


def test_what_is_damaged_gives_way_to_the_one_before_and_at_last_to_the_shipped_one(
    store: FileModelStore, made: Path
) -> None:
    damage(store, "1.2")
    assert started(store, made) == model("1.1")
    assert store.book().failed == ()  # a disk's fault is not the model's: it may come again
    damage(store, "1.1")
    assert started(store, made) == model("1.0")


def test_what_is_gone_as_well(store: FileModelStore, made: Path) -> None:
    shutil.rmtree(store.root / "colour@1.2")
    assert started(store, made) == model("1.1")


def test_one_on_trial_that_loads_is_confirmed(store: FileModelStore, made: Path) -> None:
    store.change(lambda book: model_book.switched(ModelBook(current=model("1.1")), model("1.2")))
    assert started(store, made) == model("1.2")
    assert store.book() == ModelBook(current=model("1.2"), previous=model("1.1"), highest=(model("1.2"),))


def test_one_on_trial_that_does_not_is_gone_back_from_for_good(store: FileModelStore, made: Path) -> None:
    store.change(lambda book: model_book.switched(ModelBook(current=model("1.1")), model("1.2")))
    damage(store, "1.2")
    assert started(store, made) == model("1.1")
    book = store.book()
    assert (book.current, book.has_failed(model("1.2"))) == (model("1.1"), True)


def test_one_that_takes_the_program_down_is_loaded_only_so_often(store: FileModelStore, made: Path) -> None:
    store.change(lambda book: model_book.switched(ModelBook(current=model("1.1")), model("1.2")))
    loaded: list[str] = []

    class Down(BaseException):
        """Stands for a crash in native code: nothing catches it."""

    def load(folder: Path) -> Engine:
        loaded.append(folder.name)
        if folder.name == "colour@1.2":
            raise Down
        return LOAD(folder)

    for _ in range(MOST_STARTS):
        with pytest.raises(Down):
            engine_at_start(store, made / "colour@1.0", load, SystemClock())
    assert engine_at_start(store, made / "colour@1.0", load, SystemClock()).model == model("1.1")
    assert loaded == ["colour@1.2"] * MOST_STARTS + ["colour@1.1"]


def test_a_store_that_cannot_be_used_never_keeps_a_station_from_starting(store: FileModelStore, made: Path) -> None:
    (store.root / BOOK_NAME).unlink()
    (store.root / BOOK_NAME).mkdir()
    assert started(store, made) == model("1.0")


# -- a detector that runs --------------------------------------------------------------------------------


def test_a_running_detector_takes_another_model_from_the_next_frame_on(made: Path) -> None:
    detector = LocalDetector(lambda: LOAD(made / "colour@1.0"))
    runner = StationModel(detector, LOAD)
    seen: list[ModelIdentity] = []
    detector.start(lambda result: seen.append(result.model))
    try:
        eventually(lambda: runner.running == model("1.0"))
        detector.offer(red_frame(1))
        eventually(lambda: len(seen) == 1)
        proven = runner.prove(made / "colour@1.1")
        assert (proven.model, proven.labels) == (model("1.1"), ("red_cover", "green_cover"))
        assert runner.running == model("1.0")
        runner.take(made / "colour@1.1")
        assert runner.running == model("1.1")  # known at once, whether or not frames come
        detector.offer(red_frame(2))
        eventually(lambda: len(seen) == 2)
        assert seen == [model("1.0"), model("1.1")]
    finally:
        detector.close()


def test_a_model_that_cannot_be_proven_leaves_the_running_one(made: Path, tmp_path: Path) -> None:
    broken = tmp_path / "colour@1.9"
    shutil.copytree(made / "colour@1.1", broken)
    (broken / "colour.onnx").write_bytes(b"damaged")
    detector = LocalDetector(lambda: LOAD(made / "colour@1.0"))
    runner = StationModel(detector, LOAD)
    detector.start(lambda _: None)
    try:
        eventually(lambda: runner.running == model("1.0"))
        for act in (runner.prove, runner.take):
            with pytest.raises(OperationalError):
                act(broken)
        assert runner.running == model("1.0")
    finally:
        detector.close()
