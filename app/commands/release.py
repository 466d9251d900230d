"""``countersign release``: the vendor's side of models: keys, signing, publishing.

It needs no station, no server and no network. ``init`` makes all keys, each encrypted with a passphrase, and an empty
repository; ``sign MODEL_FOLDER`` proves a model on this machine and signs it; ``publish`` copies what is new to where
stations look. ``sign --timestamp`` is due every few days. What to do when a key is lost or stolen: docs/updates.md.

Exit code: 0 when done; 1 when it cannot be done, or when status finds something that has expired or soon will.
"""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_version import release_key
from app.settings import Settings
from app.updating import load_of
from services.updates.layout import METADATA
from services.updates.vendor import releasing
from services.updates.vendor.keys import ROLES, KeyFolders, Passphrase, unusable
from services.updates.vendor.publishing import publish
from services.updates.vendor.releasing import KeyPlan
from services.updates.vendor.repository import Lifetimes, VendorRepository

_SOON_DAYS = {"root": 60.0, "targets": 21.0, "snapshot": 2.0, "timestamp": 2.0}
"""Fewer days left than this are told, with exit code 1."""
_PASSPHRASE_BYTES = 1024
_DAYS_AT_MOST = 3650


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="init|sign|publish|rotate|status")
    init = deeds.add_parser("init", help="all keys, and an empty repository")
    sign = deeds.add_parser("sign", help="release a model, or sign anew what would expire")
    sign.add_argument("model", nargs="?", type=Path, metavar="MODEL_FOLDER", help="folder of the model, with its card")
    sign.add_argument("--program", type=_version, default="", metavar="VERSION", help="lowest program that can use it")
    renewed = sign.add_mutually_exclusive_group()
    for role, what in (("timestamp", "snapshot and timestamp"), ("targets", "what is released"), ("root", "the root")):
        renewed.add_argument(f"--{role}", action="store_const", const=role, dest="renew", help=f"sign {what} anew")
    out = deeds.add_parser("publish", help="copy what is new to where stations look, never half of it")
    out.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="a shared folder, or one a web server serves"
    )
    rotate = deeds.add_parser("rotate", help="new keys for a role")
    rotate.add_argument("role", choices=ROLES)
    rotate.add_argument("--lost", type=int, metavar="N", help="only in place of key N, which need not be there")
    rotate.add_argument("--threshold", type=_count, metavar="N", help="so many must sign from now on")
    status = deeds.add_parser("status", help="what is released, and what expires when")
    status.add_argument("--json", action="store_true", help="machine-readable output")
    for deed in (init, sign, out, rotate, status):
        deed.add_argument("--repo", type=Path, required=True, metavar="DIR", help="the vendor's repository")
    for deed in (init, sign, rotate):
        _add_keys(deed)
    for role, (count, threshold) in (("root", KeyPlan().root), ("targets", KeyPlan().targets)):
        init.add_argument(f"--{role}-count", type=_count, default=count, metavar="N", help=f"keys of {role}; {count}")
        init.add_argument(
            f"--{role}-threshold", type=_count, default=threshold, metavar="N",
            help=f"so many of them must sign; {threshold}",
        )  # fmt: skip


def _add_keys(deed: argparse.ArgumentParser) -> None:
    deed.add_argument("--keys", type=Path, required=True, metavar="DIR", help="folder of the keys but the root's")
    deed.add_argument(
        "--root-keys", type=Path, action="append", default=[], metavar="DIR",
        help="folder of keys of the root, on a medium of its own; may be given several times; DIR/root without it",
    )  # fmt: skip
    deed.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="its first line opens every key; asked for otherwise"
    )
    for role, days in (("root", 365), ("targets", 90), ("snapshot", 7), ("timestamp", 7)):
        deed.add_argument(
            f"--{role}-days", type=_days, default=days, metavar="N", help=f"what {role} says holds so long; {days}"
        )


