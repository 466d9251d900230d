"""``countersign bench faults --part kills``: the station is killed at any moment, and nothing answered is lost.

The killing forks, so it is a process of its own: :mod:`services.record.faults.kill`.
"""

import argparse
import json
import subprocess
import tempfile
from typing import Any

from app.commands.bench import BenchReport, Check
from app.own_program import module
from app.settings import Settings

_CONTROL_KILLS = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="how often the record is killed")


def measure(args: argparse.Namespace, _settings: Settings) -> BenchReport:
    ours, control = _killed(args.kills), _killed(_CONTROL_KILLS, "--eager")
    return BenchReport(
        (
            Check("kills", ours["kills"], f">= {args.kills}"),
            Check("acts lost, partial or doubled", len(ours["wrong"]), "<= 0"),
            Check("control: acknowledging before the commit is found out", len(control["wrong"]), ">= 1"),
        ),
        {
            "acknowledged": ours["acknowledged"],
            "durable_unacknowledged": ours["durable_unacknowledged"],
            "wrong": ours["wrong"][:10],
            "seconds": round(ours["seconds"], 1),
            "control_wrong": len(control["wrong"]),
        },
    )


def _killed(kills: int, *more: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="countersign-kills-") as folder:
        program = module("services.record.faults.kill", folder, "--kills", str(kills), *more)
        said = subprocess.run(program, stdout=subprocess.PIPE, check=False, text=True).stdout
    report: dict[str, Any] = json.loads(said.splitlines()[-1])
    return report
