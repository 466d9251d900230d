"""An evidence bundle: the file that one session fits into, and what can be wrong with it.

The journal is the source: whatever else is told of the session follows from it, its entries are those of the audit's
lines (:mod:`app.domain.bundle_content`), and the manifest, which the station signs, names every member by its hash.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.audit import Head

SCHEMA = 1
MANIFEST, SIGNATURE, SESSION, AUDIT = "manifest.json", "signature", "session.json", "audit.json"
_PICTURE = re.compile(r"pictures/([0-9a-f]{32})\.jpg")


class Absence(StrEnum):
    """Why a picture that the record names is not in the bundle."""

    THINNED_OUT = "thinned_out"
    NOT_THERE = "not_there"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Member:
    """Of the archive, by the SHA-256 (hexadecimal) and the number of its bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class MissingPicture:
    picture_id: str
    sha256: str
    why: Absence


@dataclass(frozen=True, slots=True)
class Manifest:
    """``public_key``: base64 of the station's 32 bytes (Ed25519). ``made_at`` is UTC, ISO 8601."""

    station_id: str
    session_id: str
    made_at: str
    public_key: str
    members: Mapping[str, Member]
    missing: tuple[MissingPicture, ...] = ()
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class BundledEntry:
    """An entry of the journal; ``payload`` is its text in the station's record, to the letter."""

    seq: int
    at: str
    by: str
    deed: str
    detail: str
    payload: str


@dataclass(frozen=True, slots=True)
class BundledSession:
    """``told``: what the journal says, for whoever reads the file; see
    :func:`app.domain.bundle_content.told`."""

    station_id: str
    session_id: str
    dn: str
    state: str
    opened_at: str
    journal: tuple[BundledEntry, ...]
    told: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BundledLine:
    """A line of the audit; ``body`` is its act as it was hashed, to the letter."""

    seq: int
    previous: str
    hash: str
    body: str


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the audit that is about something else, by its place in the chain alone."""

    seq: int
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditExtract:
    """The lines about the session; ``links``: those directly before and after one of them; ``head``: the whole chain's
    when the bundle was made."""

    lines: tuple[BundledLine, ...]
    links: tuple[Link, ...]
    head: Head | None


class BundleFault(StrEnum):
    """What is wrong with a bundle."""

    NOT_A_BUNDLE = "not_a_bundle"
    TOO_LARGE = "too_large"
    MEMBER_NAME = "member_name"
    MEMBER_TWICE = "member_twice"
    MEMBER_MISSING = "member_missing"
    MEMBER_EXTRA = "member_extra"
    MEMBER_ALTERED = "member_altered"
    MEMBER_UNREADABLE = "member_unreadable"
    SCHEMA_NEWER = "schema_newer"
    SIGNATURE_WRONG = "signature_wrong"
    OTHER_STATION = "other_station"
    OTHER_SESSION = "other_session"
    LINE_ALTERED = "line_altered"
    CHAIN_BROKEN = "chain_broken"
    JOURNAL_BROKEN = "journal_broken"
    ENTRY_MISSING = "entry_missing"
    ENTRY_DISAGREES = "entry_disagrees"
    TOLD_OTHERWISE = "told_otherwise"
    PICTURES_DISAGREE = "pictures_disagree"


@dataclass(frozen=True, slots=True)
class BundleFinding:
    """``where``: the member, or the number of the entry or line; whatever the bundle has written there."""

    fault: BundleFault
    where: str = ""


def picture_name(picture_id: str) -> str:
    return f"pictures/{picture_id}.jpg"


def possible_name(name: str) -> bool:
    """Rule EB1: a bundle holds its four files and pictures named by their ids; nothing that could be a path."""
    return name in {MANIFEST, SIGNATURE, SESSION, AUDIT} or bool(picture_of(name))


def picture_of(name: str) -> str:
    """The id of a picture by its member's name; "" for any other member."""
    found = _PICTURE.fullmatch(name)
    return found[1] if found else ""


def member_of(data: bytes) -> Member:
    return Member(hashlib.sha256(data).hexdigest(), len(data))


def member_findings(manifest: Manifest, members: Mapping[str, Member]) -> Iterator[BundleFinding]:
    """Rule EB2: what is there is what the manifest names, to the bit; nothing more and nothing less."""
    there = {name: member for name, member in members.items() if name not in {MANIFEST, SIGNATURE}}
    for name in sorted({SESSION, AUDIT, *manifest.members} - set(there)):
        yield BundleFinding(BundleFault.MEMBER_MISSING, name)
    for name in sorted(set(there) - set(manifest.members)):
        yield BundleFinding(BundleFault.MEMBER_EXTRA, name)
    for name in sorted(set(there) & set(manifest.members)):
        if there[name] != manifest.members[name]:
            yield BundleFinding(BundleFault.MEMBER_ALTERED, name)
