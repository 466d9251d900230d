"""``countersign bench hostile``: bombs, cut and random bytes by the thousand, beside streams that must not notice."""

import argparse
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.commands.bench import BenchReport, Check
from app.settings import Settings
from services.inference.bench.figures import LoadPlan, LoadRun, Side, percentile
from services.inference.bench.pictures import write_pictures
from services.inference.bench.processes import Measuring, forget_peak, measured, memory_mib, server

_FPS = 2.0
Attack = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--frames", type=int, default=10_000, help="hostile frames")
    parser.add_argument("--stations", type=int, default=4, help="honest stations meanwhile, two frames a second each")
    parser.add_argument("--seconds", type=float, default=8.0, help="of one window of the honest stations")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    with tempfile.TemporaryDirectory(prefix="countersign-hostile-") as name:
        folder = Path(name)
        pictures = write_pictures(folder / "pictures")
        with server(f"model.path={settings.model.path}", log=folder / "server.log") as served:
            plan = LoadPlan(
                served.address, str(pictures), args.stations, args.seconds,
                fps=_FPS, in_flight=2, watch_pid=served.pid,
            )  # fmt: skip
            before = Side((_honest(plan),))
            memory_before = memory_mib(served.pid)
            forget_peak(served.pid)
            alone = measured("hostile_load", _attack(plan, args.frames // 2))
            beside, during = _attacked(plan, args.frames - args.frames // 2)
            grown_mib = memory_mib(served.pid, "VmHWM") - memory_before
    return report(alone, beside, before, during, grown_mib)


def report(alone: Attack, beside: Attack, before: Side, during: Side, grown_mib: float) -> BenchReport:
    """The attacker's notes: ``alone`` with the server, where nothing else makes it wait, and ``beside`` the honest."""
    not_refused = sum(sum(attack["not_refused"].values()) for attack in (alone, beside))
    checks = (
        Check("hostile frames that were not refused", not_refused, "<= 0"),
        Check("slowest refusal, ms", max(alone["answer_ms"]), "<= 50"),
        Check("server memory at its peak over before, MiB", round(grown_mib, 1), "<= 50"),
        Check("honest frames not computed", during.lost, "<= 0"),
        Check("honest p50, attacked by quiet", round(during.latency_ms(50) / before.latency_ms(50), 3), "<= 1.5"),
    )
    figures: dict[str, object] = {
        "attack_alone": _figures(alone),
        "attack_beside_honest": _figures(beside),
        "honest_before": before.summary(),
        "honest_during": during.summary(),
    }
    return BenchReport(checks, figures)


def _figures(attack: Attack) -> dict[str, object]:
    times = attack["answer_ms"]
    shares = {f"p{percent:g}_ms": percentile(times, percent) for percent in (50, 99, 99.9)}
    return {"frames": len(times), **shares, "slowest_ms": attack["slowest_ms"], "not_refused": attack["not_refused"]}


def _attack(plan: LoadPlan, frames: int) -> dict[str, object]:
    return {"address": plan.address, "pictures": plan.pictures, "count": frames}


def _honest(plan: LoadPlan) -> LoadRun:
    return LoadRun(**measured("stream_load", asdict(plan)))


def _attacked(plan: LoadPlan, frames: int) -> tuple[Attack, Side]:
    """Windows of the honest stations until the attacker is done."""
    attacker = Measuring("hostile_load", _attack(plan, frames))
    runs: list[LoadRun] = []
    try:
        while attacker.running or not runs:
            runs.append(_honest(plan))
        # The last window may have ended in peace: it says nothing.
        return attacker.result(), Side(tuple(runs[:-1] or runs))
    finally:
        attacker.kill()
