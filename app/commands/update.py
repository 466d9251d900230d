"""``countersign update``: the models that updates brought to this machine.

Which one a start loads, which waits for its moment, which failed and why; fetch one now, use it now, go back to the one
before. It works beside a station or server that runs, which follows within seconds and never changes its model in a
session. Where models come from is in the settings (updates.source), and all about them in docs/updates.md.

Exit code: 0 when done; 1 when there is nothing to apply or to go back to, or the check met a trouble.
"""

import argparse
import getpass
import json
from datetime import UTC, datetime
from functools import partial

from app.domain import model_book
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_book import ModelBook
from app.messages import error_sentence
from app.settings import Settings
from app.updating import commanded_updates, current_model, load_of
from services.updates.model_store import FileModelStore
from services.updates.open_updates import follows, server_store, station_store
from services.updates.running import NothingRuns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="status|check|apply|back")
    for name, what in (
        ("status", "which model is used at a start, which waits, which failed"),
        ("check", "look for a release now, fetch it, and prove it on this machine"),
        ("apply", "use what waits at the next moment without a session, whatever the window says"),
        ("back", "use the model before again; the one that is used now is not tried again"),
    ):
        deed = deeds.add_parser(name, help=what)
        deed.add_argument("--json", action="store_true", help="machine-readable output")
        deed.add_argument("--server", action="store_true", help="of the server on this machine (server.models_dir)")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """1: nothing was there to apply or to go back to, or the check met a trouble."""
    store = _store(args, settings)
    trouble = ""
    match args.deed:
        case "check":
            trouble = _check(settings, store)
        case "apply":
            asked = store.change(partial(model_book.asked_for, by=_who()))
            trouble = "" if asked.ready else "Nothing waits to be used."
        case "back":
            trouble = _back(store)
    _show(args, settings, store, trouble)
    return 1 if trouble else 0


def _store(args: argparse.Namespace, settings: Settings) -> FileModelStore:
    if not args.server:
        return station_store(settings)
    if not settings.server.models_dir:
        raise _setting("server.models_dir", "it must name the folder of the server's models")
    return server_store(settings)


def _check(settings: Settings, store: FileModelStore) -> str:
    if not settings.updates.source:
        raise _setting("updates.source", "it must say where models come from")
    runner = NothingRuns(current_model(settings, store), load_of(settings))
    try:
        commanded_updates(settings, store, runner).check()
    except OperationalError as error:
        return str(error_sentence(error))
    return ""


def _back(store: FileModelStore) -> str:
    before = store.book()
    if before.current is None:
        return "No model that was brought here is in use."
    now = datetime.now(UTC).isoformat()
    store.change(partial(model_book.taken_back, why=f"taken back by {_who()}", at=now, by=_who()))
    return ""


def _who() -> str:
    """The system's own name of who is at the machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _show(args: argparse.Namespace, settings: Settings, store: FileModelStore, trouble: str) -> None:
    book = store.book()
    current = current_model(settings, store)
    used = args.server or follows(settings)
    if args.json:
        print(json.dumps(_plain(book, str(current), settings, trouble, used=used)))
        return
    if trouble:
        print(trouble)
    print(f"loaded at a start  {current}{'' if book.current else ' (came with the program)'}")
    if not used:
        print("                   this station does not use it: model.path is not “updates”")
    print(f"before it          {book.previous or '-'}")
    print(f"waits              {book.ready or '-'}{f', asked for by {book.asked}' if book.asked else ''}")
    print(f"source             {settings.updates.source or '-'}")
    print(f"window             {settings.updates.window or 'at any time outside a session'}")
    for failed in book.failed:
        print(f"not tried again    {failed.model}  {failed.at}  {failed.why}")


def _plain(book: ModelBook, current: str, settings: Settings, trouble: str, *, used: bool) -> dict[str, object]:
    return {
        "current": current,
        "shipped": book.current is None,
        "used": used,
        "previous": str(book.previous) if book.previous else None,
        "ready": str(book.ready) if book.ready else None,
        "asked": book.asked,
        "trial": book.trial,
        "failed": [{"model": str(each.model), "why": each.why, "at": each.at} for each in book.failed],
        "source": settings.updates.source,
        "window": settings.updates.window,
        "trouble": trouble,
    }


def _setting(key: str, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.SETTING_INVALID, origin="the settings", key=key, problem=problem)
