"""What is written down of a fault: whole or not at all, without secrets, and never a second fault."""

import errno
import io
import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from app.commands import crash_reporting
from app.commands.crash_reporting import CrashReporter
from app.domain.crash import CrashKind, CrashReport, RecordState
from app.domain.errors import ErrorCode, OperationalError
from app.settings import LogSettings
from services.crash.reports import KEPT, CrashReports
from services.crash.traces import HUNG_NAME, NATIVE_NAME
from services.logs.log_files import LogFiles
from tests.fakes.station_parts import SetClock

log = logging.getLogger("countersign.test")


def report(at: str = "2026-11-21T10:00:00+00:00", **more: Any) -> CrashReport:
    values: dict[str, Any] = {
        "kind": CrashKind.EXCEPTION, "build": "1.0.0 (source)", "system": "Linux", "station_id": "station-7",
        "what": "boom", "error": "Traceback", "threads": "Thread", "record": str(RecordState(True, 3, 2, 1)),
        "last_lines": ("one", "two"),
    }  # fmt: skip
    return CrashReport(at, **{**values, **more})


@pytest.fixture
def reports(tmp_path: Path) -> CrashReports:
    return CrashReports(tmp_path / "logs", "OP-")


def test_it_tells_what_happened_where_and_that_the_record_is_safe(reports: CrashReports) -> None:
    path = reports.write(report())
    assert path
    assert path.name == "crash-20261121T100000Z.txt"
    text = path.read_text()
    for told in ("1.0.0 (source)", "station-7", "boom", "Traceback", "Thread", "one\ntwo", "open, 3 labels, 2 covers"):
        assert told in text
    assert "safe on this station's disk" in text


