"""Who may connect: stations with a token or a certificate, in one file that holds no secret."""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.errors import ErrorCode, OperationalError

TOKEN_BYTES = 32


class EnrolledStation(BaseModel):
    """One station of the file: digests only, hexadecimal SHA-256. Times are UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    token_sha256: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")
    certificate_sha256: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")
    enrolled_at: datetime
    revoked_at: datetime | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    version: int = Field(1, ge=1, le=1)
    stations: dict[str, EnrolledStation] = {}


@dataclass(frozen=True, slots=True)
class AccessBook:
    """The file's content. Tokens are 256 random bits, so that a plain digest is enough to keep them."""

    stations: Mapping[str, EnrolledStation] = field(default_factory=dict)

    def station_of_token(self, token: str) -> str | None:
        """Who may connect with ``token``; None: nobody."""
        digest = digest_of(token)
        for name, station in self.stations.items():
            if station.token_sha256 and hmac.compare_digest(station.token_sha256, digest):
                return None if station.revoked_at else name
        return None

    def may_use_certificate(self, name: str, digest: str) -> bool:
        """A station enrolled without a certificate of its own may come with any that its authority has signed."""
        station = self.stations.get(name)
        if station is None or station.revoked_at:
            return False
        return station.certificate_sha256 in (None, digest)

    def enrolled(self, name: str, *, token: str | None, certificate_sha256: str | None, now: datetime) -> "AccessBook":
        """With a new credential for ``name``; what it had before counts no more."""
        fresh = EnrolledStation(
            token_sha256=digest_of(token) if token else None,
            certificate_sha256=certificate_sha256,
            enrolled_at=now,
        )
        return replace(self, stations={**self.stations, name: fresh})

    def revoked(self, name: str, now: datetime) -> "AccessBook":
        """STATION_UNKNOWN."""
        if name not in self.stations:
            raise OperationalError(ErrorCode.STATION_UNKNOWN, station=name)
        gone = self.stations[name].model_copy(update={"revoked_at": now})
        return replace(self, stations={**self.stations, name: gone})

    @property
    def may_connect(self) -> int:
        return sum(station.revoked_at is None for station in self.stations.values())


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def read_access(path: Path) -> AccessBook:
    """A missing file is an empty one: nobody may connect. FILE_UNREADABLE."""
    try:
        file = _File.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return AccessBook()
    except ValidationError as error:
        first = error.errors()[0]
        raise _unusable(path, f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()) from error
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    return AccessBook(file.stations)


def write_access(path: Path, book: AccessBook) -> None:
    """Whole or not at all; only its owner may read it. FILE_UNREADABLE."""
    content: dict[str, Any] = _File(stations=dict(book.stations)).model_dump(mode="json", exclude_none=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_secret(path.with_name(f"{path.name}.new"), json.dumps(content, indent=2).encode() + b"\n")
        path.with_name(f"{path.name}.new").replace(path)
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error


def write_secret(path: Path, data: bytes) -> None:
    """Replaces ``path``; readable by its owner only from the first byte on. OSError."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _unusable(path: Path, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem)
