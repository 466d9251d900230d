"""A second start finds the first window; nothing that was left behind, is strange or hangs keeps one from starting."""

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from services.instance.front_door import FrontDoor, door_address, knock

UNIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="a named pipe leaves nothing behind")


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "door") if sys.platform != "win32" else rf"\\.\pipe\{tmp_path.name}"


@pytest.fixture
def asked() -> threading.Semaphore:
    return threading.Semaphore(0)


@pytest.fixture
def door(address: str, asked: threading.Semaphore) -> Iterator[FrontDoor]:
    made = FrontDoor(address, asked.release)
    yield made
    made.close()
    assert "front-door" not in {thread.name for thread in threading.enumerate()}


def test_a_knock_brings_the_window_to_the_front(address: str, door: FrontDoor, asked: threading.Semaphore) -> None:
    for _ in range(3):
        assert knock(address)
        assert asked.acquire(timeout=5)
    assert not asked.acquire(blocking=False)


def test_where_nobody_is_nobody_answers(address: str) -> None:
    assert not knock(address)


def test_after_the_window_has_closed_nobody_answers(address: str, asked: threading.Semaphore) -> None:
    FrontDoor(address, asked.release).close()
    assert not knock(address)


@UNIX_ONLY
def test_what_a_killed_process_left_is_taken_over(address: str, asked: threading.Semaphore) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(address)
    left.close()
    assert Path(address).exists()
    assert not knock(address)
    door = FrontDoor(address, asked.release)
    assert knock(address)
    door.close()


@UNIX_ONLY
def test_a_window_that_hangs_is_not_waited_for(address: str) -> None:
    """Its socket takes callers, and nobody answers."""
    hanging = socket.socket(socket.AF_UNIX)
    hanging.bind(address)
    hanging.listen()
    begun_s = time.monotonic()
    assert not knock(address, limit_s=0.1)
    assert time.monotonic() - begun_s < 5
    hanging.close()


def test_a_strange_caller_changes_nothing(address: str, door: FrontDoor, asked: threading.Semaphore) -> None:
    for word in (b"", b"front and more", b"x" * 100_000):
        with Client(address) as caller, suppress(BrokenPipeError):  # it may have been sent away already
            caller.send_bytes(word)
    assert not asked.acquire(blocking=False)
    assert knock(address)
    assert asked.acquire(timeout=5)


@UNIX_ONLY
def test_a_socket_that_somebody_tidied_away_does_not_keep_the_window_from_closing(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.instance.front_door._LIMIT_S", 0.05)
    door = FrontDoor(address, lambda: None)
    Path(address).unlink()
    door.close()
    assert not knock(address)


@UNIX_ONLY
def test_a_door_that_cannot_be_opened_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    FrontDoor(str(tmp_path / "file" / "door"), lambda: None).close()
    assert "a second start will not find this window" in caplog.text


def test_each_folder_has_an_address_of_its_own_however_deep_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "none"))
    deep = tmp_path.joinpath(*["folder"] * 20)
    deep.mkdir(parents=True)
    found = {door_address(folder) for folder in (tmp_path, tmp_path / "b", deep)}
    assert len(found) == 3
    assert all(len(address.encode()) <= 107 for address in found)
    assert door_address(tmp_path / "b" / ".." / "b") == door_address(tmp_path / "b")
