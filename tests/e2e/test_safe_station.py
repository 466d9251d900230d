"""A real station and its watch, as processes: crashed, hung, killed, started twice. The record goes on where it was."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from app.domain.journal import LabelCounted, Opened
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingSession
from app.ports.clock import SystemClock
from app.settings import RecordSettings
from services.instance.front_door import door_address
from services.record.record import open_record
from tests.fakes.watched_station import HUNG_S
from tests.unit.builders import D26L, note, part

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signals")
slow = pytest.mark.slow
LABELS = 3
AT = "2026-11-21T10:00:00+00:00"
OPEN = f"open, {LABELS} labels"


class Running:
    """The watch as a process group of its own, and what its runs say."""

    def __init__(self, folder: Path, *words: str) -> None:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.watched_station", str(folder), *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def line(self) -> list[str]:
        """The next one, as words; [] at the end."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()

    def line_of(self, word: str) -> list[str]:
        while (said := self.line()) and said[0] != word:
            pass
        return said

    def up(self, after: str, labels: str = str(LABELS)) -> int:
        """The process id of the run that comes up now."""
        said = self.line_of("up")
        assert said, self.process.communicate()[1]
        assert said[2:] == [after, labels]
        return int(said[1])

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextmanager
def running(folder: Path, *words: str) -> Iterator[Running]:
    made = Running(folder, *words)
    try:
        yield made
    finally:
        with suppress(ProcessLookupError):
            os.killpg(made.process.pid, signal.SIGKILL)
        made.process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A station's, with a session that was left open with three labels."""
    with closing(open_record(tmp_path, RecordSettings(), SystemClock(), 5.0)) as record:
        session = PackingSession("S1", note(D26L))
        record.journal.append("S1", AT, Opened(session))
        for number in range(LABELS):
            label = ScannedLabel(LabelCode(f"L-{number}"), part(D26L), 30, AT)
            record.journal.append("S1", AT, LabelCounted(label))
    return tmp_path


def reports(folder: Path) -> list[str]:
    return [file.read_text() for file in sorted((folder / "logs").glob("crash-*.txt"))]


@pytest.mark.parametrize(
    ("fault", "after", "kind", "told"),
    [
        pytest.param("native", "crashed", "native crash", "Segmentation fault", id="native"),
        pytest.param("exception", "asked", "exception", "ZeroDivisionError", marks=slow, id="exception"),
        pytest.param("thread", "asked", "exception", "some-worker", marks=slow, id="thread"),
        pytest.param("qt-fatal", "crashed", "native crash", "Qt has had enough", marks=slow, id="qt-fatal"),
        pytest.param("hang", "hung", "hung", "in _hang", marks=slow, id="hang"),
        pytest.param("hang-with-lock", "hung", "hung", "in _hang_with_the_lock", marks=slow, id="hang-with-lock"),
    ],
)
def test_after_a_fault_the_session_goes_on_and_a_report_is_there(
    folder: Path, fault: str, after: str, kind: str, told: str
) -> None:
    with running(folder, fault) as station:
        first = station.up("nothing")
        second = station.up(after)
        assert first != second
        assert station.end() == 0
    (report,) = reports(folder)
    for words in (f"kind: {kind}\n", told, OPEN, "last log lines", "all of it is safe"):
        assert words in report
    assert "Zq" not in report
    assert "OP-17" not in report
    assert not list((folder / "logs").glob("*.txt.partial"))
    assert not (folder / "logs" / "hung.txt").exists(), "the last end was a good one"


@slow
def test_a_killed_run_is_started_again_and_there_is_nothing_to_report(folder: Path) -> None:
    with running(folder, "killed") as station:
        station.up("nothing")
        station.up("crashed")
        assert station.end() == 0
    assert reports(folder) == []


@slow
def test_control_a_window_that_stalls_for_a_moment_goes_on(folder: Path) -> None:
    with running(folder, "short-stall") as station:
        station.up("nothing")
        assert station.line_of("stalled")
        time.sleep(HUNG_S * 1.2)  # a stall that was counted would end it now
        assert station.process.poll() is None
        assert station.end() == 0
    assert reports(folder) == []


@slow
def test_sf1_a_station_that_crashes_in_a_loop_says_so_and_stops(folder: Path) -> None:
    with running(folder, "native", "always") as station:
        station.up("nothing")
        station.up("crashed")
        station.up("crashed")
        assert station.line_of("faults")
        refused = station.line_of("refused")
        assert "three times within two minutes" in " ".join(refused)
        assert station.process.wait(30) == 1
    assert len(reports(folder)) == 3


@slow
def test_so_does_one_that_never_comes_up(folder: Path) -> None:
    with running(folder, "at-start", "always") as station:
        assert station.line_of("faults")
        assert station.process.wait(30) == 1
    assert len(reports(folder)) == 3


@slow
def test_a_fault_while_it_closes_does_not_bring_it_back(folder: Path) -> None:
    with running(folder, "at-end") as station:
        station.up("nothing")
        assert station.end() == 0
        assert not station.line_of("up")
    (report,) = reports(folder)
    assert "ZeroDivisionError" in report


@slow
def test_whoever_kills_the_watch_ends_the_station_too_and_it_can_be_started_again(folder: Path) -> None:
    with running(folder, "none") as station:
        run = station.up("nothing")
        os.kill(station.process.pid, signal.SIGKILL)
        station.process.wait(30)
        deadline_s = time.monotonic() + 30
        while Path(f"/proc/{run}").exists() and time.monotonic() < deadline_s:
            time.sleep(0.02)
        assert not Path(f"/proc/{run}").exists(), "it holds the record, and nobody watches it"
    with running(folder, "none") as again:
        again.up("nothing")
        assert again.end() == 0


@slow
def test_killed_in_the_middle_of_a_restart_nothing_is_lost(folder: Path) -> None:
    draw = random.Random(5)
    for _ in range(6):
        with running(folder, "native", "always") as station:
            station.up("nothing")
            time.sleep(0.25 + draw.random() * 1.5)  # around the crash and the next start
            os.killpg(station.process.pid, signal.SIGKILL)
    with running(folder, "none") as again:
        again.up("nothing")
        assert again.end() == 0


@slow
def test_an_icon_that_is_pressed_twice_opens_one_window(folder: Path) -> None:
    with running(folder, "none") as one, running(folder, "none") as other:
        deadline_s = time.monotonic() + 60
        while one.process.poll() is None and other.process.poll() is None and time.monotonic() < deadline_s:
            time.sleep(0.02)
        first, second = (other, one) if one.process.poll() is not None else (one, other)
        assert second.process.returncode == 0
        first.up("nothing")
        assert first.end() == 0


@slow
def test_a_second_start_finds_the_first_and_ends_well(folder: Path) -> None:
    with running(folder, "none") as first:
        first.up("nothing")
        with running(folder, "none") as second:
            out, _ = second.process.communicate(timeout=30)
        assert second.process.returncode == 0
        assert "brought to the front" in out
        Path(door_address(folder)).unlink()  # as where the first is another user's
        with running(folder, "none") as third:
            out, _ = third.process.communicate(timeout=30)
        assert third.process.returncode == 1
        assert "in use by process" in out
        assert first.end() == 0
    assert reports(folder) == []
