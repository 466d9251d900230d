"""``countersign bench display --part memory``: what a station holds after a shift, and whether it goes on growing.

A shift at full scale is 8 hours of 15 frames a second and, hour by hour, 8 notes with 30 cartons each. Here every scan
of it is made, as fast as the station answers, but of its frames only ``--frames-an-hour`` stand for the 54,000: they
come as fast as the window paints. What a frame leaves behind shows after thousands; what a record leaves behind needs
all of them. Timers of the clock (a look at the outbox every minute) do not run faster: they are not in it.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from app.commands.bench import BenchReport, Check
from app.commands.bench_arguments import count
from app.settings import Settings
from services.inference.bench.processes import memory_mib

NOTES_AN_HOUR, CARTONS_A_NOTE = 8, 30
_SHARE = 0.1  # of the samples at either end
_SHOWN_SAMPLES = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hours", type=count, default=8, help="of the simulated shift")
    parser.add_argument("--frames-an-hour", type=count, default=2000, help="painted in each, in place of 54000")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    from app.commands.bench_display_shift import Shift  # Qt, only here

    samples: list[float] = []
    with tempfile.TemporaryDirectory(prefix="countersign-memory-") as folder:
        shift = Shift(settings, Path(folder), args.hours, args.frames_an_hour)
        shift.work(lambda: samples.append(memory_mib(os.getpid())))
    return report(samples, {"hours": args.hours, "frames": shift.frames, "scans": shift.scans, "notes": shift.notes})


def report(samples_mib: Sequence[float], shift: dict[str, object]) -> BenchReport:
    some = max(1, round(len(samples_mib) * _SHARE))
    first, last = median(samples_mib[:some]), median(samples_mib[-some:])
    step = max(1, len(samples_mib) // _SHOWN_SAMPLES)
    return BenchReport(
        (
            Check("resident_mib_at_the_end", round(last, 1), "<= 350"),
            Check("growth_from_the_first_tenth", round(last / first - 1, 4), "<= 0.02"),
        ),
        {"shift": shift, "resident_mib": [round(each, 1) for each in samples_mib[::step]]},
    )
