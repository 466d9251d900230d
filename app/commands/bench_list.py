"""``countersign bench list``: what one scan and one turned page cost the GUI thread with a very long delivery note.

The real parts: the view state of a session, the view that shows it, and its painting; off screen and by software.
"""

import argparse
import os
from statistics import median

from app.commands.bench import BenchReport, Check
from app.commands.bench_arguments import count
from app.settings import Settings

_TIMES = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lines", type=count, default=500, help="lines of the note")
    parser.add_argument("--labels", type=count, default=1000, help="labels scanned before")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.commands.bench_list_rig import ListRig  # Qt, only here

    rig = ListRig(args.lines, args.labels, settings)
    changes = [rig.one_label(number) for number in range(_TIMES)]
    pages = [rig.one_page() for _ in range(_TIMES)]
    return BenchReport(
        (
            Check("one_label_ms", round(median(sum(change) for change in changes), 2), "<= 50"),
            Check("one_page_ms", round(median(pages), 2), "<= 16"),
        ),
        {
            "lines": args.lines,
            "labels": args.labels,
            "state_ms": round(median(state for state, _shown in changes), 2),
            "show_and_paint_ms": round(median(shown for _state, shown in changes), 2),
            "first_show_ms": round(rig.first_ms, 1),
            "memory_mb": round(rig.grown_mb, 1),
        },
    )
