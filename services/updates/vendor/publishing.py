"""From the vendor's repository to where stations look: a folder that is shared, or that a web server serves."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata

from app.domain.errors import ErrorCode, OperationalError
from services.exports.whole_file import whole_file
from services.storage.folders import make_folder
from services.updates.layout import METADATA, TARGETS
from services.updates.vendor.keys import unusable

_TIMESTAMP = "timestamp.json"


def publish(repository: Path, to: Path, passing: Callable[[str], None] = lambda _: None) -> list[str]:
    """Copy what is new; the names of it. Each file appears whole, and none before those it refers to: files of models,
    targets, snapshots, then the timestamp, which makes clients see them, at last the roots. (A new root may take the
    right to sign from the keys of an older timestamp, never from those of the new one, which both keys have signed.)

    ``passing`` is told each name before it is copied. RELEASE_UNUSABLE: what lies there is newer, or another
    repository.
    """
    if not (repository / METADATA / _TIMESTAMP).exists():
        raise unusable(f"{repository} is no repository; make one with countersign release init")
    _refuse_newer(repository, to)
    copied = []
    for name in _in_order(repository):
        source, place = repository / name, to / name
        if place.exists() and _same(source, place, whole=name.startswith(METADATA)):
            continue
        if place.exists() and name != f"{METADATA}/{_TIMESTAMP}" and name.startswith(METADATA):
            raise unusable(f"{place} is of another repository, or was changed")
        passing(name)
        _copy(source, place)
        copied.append(name)
    return copied


def _in_order(repository: Path) -> Iterator[str]:
    metadata = repository / METADATA
    yield from (
        str(each.relative_to(repository).as_posix())
        for each in sorted((repository / TARGETS).rglob("*"))
        if each.is_file()
    )
    for role in ("targets", "snapshot"):
        yield from (f"{METADATA}/{each.name}" for each in sorted(metadata.glob(f"*.{role}.json"), key=_number))
    yield f"{METADATA}/{_TIMESTAMP}"
    yield from (f"{METADATA}/{each.name}" for each in sorted(metadata.glob("*.root.json"), key=_number))


def _number(path: Path) -> int:
    return int(path.name.partition(".")[0])


def _refuse_newer(repository: Path, to: Path) -> None:
    ours, theirs = _version(repository), _version(to)
    if theirs > ours:
        raise unusable(f"what lies in {to} is newer (timestamp {theirs}, here {ours})")


def _version(folder: Path) -> int:
    """0: there is no timestamp."""
    path = folder / METADATA / _TIMESTAMP
    try:
        return int(Metadata.from_bytes(path.read_bytes()).signed.version)
    except FileNotFoundError:
        return 0
    except (OSError, RepositoryError) as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem="it is no timestamp") from error


def _same(source: Path, place: Path, *, whole: bool) -> bool:
    """Files of models have their hash in their names; a copy that broke off never got its name."""
    if source.stat().st_size != place.stat().st_size:
        return False
    return not whole or source.read_bytes() == place.read_bytes()


def _copy(source: Path, place: Path) -> None:
    try:
        make_folder(place.parent)
    except OSError as error:
        problem = error.strerror or str(error)
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(place.parent), problem=problem) from error
    with whole_file(place) as part:
        shutil.copyfile(source, part)
