"""``countersign doctor``: is everything there that this station needs, and does it work?

Everything is looked at side by side, and it ends within 20 s whatever hangs. Nothing is changed by it. What is looked
at, and what `--json` prints, is in doctor.md.

Exit codes: 0 nothing fails (there may be warnings), 1 something fails, 2 wrong use.
"""

import argparse
import faulthandler
import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app.commands.doctor_children import Order, examination, own_order
from app.commands.doctor_report import Examined, as_json, as_lines
from app.domain.health import Check, Verdict, broke_off
from app.ports.clock import SystemClock
from app.settings import Settings
from app.version import this_build

log = logging.getLogger(__name__)

LIMIT_S = 18.0
"""Of all checks together; with its own start and end the command stays below 20 s."""
LEAST_S = 2.0
_MERCY_S = 2.0
_STDOUT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable output")
    parser.add_argument("--only", type=_checks, default=list(Check), metavar="NAMES", help=f"of {', '.join(Check)}")
    parser.add_argument(
        "--timeout", type=_limit, default=LIMIT_S, metavar="S", help=f"for all together, {LEAST_S:g} to {LIMIT_S:g} s"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    order = own_order()
    if order is not None:
        _answer(order)
    examined = examined_now(settings, args.timeout, args.only)
    print(json.dumps(as_json(examined), indent=2, ensure_ascii=False) if args.json else "\n".join(as_lines(examined)))
    return 1 if examined.verdict is Verdict.FAIL else 0


def examined_now(settings: Settings, limit_s: float, checks: Sequence[Check] = tuple(Check)) -> Examined:
    """Blocks, for up to ``limit_s`` and a second."""
    clock = SystemClock()
    at, began_s = clock.utc(), clock.monotonic_s()
    found = examination(settings)(checks, limit_s)
    return Examined(found, settings.station.id, this_build(), at, clock.monotonic_s() - began_s)


def _answer(order: Order) -> NoReturn:
    """The whole life of a child. It ends even if whoever waits for it is gone, and whatever of a driver still runs."""
    nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (it stays open for as long as the child)
    faulthandler.dump_traceback_later(order.within_s + _MERCY_S, exit=True, file=nowhere)
    from app.commands.doctor_parts import findings_of
    from services.doctor.children import written

    try:
        line = written(findings_of(order.check, order.settings, order.within_s))
    except Exception as error:  # the edge of a process: a bug in a check is a finding
        log.exception("the check %s broke off", order.check)
        line = written([broke_off(order.check, f"{type(error).__name__}: {error}")])
    os.write(_STDOUT, f"\n{line}\n".encode("ascii"))  # a program without a console has no sys.stdout
    os._exit(0)


def _checks(text: str) -> list[Check]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in list(Check)]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"“{(unknown or [text])[0]}” is none of {', '.join(Check)}")
    return [Check(name) for name in names]


def _limit(text: str) -> float:
    try:
        limit_s = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of seconds") from error
    if not LEAST_S <= limit_s <= LIMIT_S:
        raise argparse.ArgumentTypeError(f"{text} s is not between {LEAST_S:g} and {LIMIT_S:g} s")
    return limit_s