def test_no_secret_no_badge_and_nobodys_home_is_in_it(
    reports: CrashReports, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    hidden = ("rtsp://admin:Zqpass@cam", "op-17 signed in", f"{tmp_path}/x.py", "token=Zqtoken")
    path = reports.write(report(error="\n".join(hidden), last_lines=hidden, what=hidden[1]))
    assert path
    text = path.read_text()
    assert "Zq" not in text
    assert "17" not in text.replace("20261117", "")
    assert str(tmp_path) not in text
    assert "~/x.py" in text


def test_the_newest_ten_are_kept_and_two_of_one_second_stand_side_by_side(reports: CrashReports) -> None:
    for number in range(KEPT + 5):
        assert reports.write(report(f"2026-11-21T10:00:{number:02d}+00:00"))
    assert [path.name[-7:-5] for path in reports.listed()] == [f"{number:02d}" for number in range(5, KEPT + 5)]
    assert reports.write(report("2026-11-21T10:00:14+00:00", what="second"))
    assert "second" in (reports.folder / "crash-20261121T100014Z-1.txt").read_text()
    assert len(reports.listed()) == KEPT


def test_two_faults_at_once_are_both_told(reports: CrashReports) -> None:
    threads = [threading.Thread(target=reports.write, args=(report(what=f"fault {n}"),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = "".join(path.read_text() for path in reports.listed())
    assert all(f"what: fault {number}\n" in texts for number in range(8))


class FullDisk(io.StringIO):
    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("broken", ["write", "fsync", "replace", "folder"])
def test_what_cannot_be_written_leaves_nothing_and_stops_nobody(
    reports: CrashReports, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    def full(*_: object, **__: object) -> IO[str]:
        raise OSError(errno.ENOSPC, "No space left on device")

    if broken == "folder":
        reports.folder.write_text("a file, where the folder should be")
    elif broken == "write":
        monkeypatch.setattr(Path, "open", lambda *_, **__: FullDisk())
    else:
        monkeypatch.setattr(os if broken == "fsync" else Path, broken, full)
    assert reports.write(report()) is None
    monkeypatch.undo()
    assert "no crash report could be written" in caplog.text
    assert not list(reports.folder.glob("*"))


def test_what_a_killed_process_left_half_written_is_swept(reports: CrashReports) -> None:
    reports.folder.mkdir()
    (reports.folder / "crash-20261121T095900Z.partial").write_text("half")
    assert reports.write(report())
    assert [file.name for file in reports.folder.iterdir()] == ["crash-20261121T100000Z.txt"]


# -- where faults are noticed -----------------------------------------------------------------------------------------


class Desk:
    """A reporter with real files, and how often somebody was told."""

    def __init__(self, folder: Path) -> None:
        self.told = 0
        self.logs = LogFiles(folder / "logs", LogSettings(), to_file=False)
        self.reports = CrashReports(folder / "logs", "OP-")
        self.reporter = CrashReporter(folder, "station-7", self.reports, self.logs, SetClock(), self._unhandled)

    def _unhandled(self) -> None:
        self.told += 1

    @property
    def texts(self) -> list[str]:
        self.reporter.finish()
        return [path.read_text() for path in self.reports.listed()]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    hooks = (sys.excepthook, threading.excepthook)
    made = Desk(tmp_path)
    made.logs.start()
    made.reporter.install()
    yield made
    made.reporter.uninstall()
    made.logs.close()
    assert (sys.excepthook, threading.excepthook) == hooks
    assert "crash-report" not in {thread.name for thread in threading.enumerate()}


def boom() -> None:
    raise ZeroDivisionError("of OP-17")


def fail_in_gui() -> None:
    try:
        boom()
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_a_fault_in_the_gui_thread_is_reported_with_its_stack_all_threads_and_the_last_lines(desk: Desk) -> None:
    log.error("said before it")
    fail_in_gui()
    (text,) = desk.texts
    assert desk.told == 1
    assert "in boom" in text
    assert "ZeroDivisionError: of (badge)" in text
    assert "said before it" in text
    assert "most recent call first" in text
    assert "record: there is none yet" in text


def test_so_is_one_in_any_thread(desk: Desk) -> None:
    thread = threading.Thread(target=boom, name="some-worker")
    thread.start()
    thread.join()
    (text,) = desk.texts
    assert desk.told == 1
    assert "a fault in thread some-worker" in text


def test_one_that_a_threads_edge_caught_is_reported_and_nobody_is_asked_to_restart(desk: Desk) -> None:
    for _ in range(3):
        try:
            boom()
        except ZeroDivisionError:
            log.exception("bug in a job of desk")
    assert len(desk.texts) == 1, "the same place once"
    assert desk.told == 0
    try:
        raise OperationalError(ErrorCode.DATABASE_LOCKED, path="x")
    except OperationalError:
        log.exception("a named trouble is no fault")
    assert len(desk.texts) == 1


def test_leaving_by_ctrl_c_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passed_on: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: passed_on.append(error[0]))
    desk = Desk(tmp_path)
    desk.reporter.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    desk.reporter.uninstall()
    assert passed_on == [KeyboardInterrupt]
    assert (desk.told, desk.texts) == (0, [])


def test_a_fault_in_what_reads_the_record_does_not_cost_the_report(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise ValueError("the record's reader is at fault")

    monkeypatch.setattr(crash_reporting, "record_state", broken)
    fail_in_gui()
    (text,) = desk.texts
    assert "could not be read for this report: ValueError" in text


def test_a_fault_while_a_fault_is_reported_ends_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_report: object) -> Path:
        raise ValueError("the reports are at fault")

    monkeypatch.setattr(desk.reports, "write", broken)
    fail_in_gui()
    desk.reporter.finish()
    assert desk.told == 1, "the operator is told of the first"
    assert any("the reports are at fault" in line for line in desk.logs.last_lines)


@pytest.mark.parametrize(
    ("name", "left", "kind"),
    [(NATIVE_NAME, "Fatal Python error: Segmentation fault\nThread 1", CrashKind.NATIVE),
     (HUNG_NAME, "Timeout (0:00:30)!\nThread 1", CrashKind.HUNG)],
)  # fmt: skip
def test_what_the_last_run_left_behind_becomes_a_report(desk: Desk, name: str, left: str, kind: CrashKind) -> None:
    desk.reports.folder.mkdir(exist_ok=True)
    (desk.reports.folder / name).write_text(left)
    desk.logs.path.write_text("the last line on disk\n")
    assert desk.reporter.report_last_run() is kind
    (text,) = desk.texts
    assert left in text
    assert "the last line on disk" in text


def test_after_a_good_end_there_is_nothing_to_report(desk: Desk) -> None:
    desk.reports.folder.mkdir(exist_ok=True)
    (desk.reports.folder / NATIVE_NAME).write_text("")
    assert desk.reporter.report_last_run() is None
    assert desk.texts == []
