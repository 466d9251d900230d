"""``countersign setup``: the first-run wizard, again."""

import argparse

from app.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It asks for everything itself."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1 when it was closed before its end."""
    from app.commands.setup_window import run_setup  # Qt, only when a window is wanted

    return 0 if run_setup(settings, args.config, args.overrides) else 1
