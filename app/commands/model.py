"""``countersign model``: which models the running server has, and which one serves.

It speaks with the server that runs on this machine. ``activate NAME@VERSION`` interrupts no stream. After
``activate`` the labels of the model that have no approved alias are told on the standard error.

Exit code: 0 when done; 1 when no server answers, the model is unknown, or it was not activated.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.commands.alias import coverage_lines, known_book, model_and_labels, model_identity
from app.domain.detection import ModelIdentity
from app.domain.errors import OperationalError
from app.messages import error_sentence
from app.settings import Settings
from services.inference.server.control_client import ControlClient, KnownModel


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="list|activate")
    deeds.add_parser("list", help="the models the running server can use")
    activate = deeds.add_parser("activate", help="change over to a model; no stream is interrupted")
    activate.add_argument("model", type=model_identity, metavar="NAME@VERSION")


def run(args: argparse.Namespace, settings: Settings) -> int:
    client = ControlClient(settings.server.control_port)
    if args.deed == "list":
        for each in client.models():
            print(f"{'*' if each.active else ' '} {each.identity}  {each.path}".rstrip())
        return 0
    client.activate(args.model)
    print(f"{args.model} is active")
    _print_coverage(args.model, client.models(), settings)
    return 0


def _print_coverage(model: ModelIdentity, known: Sequence[KnownModel], settings: Settings) -> None:
    """What the activated model names and no supervisor has approved; not knowing it does not undo the change."""
    path = next((each.path for each in known if each.identity == model), "")
    if not path:
        print(f"the labels of {model} are not known here", file=sys.stderr)
        return
    try:
        _, labels = model_and_labels(Path(path))
        missing = known_book(settings).without_alias(model, labels)
    except OperationalError as error:
        print(f"which labels have no approved alias is not known: {error_sentence(error)}", file=sys.stderr)
        return
    print("\n".join(coverage_lines(model, labels, missing)), file=sys.stderr)
