"""The store of models: its book is one of two at every moment, whatever happens to the process or the power."""

import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from app.domain import model_book
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_book import FailedModel, ModelBook
from services.updates.layout import index_bytes, read_index
from services.updates.model_store import BOOK_NAME, FileModelStore

ONE, TWO = ModelIdentity("covers", "1.0"), ModelIdentity("covers", "2.0")
FULL = ModelBook(ONE, None, TWO, True, 2, "ayu", (FailedModel(TWO, "ü “why”", "2026"),), (ONE, TWO))


def to(book: ModelBook) -> Callable[[ModelBook], ModelBook]:
    return lambda _: book


def brought(store: FileModelStore, model: ModelIdentity, text: str = "whole") -> None:
    (store.incoming(model) / "model.toml").write_text(text, encoding="utf-8")
    store.place(model)


def test_a_book_is_kept_as_it_was_written(tmp_path: Path) -> None:
    store = FileModelStore(tmp_path / "models")
    assert store.book() == ModelBook()
    assert store.change(to(FULL)) == FULL
    assert FileModelStore(tmp_path / "models").book() == FULL


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"format": 1}', '{"format": 2}', "[" * 100_000,
        json.dumps({"format": 1, "current": {"name": "../x", "version": "1"}}),
        json.dumps({"format": 1, "current": {"name": "x", "version": "one"}}),
        json.dumps({"format": 1, "current": 3, "previous": None}),
    ],
)  # fmt: skip
def test_a_book_that_cannot_be_understood_is_an_empty_one(tmp_path: Path, text: str) -> None:
    store = FileModelStore(tmp_path)
    (tmp_path / BOOK_NAME).write_text(text, encoding="utf-8")
    assert store.book() == ModelBook()
    assert store.change(partial(model_book.arrived, model=ONE)).ready == ONE


def test_a_book_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / BOOK_NAME).mkdir()
    with pytest.raises(OperationalError) as caught:
        FileModelStore(tmp_path).book()
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file", encoding="utf-8")
    for act in (lambda store: store.change(to(FULL)), lambda store: store.incoming(ONE)):
        with pytest.raises(OperationalError) as caught:
            act(FileModelStore(tmp_path / "models"))
        assert caught.value.code is ErrorCode.FILE_UNWRITABLE


def test_a_model_has_its_name_once_it_is_whole(tmp_path: Path) -> None:
    store = FileModelStore(tmp_path)
    assert store.folder(ONE) is None
    store.incoming(ONE).joinpath("model.toml").write_text("half", encoding="utf-8")
    assert store.folder(ONE) is None
    assert store.place(ONE) == store.folder(ONE) == tmp_path / "covers@1.0"
    brought(store, ONE, "anew")
    assert (tmp_path / "covers@1.0" / "model.toml").read_text(encoding="utf-8") == "anew"


def test_what_nobody_needs_is_removed(tmp_path: Path) -> None:
    store = FileModelStore(tmp_path)
    three = ModelIdentity("covers", "3.0")
    for model in (ONE, TWO, three):
        brought(store, model)
    store.incoming(ModelIdentity("covers", "4.0"))
    store.change(to(ModelBook(current=TWO, previous=ONE)))
    store.thin(None)
    assert {each.name for each in tmp_path.iterdir() if each.is_dir()} == {"covers@1.0", "covers@2.0"}


def test_what_somebody_else_put_there_stays_and_so_does_what_runs(tmp_path: Path) -> None:
    store = FileModelStore(tmp_path)
    brought(store, ONE)
    (tmp_path / "plant@7").mkdir()
    store.change(to(ModelBook(current=TWO)))
    store.thin(ONE)
    assert {each.name for each in tmp_path.glob("*@*")} == {"covers@1.0", "plant@7"}
    store.thin(None)
    assert {each.name for each in tmp_path.glob("*@*")} == {"plant@7"}


def test_only_one_program_fetches_at_a_time(tmp_path: Path) -> None:
    one, other = FileModelStore(tmp_path), FileModelStore(tmp_path)
    with one.fetching():
        with pytest.raises(OperationalError) as caught, other.fetching():
            pass
        assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    with other.fetching():
        pass


# -- kills and power cuts --------------------------------------------------------------------------------


