"""What a bundle needs of Debian: read from its own files, so that nothing is forgotten and nothing is guessed.

Names differ between releases: Debian 13 and Ubuntu 24.04 call some packages ``…t64``. Either will do.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_GLIBC = re.compile(rb"GLIBC_2\.(\d+)\0")
_C_LIBRARY = {
    *("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libmvec.so.1", "libutil.so.1"),
    "ld-linux-x86-64.so.2",
}
_TIME64 = {"libcups2", "libglib2.0-0", "libodbc2", "libssl3"}
"""Those with two names."""

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libblas.so.3": "libblas3",
    "libbz2.so.1.0": "libbz2-1.0",
    "libcrypto.so.3": "libssl3",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libffi.so.8": "libffi8",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "liblapack.so.3": "liblapack3",
    "liblzma.so.5": "liblzma5",
    "libodbc.so.2": "libodbc2",
    "libsqlite3.so.0": "libsqlite3-0",
    "libssl.so.3": "libssl3",
    "libstdc++.so.6": "libstdc++6",
    "libuuid.so.1": "libuuid1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
OPTIONAL = {"libcups.so.2", "libodbc.so.2"}
"""Without them the program runs, and cannot print or reach SQL Server: recommended, not needed."""


class UnknownLibraryError(Exception):
    """The bundle needs a library of which no Debian package is known here; add it to PACKAGES."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Lines of a control file, sorted."""

    depends: tuple[str, ...]
    recommends: tuple[str, ...]


def needs_of(folder: Path) -> Needs:
    """Of the bundle in ``folder``. UnknownLibraryError."""
    elf = [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink() and _is_elf(file)]
    wanted = needed(elf) - {file.name for file in folder.rglob("*.so*")}
    return debian_needs(wanted, max(map(glibc, elf), default=0))


def debian_needs(libraries: Iterable[str], glibc_minor: int) -> Needs:
    """``libraries`` by their sonames; ``glibc_minor`` is the 34 of glibc 2.34."""
    outside = {name for name in libraries if name not in _C_LIBRARY}
    if unknown := outside - set(PACKAGES):
        raise UnknownLibraryError(", ".join(sorted(unknown)))
    depends = {either(PACKAGES[name]) for name in outside - OPTIONAL} | {f"libc6 (>= 2.{glibc_minor})"}
    return Needs(tuple(sorted(depends)), tuple(sorted({either(PACKAGES[name]) for name in outside & OPTIONAL})))


def either(package: str) -> str:
    return f"{package}t64 | {package}" if package in _TIME64 else package


def needed(files: Iterable[Path]) -> set[str]:
    """The sonames that these ELF files ask the loader for."""
    told = subprocess.run(["objdump", "-p", *files], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^ +NEEDED +(\S+)$", told, re.MULTILINE))


def glibc(file: Path) -> int:
    """The newest glibc 2.x of which the file uses something."""
    return max((int(minor) for minor in _GLIBC.findall(file.read_bytes())), default=0)


def _is_elf(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"
