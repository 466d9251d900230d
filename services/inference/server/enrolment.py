"""Letting a station in, and out again. Blocks; for the command line."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import ErrorCode, OperationalError
from services.inference.server.access import EnrolledStation, new_token, read_access, write_access, write_secret

if TYPE_CHECKING:
    from services.inference.server.certificates import Authority


def enroll_with_token(access_file: Path, station: str, out: Path | None, now: datetime) -> str:
    """The token, which is kept nowhere but in ``out``. FILE_UNREADABLE."""
    token = new_token()
    book = read_access(access_file).enrolled(station, token=token, certificate_sha256=None, now=now)
    if out:
        _write({out: f"{token}\n".encode()})
    write_access(access_file, book)
    return token


def enroll_with_certificate(access_file: Path, station: str, out: Path, now: datetime) -> None:
    """ca.crt, station.crt and station.key in the folder ``out``. EXTRA_MISSING, FILE_UNREADABLE."""
    authority = _authority(access_file, now)
    issued = authority.for_station(station, now)
    book = read_access(access_file).enrolled(station, token=None, certificate_sha256=issued.sha256, now=now)
    _write({
        out / "ca.crt": authority.pem,
        out / "station.crt": issued.certificate,
        out / "station.key": issued.key,
    })  # fmt: skip
    write_access(access_file, book)


def issue_server_certificate(access_file: Path, names: Sequence[str], out: Path, now: datetime) -> None:
    """ca.crt, server.crt and server.key in the folder ``out``. EXTRA_MISSING, FILE_UNREADABLE."""
    authority = _authority(access_file, now)
    issued = authority.for_server(names, now)
    _write({
        out / "ca.crt": authority.pem,
        out / "server.crt": issued.certificate,
        out / "server.key": issued.key,
    })  # fmt: skip


def revoke(access_file: Path, station: str, now: datetime) -> None:
    """STATION_UNKNOWN, FILE_UNREADABLE."""
    write_access(access_file, read_access(access_file).revoked(station, now))


def stations(access_file: Path) -> Mapping[str, EnrolledStation]:
    """FILE_UNREADABLE."""
    return read_access(access_file).stations


def _authority(access_file: Path, now: datetime) -> "Authority":
    """The plant's own, beside the access file."""
    try:
        from services.inference.server.certificates import Authority
    except ModuleNotFoundError as error:
        raise OperationalError(ErrorCode.EXTRA_MISSING, feature="Issuing a certificate", extra="server") from error
    return Authority.at(access_file.parent, now)


def _write(files: Mapping[Path, bytes]) -> None:
    for path, data in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_secret(path, data)
        except OSError as error:
            problem = error.strerror or str(error)
            raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
