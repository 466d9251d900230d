"""What is really in a bundle: its modules and its files, and whose each of them is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from environment import Environment
from native import Libraries, is_shared

_OURS = ("app", "ui", "services", "resources", "licences")
_LOADER = ("pyimod", "pyi_rth_", "pyiboot", "_pyi_", "_sysconfigdata_")
_LIBRARY_ZIP = "base_library.zip"
_PYTHON = re.compile(r"libpython3.*|python3\d*\.dll", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """``packages``: by canonical name, the files of each on the disk; none where it is in the archive alone.
    ``libraries``: by name of the native library. ``python``: files of Python itself.
    ``strangers``: what nobody is known to own."""

    packages: dict[str, list[str]] = field(default_factory=dict)
    libraries: dict[str, list[str]] = field(default_factory=dict)
    python: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def internal_of(bundle: Path) -> Path:
    """Where PyInstaller has put everything but the programs."""
    inner = bundle / "_internal"
    return inner if inner.is_dir() else bundle


def files_of(bundle: Path) -> dict[str, Path]:
    """Every file below the internal folder, by its path there; a link is none, for what it leads to is there too."""
    inner = internal_of(bundle)
    found = (path for path in sorted(inner.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(inner).as_posix(): path for path in found}


def programs_of(bundle: Path) -> list[Path]:
    """Those that PyInstaller has made. ValueError: there is none."""
    from PyInstaller.archive.readers import ArchiveReadError, CArchiveReader

    def is_one(path: Path) -> bool:
        try:
            return bool(CArchiveReader(str(path)).toc)
        except ArchiveReadError:
            return False

    found = [path for path in sorted(bundle.iterdir()) if path.is_file() and is_one(path)]
    if not found:
        raise ValueError(f"{bundle} holds no program made by PyInstaller")
    return found


def modules_of(bundle: Path) -> set[str]:
    """Names of the modules in the programs' archives, and of those beside them in the library that starts first."""
    from PyInstaller.archive.readers import CArchiveReader

    names: set[str] = set()
    for program in programs_of(bundle):
        archive = CArchiveReader(str(program))
        for name, entry in archive.toc.items():
            if entry[-1] == "z":
                names |= set(archive.open_embedded_archive(name).toc)
    library = internal_of(bundle) / _LIBRARY_ZIP
    if library.is_file():
        with zipfile.ZipFile(library) as file:
            names |= {_module_of(name) for name in file.namelist()}
    return names


def _module_of(path: str) -> str:
    name = path.rsplit(".", 1)[0].rstrip("/").replace("/", ".")
    return name.removesuffix(".__init__")


def sort_out(modules: set[str], files: Mapping[str, Path], here: Environment, libraries: Libraries) -> Found:
    """Whose everything is. A file may belong to a package and be a library of others at once."""
    found = Found()
    for module in sorted(modules):
        _sort_module(module, here, found)
    for path, place in files.items():
        _sort_file(path, place, here, libraries, found)
    return found


def _sort_module(module: str, here: Environment, found: Found) -> None:
    owner = next((here.owners[path] for path in _paths_of(module) if path in here.owners), "")
    top = module.partition(".")[0]
    if owner:
        found.packages.setdefault(owner, [])
    elif top not in _OURS and top not in here.stdlib_names and not top.startswith(_LOADER) and not _empty(module, here):
        found.strangers.append(f"module {module}")


def _paths_of(module: str) -> Iterator[str]:
    path = module.replace(".", "/")
    yield from (f"{path}.py", f"{path}/__init__.py")


def _empty(module: str, here: Environment) -> bool:
    """A folder of several packages, which nobody has installed as a file."""
    start = module.replace(".", "/") + "/"
    return any(path.startswith(start) for path in here.owners)


def _sort_file(path: str, place: Path, here: Environment, libraries: Libraries, found: Found) -> None:
    if libraries.stands_in(path, place.stat().st_size):
        return
    owner = here.owners.get(path, "") or _by_metadata(path, here)
    library = libraries.of(path) if is_shared(path) else None
    if owner:
        found.packages.setdefault(owner, []).append(path)
    if library is not None:
        found.libraries.setdefault(library, []).append(path)
    if owner or library is not None:
        if library is None and is_shared(path) and libraries.must_be_known(path):
            found.strangers.append(path)
    elif _is_pythons(path, here):
        found.python.append(path)
    elif path.split("/")[0] not in _OURS and is_shared(path):
        found.strangers.append(f"{path} ({place.stat().st_size} bytes)")


def _by_metadata(path: str, here: Environment) -> str:
    """A file that an installer has written into a package's metadata, of which the package knows nothing."""
    folder = path.split("/")[0]
    if not folder.endswith(".dist-info"):
        return ""
    return here.owners.get(f"{folder}/METADATA", "")


def _is_pythons(path: str, here: Environment) -> bool:
    name = path.split("/")[-1]
    own = path == _LIBRARY_ZIP or "lib-dynload" in path.split("/") or _PYTHON.fullmatch(name) is not None
    return own or (is_shared(path) and name.partition(".")[0] in here.stdlib_names)
