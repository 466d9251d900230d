"""The serving benches: their arithmetic by number, their JSON on loads of a fraction of a second."""

import argparse
import importlib.util
import json
import os
from pathlib import Path

import numpy as np
import pytest

from app.commands import bench, bench_hostile, bench_serving, bench_soak
from app.settings import Settings
from services.inference.bench import raw_loop, scenarios
from services.inference.bench.figures import LoadPlan, LoadRun, Side, median, percentile, rate
from services.inference.bench.hostile_frames import KINDS, hostile_frames
from services.inference.bench.pictures import QUALITY
from services.inference.bench.processes import cpu_s, memory_mib
from services.inference.bench.recorder import phase_s
from services.inference.bench.scenarios import Compared, Lone, Subject, model_cpu_ms, warm_up
from services.vision import jpeg
from services.vision.canvas import Canvas
from services.vision.speed_graph import speed_graph

linux_only = pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="reads the kernel's own figures")


def run_of(*per_station: list[float], seconds: float = 10.0, latency_ms: tuple[float, ...] = (10.0,)) -> LoadRun:
    return LoadRun(seconds, [list(times) for times in per_station], list(latency_ms), list(latency_ms))


def test_percentiles_are_values_that_were_measured():
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 50) == 50
    assert percentile(values, 99) == 99
    assert percentile(values, 100) == 100
    assert percentile([7.0], 99) == 7.0
    assert percentile([], 50) == 0.0
    assert median([3.0, 1.0, 2.0]) == 2.0


def test_a_stations_rate_does_not_count_the_edges_of_the_window():
    assert rate([1.0, 2.0, 3.0]) == 1.0
    assert rate([1.0]) == 0.0
    assert rate([1.0, 1.0]) == 0.0


def test_fairness_is_slowest_by_fastest_and_zero_for_a_station_that_was_forgotten():
    assert run_of([0.0, 1.0, 2.0], [0.5, 2.5]).fairness == 0.5
    assert run_of([0.0, 1.0, 2.0], []).fairness == 0.0
    assert run_of([], []).fairness == 0.0


def test_a_side_takes_medians_of_rates_and_all_latencies_together():
    side = Side((run_of([0.0] * 10), run_of([0.0] * 30, latency_ms=(30.0, 50.0)), run_of([0.0] * 20)))
    assert side.frames_per_s == 2.0
    assert side.latency_ms(100) == 50.0
    lossy = LoadRun(1.0, [[]], stale=1, dropped=2, failed=3)
    assert Side((lossy,)).lost == 6


def test_throughput_is_compared_with_the_raw_loops_around_it():
    ours, present = Side((run_of([0.0] * 90),)), Side((run_of([0.0] * 45),))
    ours.runs[0].server_cpu_s = 9.0
    compared = Compared(ours, present, ({"frames_per_s": 8.0, "cpu_ms": 98.0}, {"frames_per_s": 12.0, "cpu_ms": 98.0}))
    assert compared.of_raw() == pytest.approx(0.9)
    assert compared.of_present() == pytest.approx(2.0)
    assert compared.ours.server_cpu_ms - model_cpu_ms(compared) == pytest.approx(2.0)


def test_the_plants_load_allows_two_milliseconds_around_decode_and_infer():
    alone = {"decode_ms": 1.0, "infer_ms": 37.0}
    assert Lone(Side((run_of([0.0], latency_ms=(44.0,)),)), (alone, alone)).over_alone() == pytest.approx(1.1)


def test_cameras_are_not_in_step():
    plan = LoadPlan("", "", 9, 1.0, fps=2.0)
    phases = sorted(phase_s(plan, station) for station in range(9))
    assert phases[0] >= 0
    assert phases[-1] < 0.5
    assert min(np.diff(phases)) > 0.01


def test_memory_that_settles_passes_and_memory_that_leaks_does_not():
    settled = [100.0, 140.0, 150.0] * 5 + [150.0 + (index % 7) / 10 for index in range(85)]
    leaking = [150.0 + index / 4 for index in range(100)]
    assert bench_soak.growth(settled) <= 0.01
    assert bench_soak.growth(leaking) > 0.05
    steady = run_of([float(second) for second in range(100)], seconds=100.0)
    fine = bench_soak.report(settled, steady, {})
    assert all(check.ok for check in fine.checks)
    assert not bench_soak.report(leaking, steady, {}).checks[0].ok


