"""``countersign bench faults --part power-loss``: every disk that a power cut may leave, opened and compared."""

import argparse
import time
from itertools import count
from typing import TYPE_CHECKING

from app.commands.bench import BenchReport, Check
from app.settings import Settings

if TYPE_CHECKING:
    from services.record.faults.life import Mode
    from services.record.faults.survival import Survival

_RANDOM_ONES = 8
_CONTROL_CUTS = 2_000
_FIRST_CUTS, _SECOND_CUTS = 200, 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--power-loss", type=int, default=100_000, metavar="N", help="states after a power cut, at least"
    )


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:  # noqa: ARG001  # as of every bench
    from services.record.faults.life import CONTROLS, SAFE_MODES  # APSW is not there on a station
    from services.record.faults.record_life import record_life
    from services.record.faults.survival import survival, survival_of_second_cut

    began = time.monotonic()
    found = {mode: _lives(mode, -(-args.power_loss // len(SAFE_MODES))) for mode in SAFE_MODES}
    for mode in CONTROLS:
        found[mode] = survival(record_life(0, sessions=1), mode, 0, min(args.power_loss, _CONTROL_CUTS))
    checks = [Check("power cut: states", sum(found[mode].states for mode in SAFE_MODES), f">= {args.power_loss}")]
    for mode, each in found.items():
        goal = "<= 0" if mode.safe else ">= 1"
        control = "" if mode.safe else " (control)"
        checks.append(Check(f"power cut, {mode}{control}: states with a loss or damage", each.failures, goal))
    figures = {str(mode): each.figures() for mode, each in found.items()}
    for mode in SAFE_MODES:
        again = survival_of_second_cut(
            record_life(0, sessions=1), mode, min(args.power_loss // 10, _FIRST_CUTS), _SECOND_CUTS
        )
        checks.append(
            Check(f"power cut while recovering, {mode}: states with a loss or damage", again.failures, "<= 0")
        )
        figures[f"{mode}, while recovering"] = again.figures()
    return BenchReport(tuple(checks), {**figures, "seconds": round(time.monotonic() - began)})


def _lives(mode: "Mode", states: int) -> "Survival":
    """One life after the other until there are so many states."""
    from services.record.faults.record_life import record_life
    from services.record.faults.survival import Survival, survival

    found = Survival()
    for seed in count():
        if found.states >= states:
            break
        survival(record_life(seed), mode, _RANDOM_ONES, about=2 * (states - found.states), found=found)
    return found
