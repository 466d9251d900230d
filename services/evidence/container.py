"""A bundle's archive: a ZIP whose every byte follows from its members, so that nothing can be hidden in it.

Members are stored, not compressed: pictures are JPEGs already, the result does not depend on any compressor's version,
and nothing can be larger than the file it came from.
"""

import io
import zipfile
from collections.abc import Mapping

from app.domain.bundle import BundleFault, BundleFinding, possible_name

SIZE_AT_MOST = 256 * 2**20
MEMBERS_AT_MOST = 5000
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16
_READING = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError)
"""What :mod:`zipfile` raises for an archive that is none, or that is more than ours are."""


class RefusedArchiveError(Exception):
    """It is no bundle's archive; ``finding`` says why."""

    def __init__(self, finding: BundleFinding) -> None:
        super().__init__(f"{finding.fault}: {finding.where}")
        self.finding = finding


def archive(members: Mapping[str, bytes]) -> bytes:
    """The same members give the same bytes, whenever and wherever."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(members):
            info = zipfile.ZipInfo(name)  # of 1980
            info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
            packed.writestr(info, members[name])
    return out.getvalue()


def members_of(data: bytes) -> dict[str, bytes]:
    """Rule EB1: what is not to the bit what a station writes is refused: other names, a name twice, compression, more
    than ``MEMBERS_AT_MOST`` members or ``SIZE_AT_MOST`` bytes, anything between or behind the members. Raises
    RefusedArchiveError."""
    if len(data) > SIZE_AT_MOST:
        raise RefusedArchiveError(BundleFinding(BundleFault.TOO_LARGE))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_names(packed.infolist(), len(data))
            members = {info.filename: packed.read(info) for info in packed.infolist()}
    except _READING as error:
        raise RefusedArchiveError(BundleFinding(BundleFault.NOT_A_BUNDLE, str(error))) from error
    if archive(members) != data:
        raise RefusedArchiveError(BundleFinding(BundleFault.NOT_A_BUNDLE, "it is not as a station writes it"))
    return members


def _check_names(infos: list[zipfile.ZipInfo], size: int) -> None:
    if len(infos) > MEMBERS_AT_MOST or sum(info.file_size for info in infos) > size:
        raise RefusedArchiveError(BundleFinding(BundleFault.TOO_LARGE))
    seen: set[str] = set()
    for info in infos:
        if not possible_name(info.filename):
            raise RefusedArchiveError(BundleFinding(BundleFault.MEMBER_NAME, info.filename))
        if info.filename in seen:
            raise RefusedArchiveError(BundleFinding(BundleFault.MEMBER_TWICE, info.filename))
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
            raise RefusedArchiveError(BundleFinding(BundleFault.NOT_A_BUNDLE, f"{info.filename} is compressed"))
        seen.add(info.filename)
