"""``countersign bundle``: the evidence of one session in one signed file.

It is made at the station that packed it, also while it runs, and holds the session, its journal with who did what,
its lines of the audit, and its pictures. Asks for badge and PIN of somebody who may export, and the audit tells of
it. docs/evidence.md says what is in it.

Exit code: 0; 1 when there is no such session here, the badge may not, the file cannot be written, or the factory's
database, which holds the audit, does not answer.
"""

import argparse
from pathlib import Path

from app.bootstrap import build_audit
from app.commands.key import key_place
from app.commands.sign_in_prompt import add_sign_in_arguments, prompted_actor
from app.ports.clock import SystemClock
from app.settings import Settings
from app.use_cases.evidence import Evidence
from services.evidence.packer import StationBundles
from services.record.evidence_shelf import FolderShelf
from services.record.pictures import PICTURES_NAME


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", help="its id, as “countersign sessions” names it")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="one that is there is replaced")
    add_sign_in_arguments(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1 for a session that was not packed at this station."""
    actor, authority = prompted_actor(settings, args.as_whom, secret_stdin=args.secret_stdin, purpose="bundle")
    audit = build_audit(settings)
    try:
        made = Evidence(bundles_of(settings), authority, audit).pack(actor, args.session, args.out)
    finally:
        audit.close()
    print(f"{args.out}: DN {made.dn}, {made.entries} entries, {made.pictures} pictures")
    if made.missing:
        print(f"{made.missing} pictures are no longer here; the bundle names them with their hashes")
    return 0


def bundles_of(settings: Settings) -> StationBundles:
    """Of this station's record, with the pictures that lie beside it."""
    shelf = FolderShelf([settings.data_path / PICTURES_NAME])
    return StationBundles(key_place(settings), shelf, SystemClock(), settings.database.timeout_s)
