"""Releases from a repository of The Update Framework, by python-tuf's own client."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tuf.api import exceptions as tuf
from tuf.api.metadata import TargetFile
from tuf.ngclient import Updater, UpdaterConfig

from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_update import Release, UpdateRefusal
from services.storage.folders import make_folder
from services.updates.fetcher import BoundedFetcher
from services.updates.layout import INDEX_BYTES, METADATA, RELEASE_BYTES, TARGETS, index_path, read_index, target_path

log = logging.getLogger(__name__)

_ROOT_BYTES = 512_000

_REFUSALS: tuple[tuple[type[Exception], UpdateRefusal], ...] = (
    (tuf.LengthOrHashMismatchError, UpdateRefusal.TAMPERED),
    (tuf.DownloadLengthMismatchError, UpdateRefusal.TAMPERED),
    (tuf.UnsignedMetadataError, UpdateRefusal.UNSIGNED),
    (tuf.BadVersionNumberError, UpdateRefusal.REPLAYED),
    (tuf.RepositoryError, UpdateRefusal.MALFORMED),
)
"""The most specific first."""


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """``timeout_s``: of a connection, of each read, and of each file of metadata as a whole. ``model_s``: of one file
    of a model."""

    timeout_s: float = 10.0
    model_s: float = 3600.0


class TufReleases:
    """Implements ModelReleases. ``source`` is an http(s) address or a folder; ``root`` the file of the root that is
    trusted, as it was handed over; ``trust`` the folder in which is kept what was seen last: without it, an old state
    of the repository could be served as if it were new.

    Nothing is decided here about signatures, versions or expiry: all of it is ngclient's.
    """

    def __init__(
        self,
        source: str,
        root: Path,
        trust: Path,
        limits: SourceLimits = SourceLimits(),
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._source, self._root, self._trust = source, root, trust
        self._base = _address(source)
        self._fetcher = BoundedFetcher(
            f"{self._base}{TARGETS}/", timeout_s=limits.timeout_s, model_s=limits.model_s, stopping=stopping
        )
        self._updater: Updater | None = None

    def newest(self, name: str) -> Release | None:
        """A fresh look: root, timestamp, snapshot and targets in TUF's order."""
        root = _read_root(self._root)
        self._updater = None
        try:
            make_folder(self._trust)
            updater = Updater(
                str(self._trust),
                f"{self._base}{METADATA}/",
                target_base_url=f"{self._base}{TARGETS}/",
                fetcher=self._fetcher,
                config=UpdaterConfig(max_root_rotations=64),
                bootstrap=root,
            )
            updater.refresh()
            found = updater.get_targetinfo(index_path(name))
            release = None if found is None else self._index(updater, name, found)
        except (tuf.RepositoryError, tuf.DownloadError, OSError) as error:
            raise self._translated(error) from error
        self._updater = updater
        return release

    def fetch(self, release: Release, folder: Path) -> None:
        assert self._updater is not None, "newest() comes first"
        try:
            targets = [self._target(self._updater, target_path(release, file)) for file in release.files]
            if sum(each.length for each in targets) > RELEASE_BYTES:
                raise _refused(UpdateRefusal.MALFORMED, f"it is larger than {RELEASE_BYTES // 2**20} MiB")
            make_folder(folder)
            for file, target in zip(release.files, targets, strict=True):
                path = str(folder / file)
                if self._updater.find_cached_target(target, path) is None:
                    self._updater.download_target(target, path)
        except (tuf.RepositoryError, tuf.DownloadError, OSError) as error:
            raise self._translated(error) from error

    def _index(self, updater: Updater, name: str, target: TargetFile) -> Release:
        if target.length > INDEX_BYTES:
            raise _refused(UpdateRefusal.MALFORMED, "its index is too long")
        file = Path(updater.download_target(target, str(self._trust / "index.json")))
        try:
            return read_index(name, file.read_bytes())
        except ValueError as error:
            raise _refused(UpdateRefusal.MALFORMED, str(error)) from error

    def _target(self, updater: Updater, path: str) -> TargetFile:
        found = updater.get_targetinfo(path)
        if found is None:
            raise _refused(UpdateRefusal.MALFORMED, f"{path} is not among what is signed")
        return found

    def _translated(self, error: Exception) -> OperationalError:
        """The most specific first; what is no word of the repository's is the way to it, or our own disk."""
        if isinstance(error, tuf.ExpiredMetadataError):
            return OperationalError(ErrorCode.UPDATE_EXPIRED, source=self._source, problem=str(error))
        for kind, reason in _REFUSALS:
            if isinstance(error, kind):
                return _refused(reason, str(error))
        if isinstance(error, tuf.DownloadError):
            return OperationalError(ErrorCode.UPDATE_UNREACHABLE, source=self._source, problem=str(error))
        strerror = error.strerror if isinstance(error, OSError) else None
        return OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(self._trust), problem=strerror or str(error))


def _read_root(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(_ROOT_BYTES + 1)
    except OSError as error:
        problem = error.strerror or str(error)
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
    if len(data) > _ROOT_BYTES:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem="it is too long for a trusted root")
    return data


def _address(source: str) -> str:
    """With a slash at its end."""
    scheme = urlsplit(source).scheme
    address = source if scheme in {"http", "https", "file"} else Path(source).resolve().as_uri()
    return address if address.endswith("/") else f"{address}/"


def _refused(reason: UpdateRefusal, detail: str) -> OperationalError:
    return OperationalError(ErrorCode.UPDATE_REFUSED, reason=reason, detail=detail)
