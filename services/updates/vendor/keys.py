"""The vendor's keys: Ed25519, each in a PEM file (PKCS #8) that a passphrase encrypts.

``ROLE-N.pem``. Those of the root belong on media of their own, away from any network; the others are needed for each
release, those of snapshot and timestamp every few days.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner, Key
from tuf.api.metadata import Root

from app.domain.errors import ErrorCode, OperationalError
from services.storage.folders import make_folder, sync_folder

ROLES = ("root", "targets", "snapshot", "timestamp")
LEAST_PASSPHRASE = 12
_RETIRED = "retired"
_NAME_FIELD = "x-countersign-name"

Passphrase = Callable[[Path], str]
"""Of a key's file; asked for once for each."""


class KeyFolders:
    """Some folders with keys, as they were given: at hand are those of all of them."""

    def __init__(self, folders: Sequence[Path], passphrase: Passphrase) -> None:
        self._folders, self._passphrase = tuple(folders), passphrase
        self._open: dict[Path, CryptoSigner] = {}

    def signers(self, role: str) -> list[CryptoSigner]:
        """Those of this role that are at hand. RELEASE_UNUSABLE: one does not open with its passphrase."""
        return [self._opened(path) for path in self.paths(role)]

    def of(self, role: str, root: Root, without: str = "") -> list[CryptoSigner]:
        """Those of them that ``root`` lets sign; no other one is even opened, nor the one named ``without``."""
        allowed = {key_id: name_of(root.keys[key_id]) for key_id in root.roles[role].keyids}
        named = set(allowed.values()) - {without}
        opened = [self._opened(path) for path in self.paths(role) if path.stem in named]
        return [each for each in opened if each.public_key.keyid in allowed]

    def paths(self, role: str) -> list[Path]:
        return sorted(path for folder in self._folders for path in folder.glob(f"{role}-*.pem"))

    def make(self, folder: Path, role: str, numbers: Iterable[int]) -> list[CryptoSigner]:
        """New keys, each durably written before it is used."""
        return [self._made(folder / f"{role}-{number}.pem") for number in numbers]

    def discard(self, folder: Path, made: Iterable[CryptoSigner]) -> None:
        """Keys that nobody was told of."""
        for signer in made:
            (folder / f"{name_of(signer.public_key)}.pem").unlink(missing_ok=True)

    def retire(self, names: Iterable[str]) -> None:
        """Out of the way: they sign nothing more, and are kept to be looked at."""
        for path in [path for name in names for folder in self._folders for path in folder.glob(f"{name}.pem")]:
            folder = path.parent / _RETIRED
            try:
                make_folder(folder)
                path.rename(folder / path.name)
                sync_folder(path.parent)
            except OSError as error:
                raise _unwritable(path, error) from error
            self._open.pop(path, None)

    def _opened(self, path: Path) -> CryptoSigner:
        if path not in self._open:
            self._open[path] = _read(path, self._passphrase(path))
        return self._open[path]

    def _made(self, path: Path) -> CryptoSigner:
        if path.exists():
            raise unusable(f"there is a key {path} already")
        private = Ed25519PrivateKey.generate()
        _write(path, private, self._passphrase(path))
        self._open[path] = _named(CryptoSigner(private), path.stem)
        return self._open[path]


def unusable(problem: str) -> OperationalError:
    return OperationalError(ErrorCode.RELEASE_UNUSABLE, problem=problem)


def name_of(key: Key) -> str:
    """``ROLE-N``."""
    return str(key.unrecognized_fields.get(_NAME_FIELD, key.keyid[:12]))


def _read(path: Path, passphrase: str) -> CryptoSigner:
    try:
        private = load_pem_private_key(path.read_bytes(), passphrase.encode() or None)
    except OSError as error:
        problem = error.strerror or str(error)
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
    except (ValueError, TypeError) as error:
        raise unusable(f"{path} does not open with this passphrase, or is no key") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise unusable(f"{path} is no Ed25519 key")
    return _named(CryptoSigner(private), path.stem)


def _named(signer: CryptoSigner, name: str) -> CryptoSigner:
    """The root tells the keys' names with them, so that it can be said which one is lost."""
    signer.public_key.unrecognized_fields[_NAME_FIELD] = name
    return signer


def _write(path: Path, private: Ed25519PrivateKey, passphrase: str) -> None:
    """For its owner alone from its first byte on."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise unusable(f"a passphrase has {LEAST_PASSPHRASE} characters or more")
    data = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    try:
        make_folder(path.parent)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem=error.strerror or str(error))
