"""``countersign bench display --part picture``: how old a picture is when it is on the screen, and what that costs.

The real station in its real window: the camera's thread, the display's thread, the decision rules, the paint. Frames
are decoded beforehand and come 30 times a second; each is answered after 25 ms, with eight covers.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from app.commands.bench import BenchReport, Check
from app.commands.bench_arguments import count
from app.commands.bench_noise import machine_noise, percentile
from app.settings import Settings

FPS = 30
ANSWERED_S = 0.025
_PICTURES = 24
_WARM_UP_S = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=count, default=20, help="of the window with a camera of 30 frames a second")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    noise = machine_noise()
    with tempfile.TemporaryDirectory(prefix="countersign-picture-") as folder:
        return _report(*_watched(args.seconds, settings, Path(folder)), noise)


def _watched(seconds: int, settings: Settings, folder: Path) -> tuple[list[float], float, float]:
    """Ages of the pictures when each was painted, ms; cores that were busy; seconds watched."""
    from app.commands.bench_display_rig import first_pictures  # Qt, only here
    from app.commands.bench_display_stream import PromptDetector, camera_at
    from app.commands.bench_watch import PaintWatch
    from app.commands.bench_window import WindowRig, alone, real_parts
    from services.erp.demo_deliveries import DEMO_DN

    own = alone(settings, folder)
    real = real_parts(own)
    parts = replace(real, camera=camera_at(first_pictures(_PICTURES), FPS), detector=PromptDetector(ANSWERED_S))
    ages: dict[int, float] = {}

    with WindowRig(own, parts) as rig:

        def painted() -> None:
            shown = rig.window.live.shown
            if shown is not None:
                ages.setdefault(shown.frame_id, 1e3 * (time.monotonic() - shown.captured_s))

        PaintWatch(rig.window.live).painted.connect(painted)
        rig.type_line(DEMO_DN)
        rig.wait(_WARM_UP_S)
        ages.clear()
        began_s, cpu_s = time.monotonic(), time.process_time()
        rig.wait(seconds)
        took_s, cpu_s = time.monotonic() - began_s, time.process_time() - cpu_s
    return list(ages.values()), cpu_s / took_s, took_s


def _report(ages_ms: Sequence[float], cores: float, seconds: float, noise: dict[str, float]) -> BenchReport:
    return BenchReport(
        (
            Check("capture_to_picture_ms_p95", round(percentile(ages_ms, 95), 1), "<= 50"),
            Check("core_percent_beyond_decoding", round(100 * cores, 1), "<= 12"),
            Check("pictures_per_second", round(len(ages_ms) / seconds, 1), f">= {FPS - 1}"),
        ),
        {
            "capture_to_picture_ms_median": round(median(ages_ms), 1),
            "capture_to_picture_ms_max": round(max(ages_ms), 1),
            "pictures": len(ages_ms),
            "machine_noise": noise,
        },
    )
