"""``countersign bench display --part start``: from the start of the program to the first picture of the camera.

A process of its own each time, off screen, as ``countersign station`` starts; the first run, which fills the disk's
cache, does not count.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from statistics import median

from app.commands.bench import BenchReport, Check
from app.commands.bench_arguments import count
from app.commands.bench_noise import machine_noise
from app.own_program import module
from app.settings import Settings
from app.settings_layers import with_overrides

_AT_ONCE = ("camera.source=demo", "station.sign_in=false")
"""A camera that opens as fast as any, and its picture without a badge."""

_LIMIT_S = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--starts", type=count, default=7, help="starts measured after the first")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    noise = machine_noise()
    with tempfile.TemporaryDirectory(prefix="countersign-start-") as folder:
        own = with_overrides(settings, [f"data_dir={Path(folder)}", *_AT_ONCE])
        starts = [_start(own) for _ in range(args.starts + 1)][1:]
    took_s = [took_s for took_s, _ in starts]
    return BenchReport(
        (Check("start_to_live_picture_s", round(median(took_s), 2), "<= 2.0"),),
        {
            "starts_s": [round(each, 2) for each in took_s],
            "cpu_s_median": round(median(cpu_s for _, cpu_s in starts), 2),
            "machine_noise": noise,
        },
    )


def _start(settings: Settings) -> tuple[float, float]:
    """Seconds to the first picture, and CPU seconds until then. RuntimeError when there is no picture."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    begun_s = time.monotonic()
    done = subprocess.run(
        module("app.commands.bench_display_start"),
        input=settings.model_dump_json(),
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    if not done.stdout:
        raise RuntimeError(f"the station did not start: {done.stderr}")
    at_s, cpu_s = map(float, done.stdout.split())
    return at_s - begun_s, cpu_s


def _started_here() -> None:
    """In the process that is started: the moment of the first picture on the standard output, in monotonic seconds,
    which all processes of a machine share, and the CPU seconds until then."""
    import_module("app.__main__")  # the command line has its price, too

    settings = Settings.model_validate_json(sys.stdin.read())
    from app.commands.bench_watch import PaintWatch
    from app.commands.station_window import run_window
    from ui.bridge import StationBridge
    from ui.shell.window import StationWindow

    def attach(window: StationWindow, _bridge: StationBridge) -> None:
        def painted() -> None:
            if window.live.shown is not None and window.isVisible():
                print(time.monotonic(), time.process_time(), flush=True)
                window.close()

        PaintWatch(window.live).painted.connect(painted)

    run_window(settings, attach=attach)


if __name__ == "__main__":
    _started_here()
