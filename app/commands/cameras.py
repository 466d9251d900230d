"""``countersign cameras``: the cameras that are plugged in, and how to name each in ``camera.source``.

The name for ``camera.source`` stays the same in another socket.

Exit code: 0 when there is one; 1 when there is none.
"""

import argparse
import json
import sys
from pathlib import Path

from app.settings import Settings
from services.camera.usb import DEV, SYSFS, Choice, choices


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON list")


def run(args: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    """Exit code 1 when there is none."""
    found = choices(DEV, SYSFS)
    print(as_json(found) if args.json else as_words(found, sys.platform))
    return 0 if found else 1


def as_json(found: list[Choice]) -> str:
    rows = [
        {
            "source": choice.source,
            "name": choice.camera.name,
            "device": str(choice.camera.device),
            "by_id": choice.camera.by_id,
            "by_path": choice.camera.by_path,
        }
        for choice in found
    ]
    return json.dumps(rows, indent=2)


def as_words(found: list[Choice], platform: str) -> str:
    if found:
        rows = [f"{choice.source}\n  {choice.camera.name}, now {choice.camera.device}" for choice in found]
        return "\n".join(["To use one: --set camera.source=NAME", *rows])
    if platform != "linux":
        return "Cameras are listed on Linux only. Here, choose by number: --set camera.source=0"
    if not Path(DEV, "v4l").exists():
        return "No camera is plugged in. Without one: --set camera.source=demo, or synthetic"
    return "No camera that gives pictures is plugged in."
