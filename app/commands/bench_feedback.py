"""``countersign bench feedback``: how long an operator waits for the answer to a scan.

The whole path of a real station in its real window, off screen: key presses at the window, the desk with the station's
own file on this machine's disk, the sound asked for, the banner painted with the words.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from statistics import median

from app.commands.bench import BenchReport, Check
from app.commands.bench_noise import machine_noise, percentile
from app.ports.sounds import Sound
from app.settings import Settings

GOAL_MS = 100
MOST_SCANS = 90


class Kind(StrEnum):
    COUNTED = "counted"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """Milliseconds from the scan's last key to: its answer known, which is on the disk by then; the sound asked for;
    the banner painted with ``words``. ``sounds``: all that were asked for."""

    kind: Kind
    label: str
    durable_ms: float
    sound_ms: float
    painted_ms: float
    sounds: tuple[Sound, ...]
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    wanted = f"a third each counted, unknown and refused; 3 to {MOST_SCANS}"
    parser.add_argument("--scans", type=_scans, default=60, help=wanted)


def _scans(text: str) -> int:
    if not text.isdecimal() or not 3 <= int(text) <= MOST_SCANS:
        raise argparse.ArgumentTypeError(f"a whole number from 3 to {MOST_SCANS}")
    return int(text)


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    from app.commands.bench_feedback_rig import scan_all  # Qt, only here

    noise = machine_noise()
    with tempfile.TemporaryDirectory(prefix="countersign-feedback-") as folder:
        answers = scan_all(settings, Path(folder), args.scans)
    return report(answers, noise)


def report(answers: Sequence[Answer], noise: dict[str, float]) -> BenchReport:
    return BenchReport(
        (
            Check("scan_to_sound_ms_p95", _p95([one.sound_ms for one in answers]), f"<= {GOAL_MS}"),
            Check("scan_to_painted_ms_p95", _p95([one.painted_ms for one in answers]), f"<= {GOAL_MS}"),
        ),
        {
            "scans": len(answers),
            "machine_noise": noise,
            **{kind.value: _steps([one for one in answers if one.kind is kind]) for kind in Kind},
        },
    )


def _steps(answers: Sequence[Answer]) -> dict[str, object]:
    steps = {
        "durable_ms": [one.durable_ms for one in answers],
        "sound_ms": [one.sound_ms for one in answers],
        "painted_ms": [one.painted_ms for one in answers],
    }
    return {name: {"median": round(median(each), 1), "p95": _p95(each)} for name, each in steps.items()}


def _p95(values: Sequence[float]) -> float:
    return round(percentile(values, 95), 1)