def run(args: argparse.Namespace, settings: Settings) -> int:
    if args.deed == "status":
        return _status(args)
    if args.deed == "publish":
        return _publish(args)
    folders = args.root_keys or [args.keys / "root"]
    keys = KeyFolders([args.keys, *folders], _passphrase(args.passphrase_file, new=args.deed in {"init", "rotate"}))
    lifetimes = Lifetimes(args.root_days, args.targets_days, args.snapshot_days, args.timestamp_days)
    repository = VendorRepository(args.repo, keys, datetime.now(UTC), lifetimes)
    match args.deed:
        case "init":
            plan = KeyPlan((args.root_count, args.root_threshold), (args.targets_count, args.targets_threshold))
            releasing.begin(repository, keys, folders[0], args.keys, plan)
            print(f"{args.repo / METADATA / '1.root.json'} is the trusted root: hand it to every site, as updates.root")
            print(f"The keys of the root are in {folders[0]}: move each to a medium of its own, away from any network")
        case "sign":
            return _sign(args, repository, settings)
        case "rotate":
            folder = folders[0] if args.role == "root" else args.keys
            made = releasing.rotate(repository, keys, folder, args.role, args.lost, args.threshold)
            print(f"{', '.join(made)} in {folder}; publish, so that stations learn of it")
    return 0


def _sign(args: argparse.Namespace, repository: VendorRepository, settings: Settings) -> int:
    if bool(args.model) == bool(args.renew):
        print("countersign: give a MODEL_FOLDER, or one of --timestamp, --targets, --root", file=sys.stderr)
        return 2
    if args.renew:
        releasing.renew(repository, args.renew)
        print(f"{args.renew} is signed anew; publish it")
    else:
        release = releasing.release_model(repository, args.model, args.program, load_of(settings))
        print(f"{release.model} is signed, {len(release.files)} files; publish it")
    return 0


def _publish(args: argparse.Namespace) -> int:
    copied = publish(args.repo, args.to)
    print(f"{len(copied)} files are new in {args.to}" if copied else f"{args.to} has everything already")
    return 0


def _status(args: argparse.Namespace) -> int:
    """1 where something has expired or soon will."""
    repository = VendorRepository(args.repo, KeyFolders((), lambda _: ""), datetime.now(UTC), Lifetimes())
    roles, offered = repository.status(), releasing.offered_releases(repository)
    due = [each.role for each in roles if each.days_left < _SOON_DAYS[each.role]]
    if args.json:
        told = [
            {"role": each.role, "version": each.version, "expires": each.expires.isoformat(),
             "days_left": round(each.days_left, 2), "threshold": each.threshold, "keys": each.keys}
            for each in roles
        ]  # fmt: skip
        print(json.dumps({"roles": told, "models": [str(each.model) for each in offered], "due": due}))
        return 1 if due else 0
    for each in roles:
        print(
            f"{each.role:<9}  version {each.version:<4} until {each.expires:%Y-%m-%d %H:%M} UTC, "
            f"{each.days_left:.1f} days"
            f"{' !' if each.role in due else ''}   {each.threshold} of {', '.join(each.keys)}"
        )
    for release in offered:
        print(f"{release.model}{f', from program {release.program} on' if release.program else ''}")
    return 1 if due else 0


def _passphrase(file: Path | None, *, new: bool) -> Passphrase:
    """Asked for unseen, once for a folder's keys; a key of the root has one of its own. ``new``: what is typed for a
    key that does not exist yet is typed twice."""
    known: dict[Path, str] = {}

    def of_file(path: Path) -> str:  # noqa: ARG001
        assert file is not None
        return _first_line(file)

    def asked(path: Path) -> str:
        place = path if path.name.startswith("root-") else path.parent
        if place not in known:
            known[place] = _typed(place, twice=new and not path.exists())
        return known[place]

    return of_file if file else asked


def _typed(place: Path, *, twice: bool) -> str:
    text = getpass.getpass(f"Passphrase of {place}: ")
    if twice and getpass.getpass("The same again: ") != text:
        raise unusable("the two passphrases differ")
    return text


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.readline(_PASSPHRASE_BYTES).decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(file), problem=str(error)) from error


def _whole_number(most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"“{text}” is no number from 1 to {most}")
        return int(text)

    return parse


_count, _days = _whole_number(20), _whole_number(_DAYS_AT_MOST)


def _version(text: str) -> str:
    """argparse asks for its default too, which is none."""
    try:
        if text:
            release_key(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text
