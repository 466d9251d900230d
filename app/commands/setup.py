"""``countersign setup``: the first-run wizard, again.

Each step has a test or a live picture. It comes by itself when ``station`` is started, somebody can see it, and there
is neither a settings file nor any other setting; this opens it again. What is answered is written into the settings
file; comments in it stay, and what was skipped stays as it was. No password is written.

Exit code: 0 when it was finished; 1 when it was closed before, and nothing was written; 1 also when the file cannot
be written.
"""

import argparse

from app.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It asks for everything itself."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1 when it was closed before its end."""
    from app.commands.setup_window import run_setup  # Qt, only when a window is wanted

    return 0 if run_setup(settings, args.config, args.overrides) else 1
