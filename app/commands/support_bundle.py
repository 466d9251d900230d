"""``countersign support-bundle``: one file for whoever helps, without secrets and without names.

Logs, settings with their origins, versions, what the doctor finds, the outbox in figures; MANIFEST.json in it lists all
of that. It is written whole or not at all. What is left out, and how, is in doctor.md.

Exit code: 0 when it was written; 1 when it cannot be.
"""

import argparse
from functools import partial
from pathlib import Path

from app.commands.doctor import LIMIT_S, examined_now
from app.commands.support_parts import SupportOrder, bundle_name, make_bundle
from app.ports.clock import SystemClock
from app.settings import Settings
from app.settings_layers import settings_with_origins


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE.zip", help="file or folder; without it: this folder")
    parser.add_argument("--pictures", action="store_true", help="the newest evidence pictures too")


def run(args: argparse.Namespace, settings: Settings) -> int:
    at = SystemClock().utc()
    _, origins = settings_with_origins(args.config, overrides=args.overrides)
    order = SupportOrder(settings, origins, partial(examined_now, settings, LIMIT_S), pictures=args.pictures, at=at)
    out = args.out or Path()
    path = out / bundle_name(settings.station.id, at) if out.is_dir() else out
    manifest = make_bundle(path, order)
    members, left_out = manifest["members"], manifest["left_out"]
    print(f"{path}: {len(members) if isinstance(members, list) else 0} parts, no secrets, no names")
    for each in left_out if isinstance(left_out, list) else []:
        print(f"left out: {each['name']} ({each['why']})")
    return 0