def test_throughput_that_falls_is_a_drift():
    tiring = run_of([second / 2 for second in range(160)] + [80.0 + second for second in range(20)], seconds=100.0)
    assert bench_soak.drift(tiring) == pytest.approx(0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_frames_are_no_pictures(kind: str):
    honest = jpeg.encode(np.random.default_rng(3).integers(0, 255, (72, 128, 3), np.uint8), QUALITY)
    seen = dict(hostile_frames(honest, len(KINDS)))
    assert list(seen) == list(KINDS)
    assert seen[kind] != honest
    canvas = Canvas(64, 64, 1)
    with pytest.raises(jpeg.FrameRejected):
        canvas.put_jpeg(0, seen[kind], reduced=True)


def test_hostile_frames_are_the_same_every_time():
    honest = jpeg.encode(np.zeros((72, 128, 3), np.uint8), QUALITY)
    assert list(hostile_frames(honest, 12)) == list(hostile_frames(honest, 12))


def test_the_raw_loop_of_a_model_and_of_the_simulated_gpu(tmp_path):
    path = tmp_path / "speed.onnx"
    path.write_bytes(speed_graph(32, 32))
    assert raw_loop.throughput(str(path), 0.1)["frames_per_s"] > 1
    # A batch of 9 takes 12 ms: 750 frames/s at the most.
    assert 100 < raw_loop.simulated(9, 0.1)["frames_per_s"] <= 750


@linux_only
def test_cpu_time_and_memory_of_a_process():
    assert cpu_s(os.getpid()) > 0
    assert 10 < memory_mib(os.getpid()) <= memory_mib(os.getpid(), "VmHWM")


def test_a_cpu_is_given_time_to_answer_every_station_once():
    assert warm_up(Subject("640", (), ""), 30) == 4.0
    assert warm_up(Subject("simulated", (), ""), 30) == 1.0


@linux_only
@pytest.mark.slow
def test_a_saturated_run_measures_both_sides(capsys, monkeypatch):
    for name in ("fastapi", "uvicorn"):
        pytest.importorskip(name)
    figures = measured_figures(capsys, monkeypatch, "serving", "--models", "64", "--stations", "2", "--seconds", "0.4")
    assert {"bench", "machine", "checks", "load", "runs"} <= figures.keys()
    (run,) = figures["runs"].values()
    for side in ("ours", "present_design"):
        assert run[side]["frames_per_s"] > 0
        assert run[side]["failed"] == 0
    assert run["model_alone_frames_per_s"] > 0
    assert figures["cores_busy_elsewhere"] >= 0


@linux_only
def test_an_attack_and_what_the_honest_saw_of_it(capsys, monkeypatch):
    figures = measured_figures(capsys, monkeypatch, "hostile", "--frames", "44", "--seconds", "0.6")
    assert figures["attack_alone"]["frames"] == 22
    assert figures["attack_alone"]["not_refused"] == figures["attack_beside_honest"]["not_refused"] == {}
    assert figures["honest_during"]["frames_per_s"] > 0


def measured_figures(capsys, monkeypatch, name: str, *words: str):
    """Through ``bench.run``, as the command does; only this one is looked for, and its frames are plain."""
    monkeypatch.setattr(scenarios, "write_pictures", plain_pictures)
    monkeypatch.setattr(bench_hostile, "write_pictures", plain_pictures)
    monkeypatch.setattr(bench, "BENCHES", {name: bench.BENCHES[name]})
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    assert bench.run(parser.parse_args([name, *words]), Settings()) in (0, 1)
    return json.loads(capsys.readouterr().out)


def plain_pictures(folder: Path, *, width: int = 1280) -> Path:
    """Drawing scenes takes seconds."""
    folder.mkdir()
    (folder / "0.jpg").write_bytes(jpeg.encode(np.full((width * 9 // 16, width, 3), 90, np.uint8), QUALITY))
    return folder


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    from app.domain.errors import ErrorCode, OperationalError

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(OperationalError) as caught:
        bench_serving.need_extra("countersign bench serving")
    assert caught.value.code is ErrorCode.EXTRA_MISSING
    assert caught.value.details["extra"] == "bench"


def test_the_attack_is_judged_by_each_frame():
    quiet = Side((run_of([0.0, 1.0], latency_ms=(20.0, 20.0)),))
    fine = {"answer_ms": [1.0, 2.0], "slowest_ms": {}, "not_refused": {}}
    slow = {"answer_ms": [1.0, 51.0], "slowest_ms": {}, "not_refused": {"bomb": 1}}
    assert all(check.ok for check in bench_hostile.report(fine, fine, quiet, quiet, 10.0).checks)
    assert [check.ok for check in bench_hostile.report(slow, fine, quiet, quiet, 51.0).checks] == [
        False, False, False, True, True,
    ]  # fmt: skip
