"""The vendor's repository on a disk: the signed roles in ``metadata/``, the files of models in ``targets/``.

Every act reads the newest roles, makes their successors, and writes those that others refer to first; the timestamp
comes last, so that an act which breaks off has changed nothing that a client sees.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from securesystemslib.signer import CryptoSigner, Key
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from app.domain.errors import ErrorCode, OperationalError
from services.exports.whole_file import whole_file
from services.storage.folders import make_folder
from services.updates.layout import METADATA, TARGETS
from services.updates.vendor.keys import ROLES, KeyFolders, name_of, unusable

Role = TypeVar("Role", Root, Targets, Snapshot, Timestamp)
_VERSIONED = re.compile(r"([0-9]{1,9})\.([a-z]+)\.json")


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Days for which what is signed holds. A client whose last look is older than the timestamp's takes no update; it
    works on."""

    root: int = 365
    targets: int = 90
    snapshot: int = 7
    timestamp: int = 7

    def end(self, role: str, now: datetime) -> datetime:
        days: int = getattr(self, role)
        return (now + timedelta(days=days)).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class RoleStatus:
    """``days_left`` is negative once it has expired; ``keys``, by their names, may sign, ``threshold`` of them must."""

    role: str
    version: int
    expires: datetime
    days_left: float
    threshold: int
    keys: tuple[str, ...]


