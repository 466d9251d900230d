"""The two Debian packages: what each is made of, laid out as a folder and packed by dpkg-deb."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from depends import Needs, needs_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MAINTAINER = "Countersign <support@countersign.example>"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_SCRIPTS = ("postinst", "prerm", "postrm")
_LEVEL = "9"
"""Of zstd: 12 s for a station; 19 takes minutes and saves 4 %."""


@dataclass(frozen=True, slots=True)
class Package:
    """``files`` are of this folder or the repository's, each with its place on the machine; below /etc they are
    configuration, which an upgrade leaves as the administrator has it."""

    name: str
    bundle: str
    program: str
    summary: str
    description: str
    files: Mapping[str, str]
    depends: tuple[str, ...] = ()
    recommends: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()

    @property
    def home(self) -> str:
        return f"opt/countersign/{self.bundle}"


STATION = Package(
    "countersign-station",
    "station",
    "countersign",
    "operator station that checks goods against their delivery note",
    "Camera, delivery note and label have to agree before a packing session is\ncommitted. With a window for operators,"
    " one for supervisors, and all tools\nof the command line.",
    {
        "packaging/deb/station/countersign.desktop": "usr/share/applications/countersign.desktop",
        "packaging/deb/station/com.countersign.Station.metainfo.xml": (
            "usr/share/metainfo/com.countersign.Station.metainfo.xml"
        ),
        "packaging/deb/station/60-countersign.rules": "usr/lib/udev/rules.d/60-countersign.rules",
        "packaging/deb/station/10-station.toml": "etc/countersign/conf.d/10-station.toml",
        "resources/icons/countersign.svg": "usr/share/icons/hicolor/scalable/apps/countersign.svg",
    },
    recommends=("libasound2t64 | libasound2", "libpulse0", "gnome-keyring | kwalletmanager"),
    suggests=("msodbcsql18",),
)
SERVER = Package(
    "countersign-server",
    "server",
    "countersign-server",
    "inference server of Countersign stations",
    "Answers the frames of all stations of a plant over gRPC. Runs as a service\nof its own user, without rights.",
    {
        "packaging/deb/server/countersign-server.service": "usr/lib/systemd/system/countersign-server.service",
        "packaging/deb/server/countersign-server.conf": "usr/lib/sysusers.d/countersign-server.conf",
        "packaging/deb/server/20-server.toml": "etc/countersign/conf.d/20-server.toml",
    },
    depends=("systemd | systemd-standalone-sysusers | systemd-sysusers", "init-system-helpers"),
    suggests=("msodbcsql18",),
)
PACKAGES = {package.bundle: package for package in (STATION, SERVER)}


def architecture() -> str:
    """Debian's name of this machine's; KeyError: nobody has tried it there."""
    return _ARCHITECTURES[platform.machine()]


def build(package: Package, bundle: Path, version: str, epoch: int, out: Path) -> Path:
    """Pack ``bundle``, a folder made by PyInstaller, into ``out``; every file in it is dated ``epoch``."""
    tree = out / f"{package.name}.tree"
    shutil.rmtree(tree, ignore_errors=True)
    lay_out(package, bundle, tree)
    needs = needs_of(bundle)
    write_control(package, version, needs, tree)
    deb = out / f"{package.name}_{version}_{architecture()}.deb"
    words = ["dpkg-deb", "--root-owner-group", "-Zzstd", f"-z{_LEVEL}", "--build", tree, deb]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)})
    shutil.rmtree(tree)
    return deb


def lay_out(package: Package, bundle: Path, tree: Path) -> None:
    """What is installed."""
    home = tree / package.home
    shutil.copytree(bundle, home, symlinks=True)
    for source, place in package.files.items():
        _put(ROOT / source, tree / place, 0o644)
    documents = tree / "usr/share/doc" / package.name
    _put(HERE / "copyright", documents / "copyright", 0o644)
    link = tree / "usr/bin" / package.program
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(f"/{package.home}/{package.program}")
    if (home / "_internal" / "licences").is_dir():
        (documents / "licences").symlink_to(f"/{package.home}/_internal/licences")
    for each in (tree, *tree.rglob("*")):
        if not each.is_symlink():
            runs = each.is_dir() or each.stat().st_mode & 0o100
            each.chmod(0o755 if runs else 0o644)


def write_control(package: Package, version: str, needs: Needs, tree: Path) -> None:
    """What dpkg is told."""
    folder = tree / "DEBIAN"
    folder.mkdir()
    size_kb = sum(file.lstat().st_size for file in tree.rglob("*")) // 1024
    folder.joinpath("control").write_text(control(package, version, needs, size_kb), encoding="utf-8")
    folder.joinpath("conffiles").write_text("".join(f"{each}\n" for each in conffiles(package)), encoding="utf-8")
    for name in _SCRIPTS:
        script = HERE / package.bundle / name
        if script.exists():
            _put(script, folder / name, 0o755)


def control(package: Package, version: str, needs: Needs, size_kb: int) -> str:
    fields = {
        "Package": package.name,
        "Version": version,
        "Architecture": architecture(),
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size_kb),
        "Depends": _list((*needs.depends, *package.depends)),
        "Recommends": _list((*needs.recommends, *package.recommends)),
        "Suggests": _list(package.suggests),
        "Section": "misc",
        "Priority": "optional",
        "Description": package.summary,
    }
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return head + "".join(f" {line}\n" for line in package.description.splitlines())


def conffiles(package: Package) -> list[str]:
    return sorted(f"/{place}" for place in package.files.values() if place.startswith("etc/"))


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


def _put(source: Path, place: Path, mode: int) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)
    place.chmod(mode)
