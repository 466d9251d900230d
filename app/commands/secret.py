"""``countersign secret set|remove|list``: what must stay secret, in the operating system's keyring and nowhere else.

The keyring is that of the user who gives the command: give it as the user that the station runs as. ``set`` asks for
the secret without showing it, or takes the first line of a pipe. ``list`` says of each whether it is kept, missing or
not needed. What each is for is told in docs/policy.md.

Exit code: 0; 1 when ``remove`` finds none; 2 when there is no keyring, nothing was entered, or the settings name
nobody whose secret it could be.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from getpass import getpass

from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from services.identity import pepper
from services.inference.client.token import is_token, token_user
from services.secrets.keyring import remove_secret, store_secret, stored_secret
from services.storage.login import KEYRING
from services.storage.open_store import login_name


@dataclass(frozen=True, slots=True)
class Place:
    """Where the keyring has one secret. ``used``: the settings ask for it."""

    entry: str
    user: str
    used: bool = True


def _database(settings: Settings) -> Place:
    rules = settings.database
    return Place(rules.keyring, login_name(rules.url, rules.user))


def _server_token(settings: Settings) -> Place:
    entry = settings.inference.token_keyring
    return Place(entry or KEYRING, token_user(settings.station.id), used=bool(entry))


def _pepper(settings: Settings) -> Place:
    return Place(settings.identity.keyring, pepper.USER, used=settings.identity.asks_secret)


SECRETS: Mapping[str, tuple[str, Callable[[Settings], Place]]] = {
    "database": ("the password of the SQL Server login", _database),
    "server-token": ("what “server enroll” issued to this station", _server_token),
    "pepper": ("the site's pepper; “user pepper --new” makes it", _pepper),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="set|remove|list")
    for deed, what in (("set", "keep one: typed unseen, or the first line of a pipe"), ("remove", "forget one")):
        one = deeds.add_parser(deed, help=what)
        one.add_argument("name", choices=list(SECRETS), help="; ".join(f"{k}: {v[0]}" for k, v in SECRETS.items()))
    deeds.add_parser("list", help="which are kept, and where; never what they are")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Raises OperationalError FILE_UNREADABLE where there is no keyring, SETTING_INVALID where the settings name
    nobody whose secret it could be."""
    return {"set": _set, "remove": _remove, "list": _list}[args.deed](args, settings)


def _set(args: argparse.Namespace, settings: Settings) -> int:
    place = SECRETS[args.name][1](settings)
    store_secret(place.entry, place.user, _usable(args.name, _asked(f"Secret of {place.user}: ")))
    print(f"the keyring holds the secret of {place.user} under {place.entry}")
    if not place.used:
        print(f"nothing asks for it yet: {_HOW_USED[args.name]}", file=sys.stderr)
    return 0


_HOW_USED = {
    "server-token": f'set inference.token_keyring = "{KEYRING}"',
    "pepper": 'identity.secret is "none"',
}


def _remove(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1: there was none."""
    place = SECRETS[args.name][1](settings)
    there = remove_secret(place.entry, place.user)
    print(f"{place.user} under {place.entry}: {'removed' if there else 'there was none'}")
    return 0 if there else 1


def _list(_args: argparse.Namespace, settings: Settings) -> int:
    for name in SECRETS:
        print(f"{name:<14}{_state(name, settings)}")
    return 0


def _state(name: str, settings: Settings) -> str:
    try:
        place = SECRETS[name][1](settings)
    except OperationalError:
        return "not needed: the settings name no login"
    there = "kept" if stored_secret(place.entry, place.user) is not None else "missing"
    return f"{there if place.used or there == 'kept' else 'not needed'}  {place.entry} / {place.user}"


def _asked(prompt: str) -> str:
    """Typed without being shown; from a pipe the first line."""
    typed = getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise _refused("nothing was entered")
    return typed


def _usable(name: str, typed: str) -> str:
    if name == "pepper":
        return pepper.pepper_text(pepper.pepper_of(typed))
    if name == "server-token" and not is_token(typed):
        raise _refused("it is no token")
    return typed


def _refused(problem: str) -> OperationalError:
    return OperationalError(ErrorCode.SETTING_INVALID, origin="the input", key="secret", problem=problem)
