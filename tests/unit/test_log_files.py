"""The log on disk: bounded whatever is written, behind a queue, and nothing that goes wrong with it stops anybody."""

import errno
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.settings import LogSettings
from services.logs import log_files
from services.logs.bounded_file import BoundedFile
from services.logs.claim import FolderClaim
from services.logs.log_files import LOG_NAME, SERVER_LOG_NAME, LogFiles, in_system_journal

log = logging.getLogger("countersign.test")


@pytest.fixture(autouse=True)
def root_log() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    root.setLevel(logging.INFO)
    yield
    root.setLevel(level)
    assert root.handlers == handlers, "a handler was left"


def record(text: str) -> logging.LogRecord:
    return logging.LogRecord("a", logging.INFO, "f", 1, text, (), None)


def sizes(folder: Path) -> list[int]:
    return [file.stat().st_size for file in folder.iterdir()]


@settings(max_examples=25, deadline=None)
@given(lines=st.lists(st.text(max_size=60), max_size=60), most=st.integers(250, 600), kept=st.integers(0, 3))
def test_the_files_never_grow_beyond_their_limit(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], most: int, kept: int
) -> None:
    folder = tmp_path_factory.mktemp("logs")
    handler = BoundedFile(folder / LOG_NAME, most, kept)
    for line in lines:
        handler.emit(record(line))
        assert sum(sizes(folder)) <= most * (kept + 1)
        assert max(sizes(folder)) <= most
    handler.close()
    assert len(sizes(folder)) <= kept + 1


def test_the_limit_is_one_of_bytes_not_of_characters(tmp_path: Path) -> None:
    handler = BoundedFile(tmp_path / LOG_NAME, 300, 0)
    for _ in range(20):
        handler.emit(record("界" * 40))
        assert max(sizes(tmp_path)) <= 300
    handler.close()


def test_the_newest_lines_are_the_ones_that_stay(tmp_path: Path) -> None:
    handler = BoundedFile(tmp_path / LOG_NAME, 300, 1)
    for number in range(100):
        handler.emit(record(f"line {number:03d}"))
    handler.close()
    text = (tmp_path / f"{LOG_NAME}.1").read_text() + (tmp_path / LOG_NAME).read_text()
    lines = text.splitlines()
    assert lines == [f"line {number:03d}" for number in range(100 - len(lines), 100)]


class FullDisk(BoundedFile):
    """Fails as a full disk does, while ``full``."""

    full = False
    tried = 0

    def format(self, record: logging.LogRecord) -> str:
        if self.full:
            self.tried += 1
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().format(record)


def test_a_full_disk_is_told_once_and_the_file_goes_on_with_more_room(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    now = [100.0]
    handler = FullDisk(tmp_path / LOG_NAME, 10_000, 1, lambda: now[0])
    handler.emit(record("before"))
    handler.full = True
    for _ in range(3):
        for _ in range(5):
            handler.emit(record("lost"))
        now[0] += 31.0
    assert handler.tried == 3, "a broken disk is left alone for a while"
    assert handler.trouble == "No space left on device"
    handler.full = False
    handler.emit(record("after"))
    handler.close()
    assert (tmp_path / LOG_NAME).read_text() == "before\nafter\n"
    assert [entry.levelname for entry in caplog.records] == ["WARNING", "INFO"]
    assert "No space left" in caplog.records[0].getMessage()


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "logs").write_text("a file, where the folder should be")
    files = LogFiles(tmp_path / "logs", LogSettings())
    files.start()
    log.info("one")
    log.info("two")
    files.close()
    warnings = [entry.getMessage() for entry in caplog.records if entry.levelname == "WARNING"]
    assert len(warnings) == 1
    assert "cannot be written" in warnings[0]
    assert [line.rpartition(" ")[2] for line in files.last_lines][:2] == ["one", "two"]


def test_who_logs_waits_for_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck, go_on = threading.Event(), threading.Event()

    class Stuck(BoundedFile):
        def emit(self, record: logging.LogRecord) -> None:
            stuck.set()
            assert go_on.wait(30)
            super().emit(record)

    monkeypatch.setattr(log_files, "BoundedFile", Stuck)
    monkeypatch.setattr(log_files, "_WAITING_AT_MOST", 3)
    files = LogFiles(tmp_path, LogSettings())
    files.start()
    log.info("first")
    assert stuck.wait(30)
    for number in range(10):
        log.info("line %d", number)  # returns, or this test never ends
    go_on.set()
    while not (tmp_path / LOG_NAME).exists() or "line 2" not in (tmp_path / LOG_NAME).read_text():
        threading.Event().wait(0.001)
    log.info("last")
    files.close()
    written = (tmp_path / LOG_NAME).read_text()
    assert "line 2" in written
    assert "line 9" not in written
    assert "last\n(7 lines before this one were dropped)" in written


@pytest.mark.parametrize("to_file", [True, False])
def test_the_last_lines_are_remembered_with_and_without_a_file(tmp_path: Path, to_file: bool) -> None:
    files = LogFiles(tmp_path, LogSettings(), to_file=to_file)
    files.start()
    for number in range(300):
        log.info("line %d password=Zq%d", number, number)
    files.close()
    assert len(files.last_lines) == 200
    assert files.last_lines[-1].endswith("line 299 password=***")
    assert (tmp_path / LOG_NAME).exists() is to_file
    if to_file:
        text = (tmp_path / LOG_NAME).read_text()
        assert text.count("\n") == 300
        assert "Zq" not in text


def test_only_one_process_writes_into_a_folder(tmp_path: Path) -> None:
    first, second = FolderClaim(tmp_path, LOG_NAME), FolderClaim(tmp_path, LOG_NAME)
    assert first.take()
    assert not second.take()
    assert FolderClaim(tmp_path, SERVER_LOG_NAME).take(), "a server on the same machine has a file of its own"
    first.release()
    assert second.take()


def test_a_unit_of_systemd_is_told_by_where_its_words_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable alone says nothing: every program that such a unit starts inherits it."""
    with (tmp_path / "stderr").open("w") as file:
        monkeypatch.setattr(sys, "stderr", file)
        mine = (tmp_path / "stderr").stat()
        assert in_system_journal({"JOURNAL_STREAM": f"{mine.st_dev}:{mine.st_ino}"})
        assert not in_system_journal({"JOURNAL_STREAM": f"{mine.st_dev}:{mine.st_ino + 1}"})
        assert not in_system_journal({})
        monkeypatch.setattr(sys, "stderr", None)
        assert not in_system_journal({"JOURNAL_STREAM": f"{mine.st_dev}:{mine.st_ino}"})
