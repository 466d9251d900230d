"""The environment that a bundle is made from: its packages, which file belongs to which, and its Python."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from app.domain.about import canonical  # after the root is known: packaging/ is no package

_ASK = """
import json, platform, sys, sysconfig
print(json.dumps({"site": [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")],
                  "stdlib": sysconfig.get_path("stdlib"), "base": sys.base_prefix,
                  "version": platform.python_version(), "names": sorted(sys.stdlib_module_names)}))
"""


@dataclass(frozen=True, slots=True)
class Environment:
    """``packages`` by canonical name. ``owners``: the package that has installed each file, by the file's path below
    site-packages. ``licence_file``: of Python itself."""

    packages: dict[str, Distribution]
    owners: dict[str, str]
    python_version: str
    stdlib_names: frozenset[str]
    licence_file: Path

    def place_of(self, path: str) -> Path:
        """Where a file of one of the packages lies."""
        return Path(str(self.packages[self.owners[path]].locate_file(path)))


def read_environment(python: Path) -> Environment:
    """Asks that Python; nothing of its packages is imported. CalledProcessError: it does not start."""
    told = json.loads(subprocess.run([python, "-c", _ASK], capture_output=True, text=True, check=True).stdout)
    packages: dict[str, Distribution] = {}
    for each in distributions(path=list(dict.fromkeys(told["site"]))):
        packages.setdefault(canonical(each.name), each)
    owners = {file.as_posix(): name for name, each in packages.items() for file in each.files or []}
    licence = _python_licence(Path(told["stdlib"]), Path(told["base"]), told["version"])
    return Environment(packages, owners, told["version"], frozenset(told["names"]), licence)


def _python_licence(stdlib: Path, base: Path, version: str) -> Path:
    short = ".".join(version.split(".")[:2])
    places = (stdlib / "LICENSE.txt", base / "LICENSE.txt", Path(f"/usr/share/doc/python{short}/copyright"))
    return next((place for place in places if place.is_file()), places[0])


def locked_names(lock: Path) -> set[str]:
    """The packages of a lock, whatever their markers."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9][\w.-]*)==", line) for line in lines)
    return {canonical(match[1]) for match in found if match}
