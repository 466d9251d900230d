"""What the interpreter itself writes down when Python no longer runs: in processes of their own, since they end."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.crash.traces import CLOSING_NAME, HUNG_NAME, NATIVE_NAME, left_behind, stacks_now

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 0.25
BEGIN = """
import ctypes, pathlib, sys, threading, time
from services.crash.traces import Traces
traces = Traces(pathlib.Path(sys.argv[1]))
traces.start()
traces.beat({limit})
def stand_still():
    {fault}
stand_still()
print("got to the end", flush=True)
traces.close()
"""


def ended(folder: Path, fault: str) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-c", BEGIN.format(limit=LIMIT_S, fault=fault), str(folder)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "fault", ["time.sleep(60)", "ctypes.PyDLL(None).sleep(60)"], ids=["asleep", "holding the interpreter's lock"]
)
@pytest.mark.skipif(sys.platform == "win32", reason="the C library's sleep")
def test_who_does_not_beat_is_ended_with_the_stacks_of_all_threads(tmp_path: Path, fault: str) -> None:
    done = ended(tmp_path, fault)
    assert (done.returncode, done.stdout) == (1, "")
    stacks = left_behind(tmp_path, HUNG_NAME)
    assert stacks.startswith("Timeout (")
    assert "in stand_still" in stacks


@pytest.mark.skipif(sys.platform == "win32", reason="the C library's sleep")
def test_one_that_was_to_end_anyway_leaves_them_elsewhere(tmp_path: Path) -> None:
    done = ended(tmp_path, "traces.beat(0.1, closing=True); time.sleep(60)")
    assert done.returncode == 1
    assert left_behind(tmp_path, HUNG_NAME) == "", "whoever watches would start it again"
    assert "in stand_still" in left_behind(tmp_path, CLOSING_NAME)


def test_control_who_beats_in_time_lives(tmp_path: Path) -> None:
    done = ended(tmp_path, f"[(traces.beat({LIMIT_S}), time.sleep({LIMIT_S / 4})) for _ in range(8)]")
    assert (done.returncode, done.stdout.strip()) == (0, "got to the end"), done.stderr
    assert not list(tmp_path.iterdir()), "a good end leaves nothing"


@pytest.mark.skipif(sys.platform == "win32", reason="a segmentation fault")
def test_a_native_crash_leaves_its_stack_and_what_was_said_before_it(tmp_path: Path) -> None:
    done = ended(tmp_path, "traces.say('Qt: enough'); ctypes.string_at(0)")
    assert done.returncode == -11
    left = left_behind(tmp_path, NATIVE_NAME)
    assert left.startswith("Qt: enough\nFatal Python error: Segmentation fault")
    assert "in stand_still" in left


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    done = ended(tmp_path / "logs", "pass")
    assert done.stdout.strip() == "got to the end", done.stderr
    assert "a native crash will leave no stack" in done.stderr


def test_nothing_is_left_behind_where_nothing_was(tmp_path: Path) -> None:
    assert left_behind(tmp_path, NATIVE_NAME) == ""


def test_the_stacks_of_now_name_this_test() -> None:
    assert "test_the_stacks_of_now_name_this_test" in stacks_now()
