"""``countersign bench faults --part io-errors``: each write, synchronisation and truncation fails, once or for good."""

import argparse
import time
from itertools import product

from app.commands.bench import BenchReport, Check
from app.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--io-error-every", type=int, default=1, metavar="N", help="only every N-th operation fails")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:  # noqa: ARG001  # as of every bench
    from services.record.faults.deaf import deaf  # APSW is not there on a station
    from services.record.faults.io_errors import IoErrors, io_errors
    from services.record.faults.life import SAFE_MODES
    from services.record.faults.packing_life import packing_life
    from services.record.faults.record_life import record_life

    began = time.monotonic()
    found: dict[str, IoErrors] = {}
    for mode, full, lasting in product(SAFE_MODES, (False, True), (False, True)):
        of_this = found.setdefault(f"{mode}, {'ENOSPC' if full else 'EIO'}", IoErrors())
        every = args.io_error_every
        of_this.add(io_errors(record_life(1, 2), mode, full=full, lasting=lasting, every=every))
        of_this.add(io_errors(packing_life(1, 1), mode, full=full, lasting=lasting, every=every))
    control = io_errors(deaf(record_life(1, 1)), SAFE_MODES[0], full=False, lasting=False, every=5)
    checks = [Check(f"{name}: not told, half done or lost", len(each.failures), "<= 0") for name, each in found.items()]
    checks.append(Check("a store that does not listen (control): found out", len(control.failures), ">= 1"))
    figures = {name: each.figures() for name, each in found.items()}
    return BenchReport(tuple(checks), {**figures, "seconds": round(time.monotonic() - began)})
