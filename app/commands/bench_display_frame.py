"""``countersign bench display --part frame``: the CPU that one frame costs between the camera's picture and
the painted screen.

The real parts in the order of the station: stamp, fit to the view, paint with eight boxes. Off screen and by software,
so that a machine without a screen measures the same; handing the finished window to a display server is not in it.
"""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from app.commands.bench import BenchReport, Check
from app.commands.bench_arguments import count
from app.settings import Settings

WIDTH, HEIGHT = 1280, 720
FRAMES_PER_SECOND = 30
_WARM_UP = 30


@dataclass(frozen=True, slots=True)
class FrameCost:
    """CPU milliseconds of the whole process, so OpenCV's own threads count: to stamp a frame as the camera's thread
    does, to make it a picture as the display's thread does, and to paint it as the GUI thread does."""

    stamp_ms: float
    convert_ms: float
    paint_ms: float

    @property
    def total_ms(self) -> float:
        return self.stamp_ms + self.convert_ms + self.paint_ms


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--frames", type=count, default=300, help="frames measured after the warm-up")
    parser.add_argument("--save", default="", metavar="FILE", help="keep the last painted screen, to look at")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.commands.bench_display_rig import DisplayRig  # Qt, only here

    rig = DisplayRig(WIDTH, HEIGHT, settings)
    costs = [rig.one_frame(frame_id, frame_id / FRAMES_PER_SECOND) for frame_id in range(_WARM_UP + args.frames)]
    if args.save:
        rig.save(args.save)
    return _report(costs[_WARM_UP:], rig.boxes)


def _report(costs: Sequence[FrameCost], boxes: int) -> BenchReport:
    """The median frame against the goals; the mean beside it, as rare slow frames hide in a median."""
    paint = median(cost.paint_ms for cost in costs)
    total = median(cost.total_ms for cost in costs)
    return BenchReport(
        (
            Check("paint_ms_per_frame", round(paint, 3), "<= 2.5"),
            Check("core_percent_at_30_frames_per_second", round(total * FRAMES_PER_SECOND / 10, 2), "<= 12"),
        ),
        {
            "frames": len(costs),
            "boxes": boxes,
            "stamp_ms_per_frame": round(median(cost.stamp_ms for cost in costs), 3),
            "convert_ms_per_frame": round(median(cost.convert_ms for cost in costs), 3),
            "total_ms_per_frame": round(total, 3),
            "mean_paint_ms_per_frame": round(fmean(cost.paint_ms for cost in costs), 3),
            "mean_total_ms_per_frame": round(fmean(cost.total_ms for cost in costs), 3),
        },
    )
