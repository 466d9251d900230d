"""``countersign user``: who may sign in, in which role, with which PIN or password; and the site's pepper.

People, roles and secrets are told in docs/people.md. ``--config`` and ``--set`` go before the second word.

All but ``pepper`` take ``--as BADGE`` and ``--secret-stdin``, and ask for badge and PIN of an administrator
(``secret`` of one's own: of anybody); only the first administrator is added without, while nobody exists. Secrets are
typed unseen, new ones twice; with ``--secret-stdin`` they come from the standard input, a line each: your own first,
then the new one (to change your own: your own twice, then the new one). Five wrong ones in a row lock the badge for
these commands on this machine. ``--replace`` makes every PIN of the site void.

Exit code: 0 when done; 1 when it is refused, the database does not take it, or there is no pepper here; 2 when the
keyring cannot be used or the words make no sense.
"""

import argparse
import sys
from collections.abc import Callable, Mapping

from app.bootstrap import build_people, secret_checker
from app.commands.sign_in_prompt import add_sign_in_arguments, asked_secret, prompted_actor
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Role, canonical_user_name, secret_problem
from app.ports.clock import SystemClock
from app.ports.people import PeopleDirectory
from app.settings import Settings
from app.use_cases.authority import Authority
from app.use_cases.people import Listed, People
from services.identity.pepper import has_pepper, new_pepper, pepper_of, pepper_text, store_pepper

_NEW_SECRET = "New PIN or password of {who}: "  # noqa: S105 (a prompt)
_AGAIN = "The same again: "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="add|list|role|name|secret|remove|restore|pepper")
    added = deeds.add_parser("add", help="somebody new; the first of all is an administrator")
    added.add_argument("badge", metavar="BADGE")
    added.add_argument("--name", required=True, help="what people call them")
    added.add_argument("--role", type=Role, choices=list(Role), default=Role.OPERATOR)
    added.add_argument("--no-secret", action="store_true", help="they get their PIN later")
    listed = deeds.add_parser("list", help="everybody, and who can sign in")
    role = deeds.add_parser("role", help="give somebody another role")
    role.add_argument("badge", metavar="BADGE")
    role.add_argument("role", type=Role, choices=list(Role))
    name = deeds.add_parser("name", help="call somebody by another name")
    name.add_argument("badge", metavar="BADGE")
    name.add_argument("name", metavar="NAME")
    secret = deeds.add_parser("secret", help="a new PIN or password: your own, or somebody's who forgot it")
    secret.add_argument("badge", metavar="BADGE")
    removed = deeds.add_parser("remove", help="let somebody sign in no longer; what they did stays")
    removed.add_argument("badge", metavar="BADGE")
    restored = deeds.add_parser("restore", help="let somebody who was removed sign in again, with a new secret")
    restored.add_argument("badge", metavar="BADGE")
    for deed in (added, listed, role, name, secret, removed, restored):
        add_sign_in_arguments(deed)
    _add_pepper(deeds.add_parser("pepper", help="the site's pepper in this machine's keyring"))


