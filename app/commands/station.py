"""``countersign station``: the operator's window.

Opens the window on the camera, ERP and database of the settings. ``--dn`` stands for the first scan. The window runs
as a process of its own, below a small one that starts it again after a crash or when it hangs; ``--unwatched``: alone,
in this process.

Exit code: 0 when the window was closed, 1 when it could not be opened or faults kept ending it.
"""

import argparse
from pathlib import Path

from app.domain.restarting import StartedAfter
from app.settings import Settings
from app.settings_layers import load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dn", default="", help="open this delivery note at start")
    parser.add_argument(
        "--unwatched", action="store_true", help="in this process; nobody starts it again after a crash"
    )
    parser.add_argument("--after", type=StartedAfter, help=argparse.SUPPRESS)
    parser.add_argument("--watched-by", type=int, help=argparse.SUPPRESS)


def run(args: argparse.Namespace, settings: Settings) -> int:
    if args.unwatched or args.after is not None:
        from app.commands.safe_station import run_station  # Qt, only when a window is wanted

        return run_station(args, settings)
    from app.commands.watch_station import StationWatch, program_of
    from services.logs.log_files import log_folder

    def logs() -> Path:
        return log_folder(load_settings(args.config, overrides=args.overrides).data_path)

    return StationWatch(program_of(args), logs).run()
