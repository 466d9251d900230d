"""The station's key: it signs what the station gives out of its hands, and never leaves the machine (Ed25519).

It is kept in the operating system's keyring; on a machine without one in the data folder, for its owner alone. The
public half lies beside the record either way.
"""

import base64
import binascii
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from filelock import FileLock

from app.domain.errors import ErrorCode, OperationalError
from services.exports.whole_file import unwritable, whole_file
from services.secrets.keyring import store_secret, stored_secret
from services.storage.folders import make_folder, sync_folder

PUBLIC_NAME, PRIVATE_NAME = "station-key.pub", "station-key.private"
KEY_BYTES = 32


class KeptIn(StrEnum):
    KEYRING = "keyring"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a station's key is: ``keyring`` is the entry's name in the keyring, ``folder`` the data folder."""

    folder: Path
    keyring: str
    station_id: str

    @property
    def user(self) -> str:
        return f"station-key {self.station_id}"


class StationKey:
    """Any thread."""

    def __init__(self, seed: bytes, kept_in: KeptIn) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.kept_in = kept_in

    @property
    def public_key(self) -> str:
        """Base64 of its 32 bytes."""
        return _text(self._private.public_key().public_bytes_raw())

    def sign(self, data: bytes) -> bytes:
        """64 bytes."""
        return self._private.sign(data)


def station_key(place: KeyPlace) -> StationKey:
    """The key, made at its first use. Rule EK1: it is made once; where its public half is known and it cannot be read
    there is trouble, and never another key in silence. Blocking (keyring, disk). Raises OperationalError:
    FILE_UNREADABLE, FILE_UNWRITABLE."""
    with _alone(place.folder):
        found = _stored(place)
        known = known_public_key(place.folder)
        if known and (found is None or found.public_key != known):
            raise _unreadable(place.folder / PUBLIC_NAME, "the private half of this key is not on this machine")
        key = found or _made(place)
        if not known:
            _write_public(place.folder / PUBLIC_NAME, key.public_key)
        return key


def public_key(place: KeyPlace) -> str:
    """Of :func:`station_key`, which it makes where there is none. Raises as it."""
    return station_key(place).public_key


def known_public_key(folder: Path) -> str:
    """This machine's public key; "" before the first use of the key. Raises OperationalError(FILE_UNREADABLE)."""
    path = folder / PUBLIC_NAME
    return read_public_key(path) if path.exists() else ""


def read_public_key(path: Path) -> str:
    """Of a file that holds one. Raises OperationalError(FILE_UNREADABLE)."""
    try:
        text = path.read_bytes()[:200].decode("ascii").strip()
        return parsed_public_key(text)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except ValueError as error:
        raise _unreadable(path, "there is no public key in it") from error


def parsed_public_key(text: str) -> str:
    """The same in its one spelling. ValueError: it is no base64 of 32 bytes."""
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("it is no base64") from error
    if len(raw) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(raw)}")
    return _text(raw)


def signed_by(public: str, signature: bytes, data: bytes) -> bool:
    """False also for what is no key or no signature."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(parsed_public_key(public))).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _stored(place: KeyPlace) -> StationKey | None:
    path = place.folder / PRIVATE_NAME
    if path.exists():
        try:
            return _of_text(path.read_text(encoding="ascii"), KeptIn.FILE)
        except OSError as error:
            raise _unreadable(path, error.strerror or str(error)) from error
        except ValueError as error:
            raise _unreadable(path, "there is no key in it") from error
    try:
        text = stored_secret(place.keyring, place.user)
        return _of_text(text, KeptIn.KEYRING) if text else None
    except ValueError as error:
        raise _unreadable(Path("The keyring"), f"what it has for “{place.user}” is no key") from error
    except OperationalError:
        if known_public_key(place.folder):
            raise
        return None  # no keyring here, and no key was ever made


def _made(place: KeyPlace) -> StationKey:
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    try:
        store_secret(place.keyring, place.user, _text(seed))
        if stored_secret(place.keyring, place.user) == _text(seed):  # some backends take anything and keep nothing
            return StationKey(seed, KeptIn.KEYRING)
    except OperationalError:
        pass  # this machine has no keyring
    _write_private(place.folder / PRIVATE_NAME, _text(seed))
    return StationKey(seed, KeptIn.FILE)


def _of_text(text: str, kept_in: KeptIn) -> StationKey:
    return StationKey(base64.b64decode(parsed_public_key(text.strip())), kept_in)


def _write_private(path: Path, text: str) -> None:
    """For its owner alone from its first byte on."""
    part = path.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(f"{text}\n")
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def _write_public(path: Path, text: str) -> None:
    with whole_file(path) as part:
        part.write_text(f"{text}\n", encoding="ascii")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Of two programs that use the key for the first time one makes it."""
    try:
        make_folder(folder)
        lock = FileLock(folder / "station-key.lock")
        lock.acquire(timeout=30)
    except OSError as error:  # a Timeout too
        raise unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _unreadable(path: Path, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem)
