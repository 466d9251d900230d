"""What a vendor does: begin, release a model, sign anew, change keys."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tuf.api.metadata import Root

from app.domain.detection import ModelIdentity
from app.domain.errors import OperationalError
from app.domain.model_update import Release
from app.domain.model_version import checked_identity, release_key
from services.updates.layout import CARD, RELEASE_BYTES, index_bytes, index_path, read_index, target_path
from services.updates.running import Load, proven_engine
from services.updates.vendor.keys import ROLES, KeyFolders, name_of, unusable
from services.updates.vendor.repository import VendorRepository, with_keys
from services.vision.model_card import read_card
from services.vision.model_file import read_model_file


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """How many keys a role has, and how many of them must sign."""

    root: tuple[int, int] = (3, 2)
    targets: tuple[int, int] = (1, 1)
    snapshot: tuple[int, int] = (1, 1)
    timestamp: tuple[int, int] = (1, 1)

    def of(self, role: str) -> tuple[int, int]:
        plan: tuple[int, int] = getattr(self, role)
        return plan


def begin(repository: VendorRepository, keys: KeyFolders, root_folder: Path, folder: Path, plan: KeyPlan) -> None:
    """Make all keys and an empty repository. RELEASE_UNUSABLE: there are keys, or a repository, already."""
    if repository.versions("root"):
        raise unusable(f"{repository.folder} holds a repository already")
    if any(keys.paths(role) for role in ROLES):
        raise unusable("there are keys already")
    root = Root(consistent_snapshot=True)
    for role in ROLES:
        count, threshold = plan.of(role)
        made = keys.make(root_folder if role == "root" else folder, role, range(1, count + 1))
        with_keys(root, role, [each.public_key for each in made], threshold)
    repository.begin(root)


def release_model(repository: VendorRepository, folder: Path, program: str, load: Load) -> Release:
    """Prove the model here, and sign it as the newest of its name. RELEASE_UNUSABLE, MODEL_…: nothing was changed."""
    release, files = _read_release(folder, program)
    offered = offered_release(repository, release.model.name)
    if offered and release_key(release.model.version) <= release_key(offered.model.version):
        raise unusable(f"version {offered.model.version} of {release.model.name} is released; give it a higher one")
    proven_engine(folder, load)
    kept = {
        path: target
        for path, target in repository.targets.targets.items()
        if path != index_path(release.model.name) and not path.startswith(f"{release.model.name}/")
    }
    for file in files:
        path = target_path(release, file.name)
        kept[path] = repository.add_file(path, file.read_bytes())
    path = index_path(release.model.name)
    kept[path] = repository.add_file(path, index_bytes(release))
    repository.write_targets(kept)
    return release


def offered_release(repository: VendorRepository, name: str) -> Release | None:
    if index_path(name) not in repository.targets.targets:
        return None
    return read_index(name, repository.target_file(index_path(name)).read_bytes())


def offered_releases(repository: VendorRepository) -> list[Release]:
    names = (path.removesuffix(".json") for path in repository.targets.targets if "/" not in path)
    return [each for name in sorted(names) if (each := offered_release(repository, name)) is not None]


def renew(repository: VendorRepository, role: str) -> None:
    """Sign anew what would expire: ``timestamp`` with the snapshot, ``targets`` with both, or ``root``."""
    match role:
        case "timestamp":
            repository.write_snapshot()
        case "targets":
            repository.write_targets(repository.targets.targets)
        case "root":
            repository.write_root(copy.deepcopy(repository.root))
        case _:
            raise unusable(f"{role} is not renewed by itself")


def rotate(
    repository: VendorRepository, keys: KeyFolders, folder: Path, role: str, lost: int | None, threshold: int | None
) -> list[str]:
    """New keys for a role, in ``folder``; their names. ``lost``: only for the one with this number, which need not be
    there. The next root names them, signed as the one before demands. What the role signs is signed anew, by the old
    keys too where they are at hand, so that no client stumbles over the moment between."""
    before = repository.root
    names = {name_of(before.keys[each]): each for each in before.roles[role].keyids}
    missing = f"{role}-{lost}" if lost is not None else ""
    leaving = [missing] if missing else list(names)
    if missing and missing not in names:
        raise unusable(f"there is no key {missing}; there are {', '.join(sorted(names))}")
    old = keys.of(role, before, without=missing)
    first = max(map(_number, names), default=0) + 1
    made = keys.make(folder, role, range(first, first + len(leaving)))
    try:
        root = copy.deepcopy(before)
        staying = [before.keys[key] for name, key in names.items() if name not in leaving]
        with_keys(
            root, role, [*staying, *(each.public_key for each in made)], threshold or before.roles[role].threshold
        )
        repository.write_root(root, also=old if role == "root" else ())
    except OperationalError:
        keys.discard(folder, made)
        raise
    if role != "root":
        repository.write_targets(repository.targets.targets, also=old)
    keys.retire(leaving)
    return [name_of(each.public_key) for each in made]


def _number(name: str) -> int:
    number = name.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def _read_release(folder: Path, program: str) -> tuple[Release, list[Path]]:
    card, file = read_card(folder / CARD), read_model_file(folder)
    if card is None or card.golden is None or not card.sha256:
        raise unusable(f"{folder} needs a {CARD} with a golden frame and the model's SHA-256")
    try:
        model: ModelIdentity = checked_identity(card.name, card.version)
        files = _files_of(folder, {CARD, file.path.name, card.golden.frame})
        release = Release(model, program, tuple(each.name for each in files))
        index_bytes(release)
    except ValueError as error:
        raise unusable(str(error)) from error
    if sum(each.stat().st_size for each in files) > RELEASE_BYTES:
        raise unusable(f"{folder} is larger than {RELEASE_BYTES // 2**20} MiB")
    return release, files


def _files_of(folder: Path, needed: Iterable[str]) -> list[Path]:
    """The model, its card, its frame, and lists of names beside it."""
    names = {*needed, *(each.name for each in folder.glob("*.txt"))}
    return sorted(folder / name for name in names)
