"""``countersign bench soak``: does the server stay as it is? Memory growth and throughput drift over a long load.

``--leak-kib-a-s`` is the negative control: the same server with a leak of that size must fall short of the goal.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

from app.commands.bench import BenchReport, Check
from app.settings import Settings
from services.inference.bench.figures import LoadPlan, LoadRun, Side, median
from services.inference.bench.pictures import write_pictures
from services.inference.bench.processes import Listener, Measuring, memory_mib, server

WARM_UP_SHARE = 0.15
"""Of the samples: pools fill, every size of batch is seen once."""

_SHARE = 0.15  # of the samples at either end, whose medians are compared
_SAMPLE_S = 1.0
_SHOWN_SAMPLES = 30
_LEAKING = "services.inference.bench.leaking_server"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--stations", type=int, default=30)
    parser.add_argument("--fps", type=float, default=10.0, help="of each camera")
    parser.add_argument("--engine", choices=("local", "simulated"), default="local", help="the model, or no model")
    parser.add_argument("--leak-kib-a-s", type=float, default=0.0, help="negative control: let the server leak")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    with tempfile.TemporaryDirectory(prefix="countersign-soak-") as name:
        folder = Path(name)
        pictures = write_pictures(folder / "pictures")
        with _server(args, settings, folder) as served:
            samples, run = _watch(served, args, pictures)
    return report(samples, run, asdict_of(args))


def asdict_of(args: argparse.Namespace) -> dict[str, object]:
    return {name: vars(args)[name] for name in ("minutes", "stations", "fps", "engine", "leak_kib_a_s")}


def report(samples: Sequence[float], run: LoadRun, load: dict[str, object]) -> BenchReport:
    checks = (
        Check("memory growth after warm-up", round(growth(samples), 4), "<= 0.05"),
        Check("throughput at the end by throughput at the beginning", round(drift(run), 3), ">= 0.95"),
    )
    step = max(1, len(samples) // _SHOWN_SAMPLES)
    memory = {"first_mib": round(samples[0], 1), "largest_mib": round(max(samples), 1)}
    figures = {"load": load, "memory": {**memory, "every": [round(each, 1) for each in samples[::step]]}}
    return BenchReport(checks, {**figures, "ours": Side((run,)).summary()})


def growth(samples_mib: Sequence[float]) -> float:
    """Share by which memory is larger at the end than after the warm-up."""
    settled = samples_mib[int(len(samples_mib) * WARM_UP_SHARE) :]
    some = max(1, int(len(settled) * _SHARE))
    return median(settled[-some:]) / median(settled[:some]) - 1


def drift(run: LoadRun) -> float:
    """Frames in the last fifth of the window by frames in its first."""
    edges = [run.seconds * share / 5 for share in range(6)]
    times = [at for station in run.answered_s for at in station]
    counts = [sum(low <= at < high for at in times) for low, high in pairwise(edges)]
    return counts[-1] / max(counts[0], 1)


def _server(args: argparse.Namespace, settings: Settings, folder: Path) -> Listener:
    chosen = ("server.engine=simulated",) if args.engine == "simulated" else (f"model.path={settings.model.path}",)
    wrapper = (_LEAKING, str(args.leak_kib_a_s)) if args.leak_kib_a_s else ("app",)
    return server(*chosen, log=folder / "server.log", wrapper=wrapper)


def _watch(served: Listener, args: argparse.Namespace, pictures: Path) -> tuple[list[float], LoadRun]:
    plan = LoadPlan(
        served.address, str(pictures), args.stations, args.minutes * 60,
        warm_up_s=2.0, fps=args.fps, in_flight=2, watch_pid=served.pid,
    )  # fmt: skip
    load = Measuring("stream_load", asdict(plan))
    samples: list[float] = []
    try:
        while load.running:
            samples.append(memory_mib(served.pid))
            time.sleep(_SAMPLE_S)
        return samples, LoadRun(**load.result())
    finally:
        load.kill()
