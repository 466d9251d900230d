"""`countersign bench`: what counts as reached, and what is printed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app.__main__ import main
from app.commands import bench
from app.commands.bench import BenchReport, Check, machine

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("value", "goal", "ok"),
    [
        (2.5, "<= 2.5", True),
        (2.51, "<= 2.5", False),
        (30.0, ">= 30", True),
        (29.9, ">= 30", False),
    ],
)
def test_a_goal_holds_at_its_limit(value: float, goal: str, ok: bool) -> None:
    assert Check("figure_ms", value, goal).ok is ok


def test_the_machine_is_named() -> None:
    found = machine()
    assert set(found) == {"system", "processor", "cores", "python"}
    assert found["cores"] == os.cpu_count()


@pytest.mark.parametrize(("value", "code"), [(1.0, 0), (3.0, 1)])
def test_the_report_is_json_and_the_exit_code_says_whether_every_goal_is_reached(
    value: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _install(monkeypatch, BenchReport((Check("good_ms", 1.0, "<= 2"), Check("asked_ms", value, "<= 2")), {"frames": 7}))
    assert main(["bench", "fake"]) == code
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"bench", "machine", "checks", "frames"}
    assert (printed["bench"], printed["frames"]) == ("fake", 7)
    assert printed["checks"][1] == {"name": "asked_ms", "value": value, "goal": "<= 2", "ok": not code}


@pytest.mark.parametrize("words", [["bench"], ["bench", "nonsense"], ["bench", "display", "--frames", "0"]])
def test_a_wrong_use_is_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "usage: countersign bench" in capsys.readouterr().err


def test_the_display_bench_paints_eight_covers_without_a_screen(tmp_path: Path) -> None:
    """In a process of its own, as it makes the application itself. The figures belong to the machine, not to a test."""
    picture = tmp_path / "painted.png"
    absent = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "-m", "app", "bench", "display", "--part", "frame", "--frames", "5", "--save", str(picture)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in absent},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    assert not done.stderr
    report = json.loads(done.stdout)
    assert [check["name"] for check in report["checks"]] == [
        "paint_ms_per_frame",
        "core_percent_at_30_frames_per_second",
    ]
    assert all(check["value"] > 0 for check in report["checks"])
    assert (report["frame"]["frames"], report["frame"]["boxes"]) == (5, 8)
    assert picture.stat().st_size > 100_000


def _install(monkeypatch: pytest.MonkeyPatch, report: BenchReport) -> None:
    """A bench named ``fake`` that answers ``report``."""
    module = ModuleType("app.commands.bench_fake")
    module.__dict__["add_arguments"] = lambda parser: None
    module.__dict__["measure"] = lambda args, settings: report
    monkeypatch.setitem(sys.modules, "app.commands.bench_fake", module)
    monkeypatch.setitem(bench.BENCHES, "fake", "bench_fake")
