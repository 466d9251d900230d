"""``countersign bench faults``: what disks, links and power cuts do to records, each with a control that must fail.

Parts are run one after the other; ``--part`` names those to run.
"""

import argparse
import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from app.commands.bench import BenchReport
from app.settings import Settings

# name -> module in app.commands with ``add_arguments`` and ``measure(args, settings) -> BenchReport``; the options of
# all parts are those of one command, so their names differ
PARTS = {
    "power-loss": "bench_faults_power_loss",
    "io-errors": "bench_faults_io_errors",
    "kills": "bench_faults_kills",
    "link": "bench_faults_link",
    "offline": "bench_faults_offline",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--part", action="append", choices=[*PARTS], help="only this part; may be given many times")
    for module in PARTS.values():
        _part(module).add_arguments(parser)


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    names = args.part or [*PARTS]
    with _quiet():
        reports = {name: _part(PARTS[name]).measure(args, settings) for name in names}
    checks = tuple(check for report in reports.values() for check in report.checks)
    return BenchReport(checks, {name: report.figures for name, report in reports.items()})


def _part(module: str) -> ModuleType:
    return importlib.import_module(f"app.commands.{module}")


@contextmanager
def _quiet() -> Iterator[None]:
    """A store tells the log of being made and of each commit; here that is 100,000 times."""
    log = logging.getLogger("services")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)
