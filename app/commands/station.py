"""``countersign station``: the operator's window.

Opens the window on the camera, ERP and database of the settings. ``--dn`` stands for the first scan.

Exit code: 0 when the window was closed.
"""

import argparse

from app.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dn", default="", help="open this delivery note at start")


def run(args: argparse.Namespace, settings: Settings) -> int:
    from app.commands.station_window import SettingsSource, run_window  # Qt, only when a window is wanted

    return run_window(settings, dn=args.dn, source=SettingsSource(args.config, args.overrides))
