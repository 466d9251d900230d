"""``countersign sheet``: the command bar codes, or operators' badges, as a PDF file to print and cut out.

No window is opened. Every command and every reason of a discrepancy is a card to cut out, with a picture, its words
and a Code 128. With ``--badge`` the cards are operators' badges instead; what does not begin with
``station.badge_prefix`` is none. A file of that name is replaced. Print it at 100 %, not fitted to the page.

Exit code: 0 when it was written; 1 when it cannot be; 2 for what is no badge.
"""

import argparse
import sys
from pathlib import Path

from app.settings import Settings
from app.use_cases.door import badge_of
from ui.application import create_application
from ui.paper.cards import CardSheet
from ui.paper.command_sheet import badge_sheet, command_sheet
from ui.paper.page import A4, A6
from ui.paper.pdf import save_pdf

_PAPERS = {paper.name: paper for paper in (A4, A6)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--out", type=Path, metavar="FILE.pdf", required=True, help="the file to write")
    add("--badge", action="append", default=[], metavar="BADGE", help="a badge instead; may be given many times")
    add("--paper", choices=_PAPERS, default="A4", help="A4: all on one page; A6: to carry; A4")
    add("--language", choices=("id", "en"), help="of the words; that of the settings")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 2 for what is no badge here. FILE_UNWRITABLE."""
    prefix = settings.station.badge_prefix
    if wrong := [text for text in args.badge if not badge_of(text, prefix)]:
        print(f"countersign: “{wrong[0]}” is no badge: station.badge_prefix is “{prefix}”.", file=sys.stderr)
        return 2
    # Without a screen there are fonts all the same; nothing is shown.
    app = create_application(["countersign", "-platform", "offscreen"], language=args.language or settings.ui.language)
    save_pdf(args.out, _sheet(args, prefix))
    app.shutdown()
    print(args.out)
    return 0


def _sheet(args: argparse.Namespace, prefix: str) -> CardSheet:
    paper = _PAPERS[args.paper]
    if not args.badge:
        return command_sheet(paper)
    return badge_sheet([badge_of(text, prefix) for text in args.badge], paper)