def _add_pepper(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--new", action="store_true", help="make the site's pepper, once for a site, and show it")
    which.add_argument("--enter", action="store_true", help="type the pepper that another machine showed")
    parser.add_argument("--replace", action="store_true", help="although there is one: every PIN has to be set anew")


def run(args: argparse.Namespace, settings: Settings) -> int:
    if args.deed == "pepper":
        return _pepper(args, settings.identity.keyring)
    directory = build_people(settings)
    try:
        if not directory.accounts():
            return _first(args, settings, directory)
        return _guarded(args, settings, directory)
    finally:
        directory.close()


# -- people -----------------------------------------------------------------------------------------------------------


def _first(args: argparse.Namespace, settings: Settings, directory: PeopleDirectory) -> int:
    """Nobody can sign in yet: whoever installs names the first administrator."""
    if args.deed != "add" or args.role is not Role.ADMIN or args.no_secret:
        print("Nobody is there yet. First: countersign user add BADGE --name NAME --role admin", file=sys.stderr)
        return 1
    people = _people(settings, directory, Authority(lambda _: None, SystemClock()))
    person = people.add_first_admin(args.badge, args.name, _new_secret(args.badge, args))
    print(f"{person.user_name} ({person.shown_name}) is the first administrator")
    return 0


def _guarded(args: argparse.Namespace, settings: Settings, directory: PeopleDirectory) -> int:
    actor, authority = prompted_actor(settings, args.as_whom, secret_stdin=args.secret_stdin, purpose="user")
    people = _people(settings, directory, authority)
    deeds: Mapping[str, Callable[[], object]] = {
        "add": lambda: people.add(actor, args.badge, args.name, args.role, _secret_of_new(args)),
        "list": lambda: print("\n".join(map(_line, people.listed(actor)))),
        "role": lambda: _change(people, actor, args.badge, role=args.role),
        "name": lambda: _change(people, actor, args.badge, name=args.name),
        "secret": lambda: _set_secret(people, actor, args),
        "remove": lambda: people.remove(actor, args.badge),
        "restore": lambda: people.bring_back(actor, args.badge, _new_secret(args.badge, args)),
    }
    deeds[args.deed]()
    if args.deed != "list":
        print(f"{canonical_user_name(args.badge)}: done; stations know within {settings.identity.sync_s:g} s")
    return 0


def _people(settings: Settings, directory: PeopleDirectory, authority: Authority) -> People:
    return People(directory, secret_checker(settings), authority, SystemClock(), settings.station.id)


def _change(people: People, actor: Actor, badge: str, *, name: str = "", role: Role | None = None) -> None:
    standing = next((each.person for each in people.listed(actor) if each.person.user_name == badge.upper()), None)
    if standing is None:
        raise OperationalError(ErrorCode.PERSON_UNKNOWN, who=badge)
    people.change(actor, badge, name or standing.shown_name, role or standing.role)


def _set_secret(people: People, actor: Actor, args: argparse.Namespace) -> None:
    """One's own has just been proved, and is what it was."""
    if canonical_user_name(args.badge) != actor.user_name:
        people.set_secret(actor, args.badge, _new_secret(args.badge, args))
        return
    old = asked_secret("Your PIN or password of now, once more: ", stdin=args.secret_stdin)
    people.set_own_secret(actor, old, _new_secret(args.badge, args))


def _secret_of_new(args: argparse.Namespace) -> str:
    return "" if args.no_secret else _new_secret(args.badge, args)


def _new_secret(badge: str, args: argparse.Namespace) -> str:
    """Typed twice, unseen; from the standard input once. SECRET_UNUSABLE: told before it is typed again."""
    secret = asked_secret(_NEW_SECRET.format(who=badge), stdin=args.secret_stdin)
    problem = secret_problem(secret, canonical_user_name(badge))
    if problem is not None:
        raise OperationalError(ErrorCode.SECRET_UNUSABLE, problem=problem)
    if not args.secret_stdin and asked_secret(_AGAIN) != secret:
        raise OperationalError(ErrorCode.SECRET_UNUSABLE, problem="it was not typed the same twice")
    return secret


def _line(listed: Listed) -> str:
    person = listed.person
    state = "removed" if not person.active else "" if listed.can_sign_in else "no PIN yet"
    return f"{person.user_name:<16} {person.role:<10} {state:<10} {person.shown_name}".rstrip()


# -- the pepper -------------------------------------------------------------------------------------------------------


def _pepper(args: argparse.Namespace, entry: str) -> int:
    if has_pepper(entry) and not args.replace:
        print(f"The keyring entry “{entry}” has a pepper already; --replace makes every PIN void.", file=sys.stderr)
        return 1
    pepper = new_pepper() if args.new else pepper_of(asked_secret("Pepper: ", stdin=not sys.stdin.isatty()))
    store_pepper(entry, pepper)
    print(f"stored in the keyring entry “{entry}”")
    if args.new:
        print(f"Enter it at the other machines of this site, and keep it locked away:\n\n    {pepper_text(pepper)}\n")
    return 0