def an_update(folder: Path, passing: Callable[[str], None]) -> None:
    """1.0 is in use; 2.0 comes, is switched to, confirmed, and what is left is removed."""
    store = FileModelStore(folder, passing)
    brought(store, TWO)
    store.change(partial(model_book.arrived, model=TWO))
    store.change(partial(model_book.switched, model=TWO))
    store.change(model_book.confirmed)
    store.thin(TWO)


def prepared(folder: Path) -> Path:
    store = FileModelStore(folder)
    brought(store, ModelIdentity("covers", "0.9"))
    brought(store, ONE)
    store.change(to(ModelBook(current=ONE, previous=ModelIdentity("covers", "0.9"))))
    return folder


def steps_of(tmp_path: Path) -> list[str]:
    passed: list[str] = []
    an_update(prepared(tmp_path / "counted"), passed.append)
    return passed


def loads(folder: Path) -> bool:
    """What a start would do."""
    store = FileModelStore(folder)
    book = store.book()
    assert book.current in (ONE, TWO)
    place = store.folder(book.current)
    return place is not None and (place / "model.toml").read_text(encoding="utf-8") == "whole"


def killed_at(folder: Path, step: int) -> None:
    """In a process of its own: an update that dies by SIGKILL before what it would do as its ``step``-th thing."""
    left = [step]

    def passing(_name: str) -> None:
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    an_update(folder, passing)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children that are killed are forked")
def test_a_kill_at_each_step_leaves_a_model_that_loads_and_the_next_try_comes_through(tmp_path: Path) -> None:
    steps = steps_of(tmp_path)
    assert len(steps) >= 16, steps
    context = multiprocessing.get_context("fork")
    for step in range(len(steps)):
        folder = prepared(tmp_path / f"killed-{step}")
        child = context.Process(target=killed_at, args=(folder, step))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        assert loads(folder), steps[step]
        an_update(folder, lambda _: None)
        assert FileModelStore(folder).book().current == TWO


def test_a_power_cut_at_each_step_leaves_a_book_that_is_the_one_before_or_after(tmp_path: Path) -> None:
    """Before a sync, a file that was written may hold any beginning of what it should; a name may be the old one."""
    folder, seen = prepared(tmp_path / "models"), 0

    def passing(step: str) -> None:
        nonlocal seen
        part = folder / f"{BOOK_NAME}.part"
        lengths = [*range(0, part.stat().st_size, 97), part.stat().st_size - 1] if step == "sync the book" else [None]
        for length in lengths:
            after = tmp_path / "after"
            shutil.copytree(folder, after)
            if length is not None:
                os.truncate(after / part.name, length)
            assert loads(after), step
            shutil.rmtree(after)
            seen += 1

    an_update(folder, passing)
    assert seen > 20


def test_a_book_is_replaced_and_never_written_over(tmp_path: Path) -> None:
    folder = prepared(tmp_path / "models")
    before = (folder / BOOK_NAME).read_bytes()
    with (folder / BOOK_NAME).open("rb") as still_open:
        an_update(folder, lambda _: None)
        assert still_open.read() == before
    assert (folder / BOOK_NAME).read_bytes() != before


def test_control_a_book_that_is_written_in_place_does_not_survive(tmp_path: Path) -> None:
    folder = prepared(tmp_path / "models")
    data = (folder / BOOK_NAME).read_bytes()
    lost = 0
    for length in range(0, len(data), 7):
        (folder / BOOK_NAME).write_bytes(data[:length])
        lost += FileModelStore(folder).book().current is None
    assert lost == len(range(0, len(data), 7))


# -- what an index may say


@pytest.mark.parametrize(
    "name", ["../a.onnx", "a/b.onnx", "a\\b.onnx", ".onnx", "", "a\n", "C:a", "ä.onnx", "a" * 101, 3]
)
def test_an_index_names_files_and_no_places(name: object) -> None:
    files = ["model.toml", "colour.onnx", name]
    told = {"format": 1, "model": "colour", "version": "1.0", "program": "", "files": files}
    with pytest.raises(ValueError, match="those of a model"):
        read_index("colour", json.dumps(told).encode())
    honest = read_index("colour", json.dumps({**told, "files": files[:2]}).encode())
    assert read_index("colour", index_bytes(honest)) == honest
