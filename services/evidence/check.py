"""Whether an evidence bundle holds: by itself, without server or database."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.domain.bundle import (
    MANIFEST,
    SIGNATURE,
    AuditExtract,
    BundledSession,
    BundleFault,
    BundleFinding,
    Manifest,
    member_findings,
    member_of,
)
from app.domain.bundle_content import content_findings, entries_before_audit
from app.domain.errors import ErrorCode, OperationalError
from services.evidence.container import SIZE_AT_MOST, RefusedArchiveError, members_of
from services.evidence.documents import is_newer, name_of, read
from services.evidence.station_key import signed_by

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BundleVerdict:
    """``findings``: what is wrong, in the order in which it was looked for; none for a bundle that is whole.
    ``manifest``: None where it cannot be read. ``key_known``: it is signed by one of the keys that are trusted.
    ``older_entries``: how many entries of the journal are vouched for by the signature alone."""

    findings: tuple[BundleFinding, ...]
    manifest: Manifest | None = None
    session: BundledSession | None = None
    key_known: bool = False
    older_entries: int = 0

    @property
    def whole(self) -> bool:
        return not self.findings

    @property
    def good(self) -> bool:
        return self.whole and self.key_known


def check_bundle(path: Path, trusted: Collection[str], station_id: str = "") -> BundleVerdict:
    """``trusted``: public keys in base64; ``station_id``: the station it should be of, "" for any. Blocking: reads the
    file, at most ``SIZE_AT_MOST`` bytes of it. Raises OperationalError(FILE_UNREADABLE)."""
    try:
        with path.open("rb") as stream:
            data = stream.read(SIZE_AT_MOST + 1)
    except OSError as error:
        problem = error.strerror or str(error)
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
    return check_bytes(data, trusted, station_id)


def check_bytes(data: bytes, trusted: Collection[str], station_id: str = "") -> BundleVerdict:
    """Rule EB7: what is signed is looked into only when signature and hashes hold; what is found before that is told,
    and nothing behind it is believed."""
    try:
        members = members_of(data)
        manifest = _document(Manifest, members)
    except RefusedArchiveError as refused:
        return BundleVerdict((refused.finding,))
    found = [*_outer_findings(manifest, members, station_id)]
    known = manifest.public_key in trusted
    if found:
        return BundleVerdict(tuple(found), manifest)
    try:
        session, audit = _document(BundledSession, members), _document(AuditExtract, members)
    except RefusedArchiveError as refused:
        return BundleVerdict((refused.finding,), manifest)
    found = [*content_findings(manifest, session, audit)]
    return BundleVerdict(tuple(found), manifest, session, known, entries_before_audit(session, audit.lines))


def _outer_findings(manifest: Manifest, members: dict[str, bytes], station_id: str) -> list[BundleFinding]:
    found = []
    if not signed_by(manifest.public_key, members.get(SIGNATURE, b""), members[MANIFEST]):
        found.append(BundleFinding(BundleFault.SIGNATURE_WRONG))
    found += member_findings(manifest, {name: member_of(data) for name, data in members.items()})
    if station_id and manifest.station_id != station_id:
        found.append(BundleFinding(BundleFault.OTHER_STATION, manifest.station_id))
    return found


def _document(kind: type[T], members: dict[str, bytes]) -> T:
    name = name_of(kind)
    if name not in members:
        raise RefusedArchiveError(BundleFinding(BundleFault.MEMBER_MISSING, name))
    if name == MANIFEST and is_newer(members[name]):
        raise RefusedArchiveError(BundleFinding(BundleFault.SCHEMA_NEWER, name))
    try:
        return read(kind, members[name])
    except ValueError as error:
        raise RefusedArchiveError(BundleFinding(BundleFault.MEMBER_UNREADABLE, name)) from error
