"""What the benches of the screen make of their measurements; the figures themselves belong to the machine."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands import bench_display, bench_feedback
from app.commands.bench import BenchReport
from app.commands.bench_display_memory import report as memory_report
from app.commands.bench_feedback import Answer, Kind
from app.commands.bench_noise import machine_noise, percentile
from app.ports.sounds import Sound

ROOT = Path(__file__).resolve().parents[2]


def checks(report: BenchReport) -> dict[str, tuple[float, bool]]:
    return {check.name: (check.value, check.ok) for check in report.checks}


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(1, 100))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values: list[float], percent: int) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * percent / 100
    assert sum(value < found for value in values) < len(values) * percent / 100


def test_the_noise_is_how_late_the_machine_wakes() -> None:
    noise = machine_noise(0.05)
    assert 0 <= noise["late_ms_p95"] <= noise["late_ms_max"]


def answer(kind: Kind, ms: float) -> Answer:
    return Answer(kind, "L1", ms / 4, ms / 2, ms, (Sound.COUNTED,), "L1")


def test_feedback_counts_every_kind_towards_its_goal() -> None:
    answers = [answer(kind, ms) for kind in Kind for ms in (40.0,) * 10]
    told = bench_feedback.report(answers, {})
    assert checks(told) == {"scan_to_sound_ms_p95": (20.0, True), "scan_to_painted_ms_p95": (40.0, True)}
    assert told.figures["refused"] == {
        "durable_ms": {"median": 10.0, "p95": 10.0},
        "sound_ms": {"median": 20.0, "p95": 20.0},
        "painted_ms": {"median": 40.0, "p95": 40.0},
    }
    slow = bench_feedback.report([*answers, *(answer(Kind.REFUSED, 300.0) for _ in range(3))], {})
    assert checks(slow)["scan_to_painted_ms_p95"] == (300.0, False)


def test_memory_compares_the_end_with_the_first_tenth() -> None:
    steady = memory_report([200.0] * 10 + [201.0] * 90, {})
    assert checks(steady) == {
        "resident_mib_at_the_end": (201.0, True),
        "growth_from_the_first_tenth": (0.005, True),
    }
    leaking = memory_report([200.0 + each for each in range(200)], {})
    assert not any(ok for _, ok in checks(leaking).values())


def test_the_parts_of_the_display_bench_share_one_command_line() -> None:
    parser = argparse.ArgumentParser()
    bench_display.add_arguments(parser)
    assert parser.parse_args([]).part is None
    assert parser.parse_args(["--part", "start", "--part", "picture"]).part == ["start", "picture"]


@pytest.mark.parametrize("words", [["display", "--part", "nonsense"], ["feedback", "--scans", "91"]])
def test_what_cannot_be_measured_is_wrong_use(words: list[str]) -> None:
    assert run(*words).returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "named"),
    [
        (
            ["--part", "picture", "--seconds", "2"],
            ["capture_to_picture_ms_p95", "core_percent_beyond_decoding", "pictures_per_second"],
        ),
        (["--part", "blocked", "--hang-seconds", "1"], ["gui_blocked_ms_while_all_hang"]),
        (["--part", "start", "--starts", "1"], ["start_to_live_picture_s"]),
        (
            ["--part", "memory", "--hours", "1", "--frames-an-hour", "10"],
            ["resident_mib_at_the_end", "growth_from_the_first_tenth"],
        ),
    ],
)
def test_every_part_gives_its_figures(words: list[str], named: list[str]) -> None:
    done = run("display", *words)
    assert done.returncode in {0, 1}, done.stderr
    assert [check["name"] for check in json.loads(done.stdout)["checks"]] == named


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    absent = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in absent}
    command = [sys.executable, "-m", "app", "bench", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110, check=False)
