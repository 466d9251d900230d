"""The small process above the station: when it starts it again, when not, and who it passes signals on to."""

import os
import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands.watch_station import StationWatch, end_of_run, program_of
from app.domain.errors import ErrorCode, OperationalError
from app.domain.restarting import AT_MOST, WITHIN_S, ExitCode, RunEnd, may_restart
from services.crash.traces import HUNG_NAME

UNIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="a polite kill is a signal")
RUN = "import sys, pathlib; words = sys.argv[1:]; me = pathlib.Path(words[0]);"
NOTE = " runs = me.with_name('runs'); runs.open('a').write(words[words.index('--after') + 1] + '\\n');"


# -- the rule ---------------------------------------------------------------------------------------------------------


def test_sf1_three_faults_within_two_minutes_are_too_many() -> None:
    assert may_restart([0.0])
    assert may_restart([0.0, 1.0])
    assert not may_restart([0.0, 1.0, 120.0])
    assert may_restart([0.0, 1.0, 120.1])
    assert not may_restart([0.0, 500.0, 501.0, 502.0])


@given(pauses=st.lists(st.floats(0, 200), min_size=1, max_size=12))
def test_sf1_never_four_starts_within_two_minutes(pauses: list[float]) -> None:
    ends: list[float] = []
    now = 0.0
    for pause in pauses:
        now += pause
        ends.append(now)
        if not may_restart(ends):
            break
    allowed = ends[:-1]
    assert all(later - first > WITHIN_S for first, later in zip(allowed, allowed[AT_MOST - 1 :], strict=False))


@pytest.mark.parametrize(
    ("code", "hung", "end"),
    [
        (0, False, RunEnd.CLOSED),
        (1, False, RunEnd.CLOSED),
        (2, False, RunEnd.CLOSED),
        (130, False, RunEnd.CLOSED),
        (1, True, RunEnd.HUNG),
        (0, True, RunEnd.CLOSED),
        (ExitCode.ASKED, False, RunEnd.ASKED),
        (ExitCode.CRASHED, False, RunEnd.CRASHED),
        (-signal.SIGTERM, False, RunEnd.CLOSED),
        (-signal.SIGINT, False, RunEnd.CLOSED),
        (-11, False, RunEnd.CRASHED),
        (-6, True, RunEnd.CRASHED),
        (-9, False, RunEnd.CRASHED),
        (0xC0000005, False, RunEnd.CRASHED),
    ],
)
def test_how_a_run_ended_is_told_by_its_code(code: int, hung: bool, end: RunEnd) -> None:
    assert end_of_run(code, hung=hung) is end


def test_the_same_program_is_started_with_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    args = Namespace(config=Path("a b.toml"), overrides=["x.y=1", "station.id=s 2"], dn="KSS1")
    words = ["station", "--config", "a b.toml", "--set", "x.y=1", "--set", "station.id=s 2", "--dn", "KSS1"]
    assert program_of(args) == [sys.executable, "-m", "app", *words]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program_of(args) == [sys.executable, *words]
    assert program_of(Namespace(config=None, overrides=[], dn="")) == [sys.executable, "station"]


# -- with processes ---------------------------------------------------------------------------------------------------


def watch(folder: Path, script: str, moments: Sequence[float] = ()) -> StationWatch:
    program = [sys.executable, "-S", "-E", "-c", RUN + NOTE + script, str(folder / "me")]
    times = iter(moments)
    return StationWatch(program, lambda: folder, lambda: next(times))


def runs(folder: Path) -> list[str]:
    return (folder / "runs").read_text().split()


@pytest.mark.parametrize("code", [0, 1, 2])
def test_a_run_that_ends_well_is_the_only_one(tmp_path: Path, code: int) -> None:
    assert watch(tmp_path, f"sys.exit({code})").run() == code
    assert runs(tmp_path) == ["nothing"]


@UNIX_ONLY
def test_after_a_crash_it_is_started_once_more_and_told_why(tmp_path: Path) -> None:
    crash = "import os; os.kill(os.getpid(), 11) if 'nothing' in words else sys.exit(0)"
    assert watch(tmp_path, crash, [0.0]).run() == 0
    assert runs(tmp_path) == ["nothing", "crashed"]


def test_after_a_hang_and_after_being_asked_too(tmp_path: Path) -> None:
    hang = f"me.with_name('{HUNG_NAME}').write_text('Timeout' if 'nothing' in words else '');"
    ends = "sys.exit({'nothing': 1, 'hung': 75}.get(words[words.index('--after') + 1], 0))"
    assert watch(tmp_path, hang + ends, [0.0, 1.0]).run() == 0
    assert runs(tmp_path) == ["nothing", "hung", "asked"]


def test_sf1_a_station_that_keeps_crashing_is_left_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as raised:
        watch(tmp_path, "sys.exit(70)", [0.0, 10.0, 20.0]).run()
    assert raised.value.code is ErrorCode.STATION_FAULTS
    assert runs(tmp_path) == ["nothing", "crashed", "crashed", "faults"], "the last one only says so"


def test_sf1_control_one_that_crashes_now_and_then_goes_on(tmp_path: Path) -> None:
    script = "sys.exit(0 if runs.read_text().count('crashed') == 4 else 70)"
    assert watch(tmp_path, script, [0.0, 100.0, 200.0, 300.0]).run() == 0
    assert runs(tmp_path) == ["nothing"] + ["crashed"] * 4


@UNIX_ONLY
def test_a_polite_kill_is_handed_on_and_nothing_is_started_after_it(tmp_path: Path) -> None:
    """Whatever the station's own end then looks like."""
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(70));"
        "me.with_name('up').write_text('x'); time.sleep(60)"
    )

    def kill_when_up() -> None:
        while not (tmp_path / "up").exists():
            threading.Event().wait(0.005)
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    killer = threading.Thread(target=kill_when_up)
    killer.start()
    assert watch(tmp_path, script).run() == 70
    killer.join()
    assert runs(tmp_path) == ["nothing"]
    assert signal.getsignal(signal.SIGTERM) is before
