"""``countersign bench display``: is the screen fast, is it never held up, and does it stay so through a shift?

Each part runs in a process of its own, one after the other, so that none inherits another's memory or threads.
"""

import argparse
import importlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from types import ModuleType

from app.commands.bench import BenchReport
from app.settings import Settings

# name -> module in app.commands with ``add_arguments`` and ``measure(args, settings) -> BenchReport``; the options of
# all parts are those of one command, so their names differ
PARTS = {
    "frame": "bench_display_frame",
    "picture": "bench_display_picture",
    "blocked": "bench_display_blocked",
    "start": "bench_display_start",
    "memory": "bench_display_memory",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--part", action="append", choices=[*PARTS], help="only this part; may be given many times")
    for module in PARTS.values():
        _part(module).add_arguments(parser)


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh, max_tasks_per_child=1) as processes:
        names = args.part or [*PARTS]
        reports = {name: processes.submit(measure_part, name, args, settings).result() for name in names}
    checks = tuple(check for report in reports.values() for check in report.checks)
    return BenchReport(checks, {name: report.figures for name, report in reports.items()})


def measure_part(name: str, args: argparse.Namespace, settings: Settings) -> BenchReport:
    report: BenchReport = _part(PARTS[name]).measure(args, settings)
    return report


def _part(module: str) -> ModuleType:
    return importlib.import_module(f"app.commands.{module}")
