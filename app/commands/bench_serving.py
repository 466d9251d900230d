"""``countersign bench serving``: the shared server beside the bare model and beside the design in use today.

Without ``--fps`` the stations saturate the server. With it they are cameras that tick: from :data:`_MANY_FPS` frames a
second more than a CPU can do, below it what the plant does today. See docs/serving.md.
"""

import argparse
import importlib.util
import tempfile
from pathlib import Path

from app.commands.bench import BenchReport, Check
from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from services.inference.bench.pictures import FULL_WIDTH, OUR_WIDTH
from services.inference.bench.processes import Elsewhere
from services.inference.bench.scenarios import (
    SIMULATED,
    Compared,
    Lone,
    Site,
    model_cpu_ms,
    names,
    paced,
    saturated,
    unhurried,
)
from services.vision.model_file import model_path, read_model_file

_MANY_FPS = 5.0
_OF_RAW = {"640": 0.95, "320": 0.88, SIMULATED: 0.75}
_OF_PRESENT = {"640": 1.25, "320": 1.45, SIMULATED: 6.0}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stations", default="9,30", help="how many, separated by commas")
    parser.add_argument("--seconds", type=float, default=8.0, help="of one window")
    parser.add_argument("--rounds", type=int, default=1, help="windows of each, in turns; medians are reported")
    parser.add_argument(
        "--in-flight", type=int, default=0, help="frames a saturating station keeps unanswered; 0: what is useful"
    )
    parser.add_argument("--width", type=int, default=0, help="of all frames, pixels; 0: as each design's stations send")
    parser.add_argument("--fps", type=float, default=0.0, help="of each camera; 0 saturates the server")
    parser.add_argument(
        "--models", default="640,320,simulated", help="sides of square models in pixels, and simulated for the GPU"
    )


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    need_extra("countersign bench serving")
    elsewhere = Elsewhere()
    with tempfile.TemporaryDirectory(prefix="countersign-bench-") as folder:
        site = Site(Path(folder), args.seconds, args.rounds, args.in_flight, *_widths(args))
        counts = [int(each) for each in names(args.stations)]
        if not args.fps:
            parts = [_saturated(site, name, count) for name in names(args.models) for count in counts]
        elif args.fps >= _MANY_FPS:
            parts = [_paced(site, name, count, args.fps) for name in _of_interest(args.models) for count in counts]
        else:
            parts = [_unhurried(site, settings.model.path, count, args.fps) for count in counts]
    checks = tuple(check for report in parts for check in report.checks)
    runs = {name: figures for report in parts for name, figures in report.figures.items()}
    load = {"seconds": args.seconds, "rounds": args.rounds, "fps": args.fps, "widths": _widths(args)}
    busy = round(elsewhere.cores(), 2)
    return BenchReport(checks, {"load": load, "cores_busy_elsewhere": busy, "runs": runs})


def need_extra(feature: str) -> None:
    """EXTRA_MISSING when what only benches need is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("fastapi", "uvicorn")):
        raise OperationalError(ErrorCode.EXTRA_MISSING, feature=feature, extra="bench")


def _widths(args: argparse.Namespace) -> tuple[int, int]:
    """Of the frames that ours and the present design are sent."""
    return (args.width, args.width) if args.width else (OUR_WIDTH, FULL_WIDTH)


def _of_interest(models: str) -> list[str]:
    """Of the models on a CPU only one: the question is what an overload does, not how large it is."""
    asked = names(models)
    on_cpu = [name for name in asked if name != SIMULATED]
    return [name for name in asked if name == SIMULATED] + on_cpu[:1]


def _saturated(site: Site, name: str, stations: int) -> BenchReport:
    compared = saturated(site, site.subject(name), stations)
    title = f"{name}, {stations} stations"
    ours = compared.ours
    checks = [
        Check(f"{title}: slowest to fastest station", round(ours.fairness, 3), ">= 0.9"),
        Check(f"{title}: p99 by p50", round(ours.latency_ms(99) / max(ours.latency_ms(50), 1e-9), 3), "<= 1.3"),
    ]
    if name in _OF_RAW:
        checks = [
            Check(f"{title}: throughput by the model alone", round(compared.of_raw(), 3), f">= {_OF_RAW[name]}"),
            Check(f"{title}: throughput by the present design", round(compared.of_present(), 3), _least(name)),
            *checks,
        ]
    if name == SIMULATED:  # elsewhere it is the difference of two figures sixty times as large
        cpu_ms = round(ours.server_cpu_ms, 3)
        checks.append(Check(f"{title}: server CPU without the model, ms a frame", cpu_ms, "<= 1.7"))
    return BenchReport(tuple(checks), {title: _figures(compared)})


def _least(name: str) -> str:
    return f">= {_OF_PRESENT[name]}"


def _paced(site: Site, name: str, stations: int, fps: float) -> BenchReport:
    compared = paced(site, site.subject(name), stations, fps)
    title = f"{name}, {stations} stations at {fps:g}/s"
    p50, p99 = compared.ours.latency_ms(50), compared.ours.latency_ms(99)
    if name == SIMULATED:
        offered = stations * fps
        checks = [
            # A window cuts at any moment: a frame of each station more or less.
            Check(f"{title}: share of {offered:g} frames/s", round(compared.ours.frames_per_s / offered, 3), ">= 0.99"),
            Check(f"{title}: frames not computed", compared.ours.lost, "<= 0"),
            Check(f"{title}: p50, ms", round(p50, 2), "<= 16"),
            Check(f"{title}: p99, ms", round(p99, 2), "<= 25"),
        ]
    else:
        fresher = compared.present.latency_ms(50) / max(p50, 1e-9)
        checks = [
            Check(f"{title}: p50 by service time", round(p50 / max(compared.ours.service_ms, 1e-9), 3), "<= 1.7"),
            Check(f"{title}: times fresher than the present design", round(fresher, 2), ">= 10"),
        ]
    return BenchReport(tuple(checks), {title: _figures(compared)})


def _unhurried(site: Site, model: str, stations: int, fps: float) -> BenchReport:
    file = read_model_file(model_path(model)).path
    lone = unhurried(site, model, file, stations, fps)
    title = f"{file.stem}, {stations} stations at {fps:g}/s"
    over = Check(f"{title}: median end to end by (decode + infer + 2 ms)", round(lone.over_alone(), 3), "<= 1.25")
    return BenchReport((over,), {title: _lone_figures(lone)})


def _figures(compared: Compared) -> dict[str, object]:
    return {
        "model_alone_frames_per_s": round(compared.raw_frames_per_s, 2),
        "model_alone_cpu_ms": round(model_cpu_ms(compared), 3),
        "server_cpu_without_model_ms": round(compared.ours.server_cpu_ms - model_cpu_ms(compared), 3),
        "ours": compared.ours.summary(),
        "present_design": compared.present.summary(),
    }


def _lone_figures(lone: Lone) -> dict[str, object]:
    return {
        "alone_ms": [{name: round(value, 2) for name, value in each.items()} for each in lone.alone],
        "ours": lone.ours.summary(),
    }
