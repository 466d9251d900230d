"""``countersign verify``: whether an evidence bundle holds, without server or database.

Looked at are every hash, the signature, the chain of the audit, and that all of it tells the same. Needs neither
server nor database, and no badge. Says one sentence for each thing that is wrong.

Exit code: 0 when it is whole and signed by a key that is trusted; 1 when it does not hold; 2 when it or a key cannot
be read; 3 when it is whole, but signed by a key that is not known here.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from app.domain.bundle import Absence, BundleFault, BundleFinding, Manifest
from app.settings import Settings
from services.evidence.check import BundleVerdict, check_bundle
from services.evidence.station_key import known_public_key, parsed_public_key, read_public_key

UNKNOWN_KEY = 3
_SHOWN_AT_MOST = 120

_SENTENCES = {
    BundleFault.NOT_A_BUNDLE: "It is no evidence bundle, or was changed: {where}.",
    BundleFault.TOO_LARGE: "It is larger than any evidence bundle.",
    BundleFault.MEMBER_NAME: "It holds “{where}”, which no evidence bundle does.",
    BundleFault.MEMBER_TWICE: "It holds {where} twice.",
    BundleFault.MEMBER_MISSING: "{where} was taken out.",
    BundleFault.MEMBER_EXTRA: "{where} was put in by somebody else.",
    BundleFault.MEMBER_ALTERED: "{where} is not what the station has put in.",
    BundleFault.MEMBER_UNREADABLE: "{where} is not as a station writes it.",
    BundleFault.SCHEMA_NEWER: "It was made by a newer version of the program: check it with that one.",
    BundleFault.SIGNATURE_WRONG: "The signature is not of this content.",
    BundleFault.OTHER_STATION: "It is of station “{where}”.",
    BundleFault.OTHER_SESSION: "It tells of “{where}” beside its own session.",
    BundleFault.LINE_ALTERED: "Line {where} of the audit was altered.",
    BundleFault.CHAIN_BROKEN: "The chain of the audit is broken at line {where}.",
    BundleFault.JOURNAL_BROKEN: "The entries of the journal do not follow one another.",
    BundleFault.ENTRY_MISSING: "The audit tells of entry {where}, which the journal lacks.",
    BundleFault.ENTRY_DISAGREES: "Entry {where} of the journal is not what the audit says.",
    BundleFault.TOLD_OTHERWISE: "What is told of the session is not what its journal says.",
    BundleFault.PICTURES_DISAGREE: "Picture {where} is not as the journal names it.",
}
_ABSENCES = {
    Absence.THINNED_OUT: "was thinned out to make room",
    Absence.NOT_THERE: "was not there any more",
    Absence.ALTERED: "was no longer what had been kept",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", type=Path, metavar="BUNDLE")
    parser.add_argument(
        "--key", action="append", default=[], metavar="FILE|BASE64",
        help="a public key to trust, beside this machine's own; may be given many times",
    )  # fmt: skip
    parser.add_argument("--station", default="", metavar="ID", help="the station that it should be of")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1 for a bundle that does not hold, ``UNKNOWN_KEY`` for a whole one of somebody unknown.
    FILE_UNREADABLE: the bundle or a key."""
    own = known_public_key(settings.data_path)
    verdict = check_bundle(args.bundle, {*map(_key, args.key), *filter(None, [own])}, args.station)
    print("\n".join(lines(args.bundle, verdict)))
    if not verdict.whole:
        return 1
    return 0 if verdict.good else UNKNOWN_KEY


def lines(path: Path, verdict: BundleVerdict) -> Iterator[str]:
    """A first one that sums up, then one for each thing to know."""
    if not verdict.whole or verdict.manifest is None or verdict.session is None:
        yield f"{path}: DO NOT RELY ON IT"
        yield from (f"  {_sentence(finding)}" for finding in verdict.findings)
        return
    known = "signed by a key that is trusted" if verdict.good else "but signed by a key that is not known here"
    yield f"{path}: whole, {known}"
    yield from _facts(verdict.manifest, verdict)
    if verdict.older_entries:
        count = verdict.older_entries
        yield f"  {count} entries are older than the audit: the signature alone vouches for them"
    for each in verdict.manifest.missing:
        yield f"  picture {_plain(each.picture_id)} (SHA-256 {_plain(each.sha256)}) {_ABSENCES[each.why]}"


def _facts(manifest: Manifest, verdict: BundleVerdict) -> Iterator[str]:
    session = verdict.session
    assert session is not None  # of a whole one
    yield f"  station   {_plain(manifest.station_id)}, key {_plain(manifest.public_key)}"
    yield f"  session   {_plain(manifest.session_id)}, DN {_plain(session.dn)}, {_plain(session.state)}"
    yield f"  packed    {_plain(manifest.made_at)}, {len(session.journal)} entries"


def _sentence(finding: BundleFinding) -> str:
    return _SENTENCES[finding.fault].format(where=_plain(finding.where))


def _plain(text: str) -> str:
    """What somebody else has written, so that it cannot play tricks on a terminal."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return shown if len(shown) <= _SHOWN_AT_MOST else f"{shown[: _SHOWN_AT_MOST - 1]}…"


def _key(text: str) -> str:
    try:
        return parsed_public_key(text)
    except ValueError:
        return read_public_key(Path(text))
