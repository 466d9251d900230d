"""``countersign bench display --part picture``: how old a picture is when it is on the screen, and what that costs.

The real station in its real window: the camera's thread, the display's thread, the decision rules, the paint. Frames
are decoded beforehand and come 30 times a second; each is answered after 25 ms, with ``--covers`` covers.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app.commands.bench import BenchReport, Check
from app.commands.bench_arguments import count
from app.commands.bench_noise import machine_noise, percentile
from app.settings import Settings

FPS = 30
_COVERS = range(1, 9)
_PATH = ("camera", "display", "MainThread")
"""The threads that a picture comes through."""


@dataclass(frozen=True, slots=True)
class Watched:
    """``ages_ms``: of each picture when it was painted. ``cores``: CPU seconds a second, of the whole process and of
    its threads by name, where the system tells; threads of libraries have none, and are what is missing."""

    seconds: float
    ages_ms: Sequence[float]
    cores: float
    cores_of: Mapping[str, float]

    @property
    def path_cores(self) -> float:
        """From the camera's thread to the screen; without figures of threads that of the whole process."""
        return sum(self.cores_of[name] for name in _PATH) if self.cores_of else self.cores


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=count, default=20, help="of the window with a camera of 30 frames a second")
    parser.add_argument("--covers", type=int, choices=_COVERS, default=1, help="in every one of its pictures")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    from app.commands.bench_display_picture_rig import watch_pictures  # Qt, only here

    noise = machine_noise()
    with tempfile.TemporaryDirectory(prefix="countersign-picture-") as folder:
        watched = watch_pictures(settings, Path(folder), args.seconds, args.covers)
    return report(watched, {"covers": args.covers, "machine_noise": noise})


def report(watched: Watched, figures: dict[str, object]) -> BenchReport:
    ages = watched.ages_ms
    return BenchReport(
        (
            Check("capture_to_picture_ms_p95", round(percentile(ages, 95), 1), "<= 50"),
            Check("core_percent_beyond_decoding", round(100 * watched.path_cores, 1), "<= 12"),
            Check("pictures_per_second", round(len(ages) / watched.seconds, 1), f">= {FPS - 1}"),
        ),
        {
            "capture_to_picture_ms_median": round(median(ages), 1),
            "capture_to_picture_ms_max": round(max(ages), 1),
            "core_percent_of_the_process": round(100 * watched.cores, 1),
            "core_percent_of_threads": {name: round(100 * cores, 1) for name, cores in watched.cores_of.items()},
            **figures,
        },
    )