class VendorRepository:
    """``now`` is the time of the act; one process at a time."""

    def __init__(self, folder: Path, keys: KeyFolders, now: datetime, lifetimes: Lifetimes) -> None:
        self.folder, self._keys, self._now, self._lifetimes = folder, keys, now, lifetimes

    # -- reading ----------------------------------------------------------------------------------------------------

    @property
    def root(self) -> Root:
        return self._newest("root", Root).signed

    @property
    def targets(self) -> Targets:
        return self._newest("targets", Targets).signed

    def status(self) -> list[RoleStatus]:
        root, found = self.root, []
        for name in ROLES:
            signed = self._signed_part(name)
            role = root.roles[name]
            names = tuple(sorted(name_of(root.keys[each]) for each in role.keyids))
            left = (signed.expires - self._now) / timedelta(days=1)
            found.append(RoleStatus(name, signed.version, signed.expires, left, role.threshold, names))
        return found

    def _signed_part(self, role: str) -> Root | Targets | Snapshot | Timestamp:
        match role:
            case "root":
                return self.root
            case "targets":
                return self.targets
            case "snapshot":
                return self._newest(role, Snapshot).signed
            case _:
                return self._newest(role, Timestamp).signed

    def versions(self, role: str) -> list[int]:
        names = (_VERSIONED.fullmatch(each.name) for each in (self.folder / METADATA).glob(f"*.{role}.json"))
        return sorted(int(match[1]) for match in names if match)

    # -- acts -------------------------------------------------------------------------------------------------------

    def begin(self, root: Root) -> None:
        """The first version of everything, with nothing in it."""
        if self.versions("root"):
            raise unusable(f"{self.folder} holds a repository already")
        root.version, root.expires = 1, self._lifetimes.end("root", self._now)
        self._signed("root", Metadata(root), root)
        self.write_targets({})

    def write_targets(self, files: Mapping[str, TargetFile], *, also: Sequence[CryptoSigner] = ()) -> None:
        """A new version of targets with these files, and of what refers to it. ``also``: keys that sign beside those
        of the role, for clients that do not know the new ones yet."""
        known = self.versions("targets")
        targets = self.targets if known else Targets()
        targets.targets = dict(files)
        self._renewed("targets", targets, known, also)
        self.write_snapshot(also=also)

    def write_snapshot(self, *, also: Sequence[CryptoSigner] = ()) -> None:
        """A new version of snapshot and timestamp; with the same targets their lives begin anew."""
        known = self.versions("snapshot")
        snapshot = self._newest("snapshot", Snapshot).signed if known else Snapshot()
        snapshot.meta["targets.json"] = MetaFile(self.versions("targets")[-1])
        self._renewed("snapshot", snapshot, known, also)
        before = self.folder / METADATA / "timestamp.json"
        timestamp = self._newest("timestamp", Timestamp).signed if before.exists() else Timestamp()
        timestamp.snapshot_meta = MetaFile(snapshot.version)
        self._renewed("timestamp", timestamp, [timestamp.version] if before.exists() else [], also)

    def write_root(self, root: Root, *, also: Sequence[CryptoSigner] = ()) -> None:
        """The next root: signed by enough keys of the one before, and by enough of its own."""
        previous = self.root
        root.version, root.expires = previous.version + 1, self._lifetimes.end("root", self._now)
        self._signed("root", Metadata(root), root, previous, also)

    def target_file(self, path: str) -> Path:
        """Where the bytes of a target lie that is signed."""
        target = self.targets.targets[path]
        (digest,) = target.hashes.values()
        folder, _, name = path.rpartition("/")
        return self.folder / TARGETS / folder / f"{digest}.{name}"

    def add_file(self, path: str, data: bytes) -> TargetFile:
        """Put the bytes where clients will look for them; nothing refers to them yet."""
        target = TargetFile.from_data(path, data, ["sha256"])
        folder, _, name = path.rpartition("/")
        place = self.folder / TARGETS / folder / f"{target.hashes['sha256']}.{name}"
        _write(place, data)
        return target

    # -- inside -----------------------------------------------------------------------------------------------------

    def _renewed(self, role: str, signed: Role, known: Sequence[int], also: Sequence[CryptoSigner]) -> None:
        signed.version = known[-1] + 1 if known else 1
        signed.expires = self._lifetimes.end(role, self._now)
        self._signed(role, Metadata(signed), self.root, also=also)

    def _signed(
        self,
        role: str,
        metadata: Metadata[Role],
        root: Root,
        previous: Root | None = None,
        also: Iterable[CryptoSigner] = (),
    ) -> None:
        """Sign with every key at hand that ``root`` names, look whether that is enough, for ``previous`` too, write."""
        signers = {each.public_key.keyid: each for each in (*self._keys.of(role, root), *also)}
        for signer in signers.values():
            metadata.sign(signer, append=True)
        for each in (root, *([previous] if previous else [])):
            try:
                each.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
            except RepositoryError as error:
                threshold = each.roles[role].threshold
                raise unusable(f"{threshold} of the keys of {role} must sign, and fewer are at hand") from error
        name = f"{role}.json" if role == "timestamp" else f"{metadata.signed.version}.{role}.json"
        _write(self.folder / METADATA / name, metadata.to_bytes())

    def _newest(self, role: str, kind: type[Role]) -> Metadata[Role]:
        versions = self.versions(role)
        if role != "timestamp" and not versions:
            raise unusable(f"{self.folder} is no repository; make one with countersign release init")
        name = "timestamp.json" if role == "timestamp" else f"{versions[-1]}.{role}.json"
        path = self.folder / METADATA / name
        try:
            metadata: Metadata[Role] = Metadata.from_bytes(path.read_bytes())
        except OSError as error:
            problem = error.strerror or str(error)
            raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
        except RepositoryError as error:
            raise unusable(f"{path} is damaged") from error
        if not isinstance(metadata.signed, kind):
            raise unusable(f"{path} is no {role}")
        return metadata


def with_keys(root: Root, role: str, keys: Iterable[Key], threshold: int) -> None:
    """Let these keys sign ``role``, and no others any more."""
    for key_id in list(root.roles[role].keyids):
        root.revoke_key(key_id, role)
    for key in keys:
        root.add_key(key, role)
    if not 0 < threshold <= len(root.roles[role].keyids):
        raise unusable(f"{threshold} keys of {role} are to sign, and there are {len(root.roles[role].keyids)}")
    root.roles[role].threshold = threshold


def _write(path: Path, data: bytes) -> None:
    try:
        make_folder(path.parent)
    except OSError as error:
        problem = error.strerror or str(error)
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path.parent), problem=problem) from error
    with whole_file(path) as part:
        part.write_bytes(data)
