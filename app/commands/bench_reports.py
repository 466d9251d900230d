"""``countersign bench reports``: a factory's three years of sessions, and how long each kind of search takes."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.commands.bench import BenchReport, Check
from app.commands.bench_reports_questions import QUESTIONS, Ask
from app.settings import Settings
from services.inference.bench.figures import percentile
from services.storage.open_reports import open_reports
from services.storage.seed import Plan, seed_database
from services.storage.session_reports import SqlSessionReports

_DRAWS = 20
_PAGE = 100
_GOAL_MS = 200
_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Times:
    """Of one kind of search, milliseconds on the clock and of the processor: on a busy machine they differ."""

    name: str
    each_ms: tuple[float, ...]
    each_cpu_ms: tuple[float, ...]

    @property
    def worst(self) -> float:
        return round(max(self.each_ms), 1)

    @property
    def p50(self) -> float:
        return round(percentile(self.each_ms, 50), 1)

    @property
    def worst_cpu(self) -> float:
        return round(max(self.each_cpu_ms), 1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sessions", type=_count, default=1_000_000, help="sessions in the database")
    parser.add_argument("--seed", type=int, default=1, help="of the sessions and of the searches")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep the database there; one that is there is used")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:  # noqa: ARG001  # as of every bench
    plan = Plan(args.sessions, args.seed)
    with tempfile.TemporaryDirectory(prefix="countersign-reports-") as name:
        file = args.keep or Path(name) / "factory.sqlite"
        seconds = _made(file, plan)
        times = [_timed(file, plan, question, ask) for question, ask in QUESTIONS.items()]
        size_mib = round(file.stat().st_size / 2**20)
    return report(plan, times, {"seeding_s": seconds, "file_mib": size_mib})


def report(plan: Plan, times: list[Times], figures: dict[str, object]) -> BenchReport:
    checks = [Check(f"{each.name}: worst of {len(each.each_ms)}, ms", each.worst, f"<= {_GOAL_MS}") for each in times]
    more = {
        "p50_ms": {each.name: each.p50 for each in times},
        "worst_cpu_ms": {each.name: each.worst_cpu for each in times},
    }
    return BenchReport(tuple(checks), {"sessions": plan.sessions, "page": _PAGE, **more, **figures})


def _made(file: Path, plan: Plan) -> float:
    """Seconds that it took; 0 for one that was there."""
    if file.exists():
        return 0.0
    print(f"making {plan.sessions} sessions …", file=sys.stderr)
    start = time.perf_counter()
    seed_database(file, plan)
    return round(time.perf_counter() - start, 1)


def _timed(file: Path, plan: Plan, question: str, ask: Ask) -> Times:
    """Another draw each time, and a connection of its own."""
    chance = random.Random(f"{plan.seed} {question}")  # noqa: S311  # made-up searches
    measured = [_milliseconds(file, ask(chance, plan)) for _ in range(_DRAWS)]
    return Times(question, tuple(on_clock for on_clock, _ in measured), tuple(cpu for _, cpu in measured))


def _milliseconds(file: Path, search: Callable[[SqlSessionReports, int], object]) -> tuple[float, float]:
    """On the clock, and of the processor."""
    start, start_cpu = time.perf_counter(), time.process_time()
    reports = open_reports("", file, _WAIT_S)
    try:
        search(reports, _PAGE)
        return (time.perf_counter() - start) * 1000, (time.process_time() - start_cpu) * 1000
    finally:
        reports.close()


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) >= 100):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 100 up")
    return int(text)
