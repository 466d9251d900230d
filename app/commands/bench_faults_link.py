"""``countersign bench faults --part link``: the database's link is cut at every request of a commit, and inside COMMIT,
while stations send sessions for the same notes and labels."""

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from app.commands.bench import BenchReport, Check
from app.commands.bench_faults_link_rig import (
    Change,
    Findings,
    LinkRig,
    WhereCut,
    as_it_is,
    requests_of_a_commit,
    with_a_new_key,
)
from app.settings import Settings
from services.storage.remote.proxy import Cut

_SEED = 17


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--link-rounds", type=int, default=60, metavar="N", help="rounds with eight stations")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="countersign-link-") as name:
        requests = requests_of_a_commit(Path(name), settings)
    swept = run(settings, 2, sweep(requests), as_it_is)
    crowd = run(settings, 8, drawn(requests, args.link_rounds), as_it_is)
    control = run(settings, 2, sweep(requests), with_a_new_key)
    return BenchReport(
        (
            *_checks("2 stations, every place", swept),
            *_checks("8 stations, random places", crowd),
            Check("control: a new key for each attempt is found out", control.wrong, ">= 1"),
        ),
        {
            "requests_of_a_commit": requests,
            "two_stations": _figures(swept),
            "eight_stations": _figures(crowd),
            "control": _figures(control),
            "seconds": round(time.monotonic() - began, 1),
        },
    )


def sweep(requests: int) -> list[WhereCut]:
    """Every request of a commit in turn, lost on its way there and answered in vain."""
    return [_always((request, cut)) for request in range(1, requests + 1) for cut in Cut]


def _always(place: tuple[int, Cut]) -> WhereCut:
    return lambda: place


def drawn(requests: int, rounds: int) -> list[WhereCut]:
    """Any request; every fourth link holds."""
    draw = random.Random(_SEED)  # noqa: S311 (a bench)

    def where() -> tuple[int, Cut] | None:
        return (draw.randint(1, requests), draw.choice([*Cut])) if draw.random() < 0.75 else None

    return [where] * rounds


def run(settings: Settings, stations: int, cuts: Sequence[WhereCut], change: Change) -> Findings:
    """One round of the stations for each of ``cuts``, which is asked once for each link."""
    draw = random.Random(_SEED)  # noqa: S311 (a bench)
    with (
        tempfile.TemporaryDirectory(prefix="countersign-link-") as name,
        LinkRig(Path(name), settings, stations, change) as rig,
    ):
        for number, where in enumerate(cuts):
            rig.round(number, draw, where)
        return rig.findings()


def _checks(name: str, found: Findings) -> tuple[Check, ...]:
    return (
        Check(f"{name}: lost", len(found.lost), "<= 0"),
        Check(f"{name}: doubled", len(found.doubled), "<= 0"),
        Check(f"{name}: ghosts", len(found.ghosts), "<= 0"),
        Check(f"{name}: losers without a conflict", len(found.no_conflict), "<= 0"),
        Check(f"{name}: links cut", found.cuts, ">= 1"),
    )


def _figures(found: Findings) -> dict[str, int]:
    return {
        "sessions": found.sessions,
        "conflicts": found.conflicts,
        "cuts": found.cuts,
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "ghosts": len(found.ghosts),
    }
