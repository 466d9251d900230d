"""``countersign model``: which models the running server has, and which one serves."""

import argparse

from app.domain.detection import ModelIdentity
from app.settings import Settings
from services.inference.server.control_client import ControlClient


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="list|activate")
    deeds.add_parser("list", help="the models the running server can use")
    activate = deeds.add_parser("activate", help="change over to a model; no stream is interrupted")
    activate.add_argument("model", type=_identity, metavar="NAME@VERSION")


def run(args: argparse.Namespace, settings: Settings) -> int:
    client = ControlClient(settings.server.control_port)
    if args.deed == "list":
        for each in client.models():
            print(f"{'*' if each.active else ' '} {each.identity}  {each.path}".rstrip())
        return 0
    client.activate(args.model)
    print(f"{args.model} is active")
    return 0


def _identity(text: str) -> ModelIdentity:
    name, at, version = text.rpartition("@")
    if not (name and at and version):
        raise argparse.ArgumentTypeError(f"“{text}” is not NAME@VERSION")
    return ModelIdentity(name, version)
