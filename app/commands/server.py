"""``countersign server``: the inference server all stations share."""

import argparse
import os
import signal
import sys
import threading

from app.settings import Settings
from services.inference.server.main import serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--synthetic", action="store_true", help="answer with the fixed synthetic detection, no model")
    parser.add_argument("--until-stdin-ends", action="store_true", help="stop when the program that started it is gone")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Prints ``listening on HOST:PORT`` on standard output once it is serving."""
    if args.synthetic:
        settings = settings.model_copy(update={"server": settings.server.model_copy(update={"synthetic": True})})
    if args.until_stdin_ends:
        threading.Thread(target=_stop_with_stdin, name="stdin", daemon=True).start()  # blocked in a read for ever
    serve(settings, ready=lambda port: print(f"listening on {settings.server.host}:{port}", flush=True))
    return 0


def _stop_with_stdin() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
