"""``countersign server``: the inference server all stations share."""

import argparse

from app.settings import Settings
from services.inference.server.main import serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--synthetic", action="store_true", help="answer with the fixed synthetic detection, no model")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Prints ``listening on HOST:PORT`` on standard output once it is serving."""
    if args.synthetic:
        settings = settings.model_copy(update={"server": settings.server.model_copy(update={"synthetic": True})})
    serve(settings, ready=lambda port: print(f"listening on {settings.server.host}:{port}", flush=True))
    return 0
