"""Which Countersign this is: its version, and the build it came from."""

import json
from dataclasses import dataclass
from pathlib import Path

VERSION = "1.0.0"
"""As in pyproject.toml; MAJOR.MINOR.PATCH."""
SOURCE = "source"
_BUILD_FILE = Path(__file__).resolve().parents[1] / "resources" / "build.json"


@dataclass(frozen=True, slots=True)
class Build:
    """``id`` names the exact sources of an installed program, ``source`` where it runs from a checkout; ``built_at``
    is UTC, ISO 8601, "" there."""

    version: str
    id: str
    built_at: str

    def __str__(self) -> str:
        return f"{self.version} ({self.id})"


def this_build(file: Path = _BUILD_FILE) -> Build:
    """What the build wrote into ``resources/build.json``; a checkout has no such file. KeyError, ValueError:
    the file is there and is not one of ours, a bug of the build."""
    if not file.exists():
        return Build(VERSION, SOURCE, "")
    told = json.loads(file.read_text(encoding="utf-8"))
    return Build(str(told["version"]), str(told["id"]), str(told["built_at"]))
