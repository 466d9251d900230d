"""``countersign card``: the operator's work on one page, as a PDF file to print and hang beside the station.

It has the steps, what the colours, signs and sounds mean, what to do about the commonest refusals, the commands as
bar codes that can be scanned from it, and whom to call, or lines to write that on. No window is opened. A file of
that name is replaced. Print it on A4 at 100 %; it can be read without colours.

Exit code: 0 when it was written; 1 when it cannot be.
"""

import argparse
from pathlib import Path

from app.settings import Settings
from ui.application import create_application
from ui.paper.operator_card import OperatorCard
from ui.paper.pdf import save_pdf


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE.pdf", required=True, help="the file to write")
    parser.add_argument("--supervisor", default="", metavar="TEXT", help="how to call the supervisor; empty: a line")
    parser.add_argument("--it", default="", metavar="TEXT", help="how to call IT; empty: a line")
    parser.add_argument("--language", choices=("id", "en"), help="of the words; that of the settings")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """FILE_UNWRITABLE."""
    # Without a screen there are fonts all the same; nothing is shown.
    app = create_application(["countersign", "-platform", "offscreen"], language=args.language or settings.ui.language)
    save_pdf(args.out, OperatorCard(args.supervisor, args.it))
    app.shutdown()
    print(args.out)
    return 0
