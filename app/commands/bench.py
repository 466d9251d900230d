"""``countersign bench NAME``: measures this machine against a goal and says how near it is, as JSON.

``NAME`` is one of those below. Prints JSON: the machine, each figure beside its goal, and further figures; ``--json``
may be given to each and changes nothing.

Exit code: 0 when every goal is reached, else 1.
"""

import argparse
import importlib
import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from app.settings import Settings

# name -> module in app.commands with ``add_arguments`` and ``measure(args, settings) -> BenchReport``
BENCHES = {
    "display": "bench_display",
    "feedback": "bench_feedback",
    "list": "bench_list",
    "failover": "bench_failover",
    "serving": "bench_serving",
    "soak": "bench_soak",
    "hostile": "bench_hostile",
    "vision": "bench_vision",
    "ray": "bench_ray",
    "decision": "bench_decision",
    "save": "bench_save",
    "faults": "bench_faults",
    "reports": "bench_reports",
    "review": "bench_review",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One figure against its goal. ``goal`` reads like ``<= 2.5``; the unit is in ``name``."""

    name: str
    value: float
    goal: str

    @property
    def ok(self) -> bool:
        relation, limit = self.goal.split()
        return self.value <= float(limit) if relation == "<=" else self.value >= float(limit)


@dataclass(frozen=True, slots=True)
class BenchReport:
    """The checks, and figures that have no goal of their own."""

    checks: tuple[Check, ...]
    figures: dict[str, object]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="bench", required=True, metavar="NAME", help=f"one of: {', '.join(BENCHES)}")
    for name, module in BENCHES.items():
        bench = importlib.import_module(f"app.commands.{module}")
        parser_of_bench = kinds.add_parser(name, help=_question(bench.__doc__ or ""))
        parser_of_bench.add_argument("--json", action="store_true", help="changes nothing: the output is always JSON")
        bench.add_arguments(parser_of_bench)


def _question(docstring: str) -> str:
    """What a bench measures: the first paragraph of its docstring without its name, for argparse."""
    return " ".join(docstring.partition("\n\n")[0].partition(": ")[2].split()).rstrip(".").replace("%", "%%")


def run(args: argparse.Namespace, settings: Settings) -> int:
    report = importlib.import_module(f"app.commands.{BENCHES[args.bench]}").measure(args, settings)
    checks = [{**asdict(check), "ok": check.ok} for check in report.checks]
    print(json.dumps({"bench": args.bench, "machine": machine(), "checks": checks, **report.figures}, indent=2))
    return 0 if all(check.ok for check in report.checks) else 1


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
