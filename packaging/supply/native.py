"""Shared libraries of others that travel with the packages: what ``native.toml`` knows about them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

TABLE = Path(__file__).resolve().parent / "native.toml"
_SHARED = re.compile(r".*\.(so(\.[\w.]+)?|dll|dylib|pyd)")
_VENDORED = re.compile(r"([^/]+\.libs|PySide6/(Qt/)?(lib|plugins|qml))/.*|.*(?<!\.abi3)\.dll", re.IGNORECASE)
"""Where packages keep libraries of others: none may lie there that nobody knows. A package's own say .abi3."""


def is_shared(path: str) -> bool:
    return bool(_SHARED.fullmatch(path.rsplit("/", 1)[-1]))


@dataclass(frozen=True, slots=True)
class Library:
    """``amiss``: files that do not hold what they must (``says`` in the table); none when all is as it should be."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    source: str
    files: tuple[str, ...]
    amiss: tuple[str, ...] = ()


class Libraries:
    """The table, read once."""

    def __init__(self, table: Path = TABLE) -> None:
        self._rows: list[dict[str, Any]] = tomllib.loads(table.read_text(encoding="utf-8"))["library"]

    def of(self, path: str) -> str | None:
        """The name of the library that the file belongs to."""
        row = self._row(path)
        return str(row["name"]) if row else None

    def stands_in(self, path: str, size: int) -> bool:
        """Whether a file of so many bytes is one of ours in the place of the library."""
        row = self._row(path) if is_shared(path) else None
        return row is not None and size < int(row.get("least_bytes", 0))

    def left_out(self, path: str) -> bool:
        """Whether a package carries the file and no bundle does."""
        row = self._row(path) if is_shared(path) else None
        return row is not None and bool(row.get("left_out", False))

    def must_be_known(self, path: str) -> bool:
        return bool(_VENDORED.fullmatch(path))

    def library(self, paths: Sequence[str], places: Mapping[str, Path], package: str) -> Library:
        """What those files are; all of them belong to one library. ``package``: version of what they lie in."""
        rows = [row for row in map(self._row, paths) if row]
        row = next((each for each in rows if "texts" in each or "source" in each), rows[0])
        version = next(filter(None, (self._version(path, places[path], package) for path in paths)), "")
        source = str(row.get("source", ""))
        source = source.format(version=version) if version or "{version}" not in source else ""
        amiss = tuple(path for path in paths if not self._says(path, places[path]))
        return Library(row["name"], version, row["licence"], tuple(row.get("texts", ())), source, tuple(paths), amiss)

    def _row(self, path: str) -> dict[str, Any] | None:
        pure = PurePosixPath(path)
        folder = pure.parent.as_posix()
        return next((row for row in self._rows if _fits(row, pure.name, folder)), None)

    def _version(self, path: str, place: Path, package: str) -> str:
        row, name = self._row(path), path.rsplit("/", 1)[-1]
        if row is None or not row["version"] or not re.fullmatch(row.get("version_in", ".*"), name, re.IGNORECASE):
            return ""
        if row["version"] == "package":
            return package
        if row["version"] == "name":
            match = re.fullmatch(row["match"], name, re.IGNORECASE)
            return match.groupdict().get("version") or "" if match else ""
        held = re.search(row["version"].encode(), place.read_bytes())
        return held[1].decode() if held else ""

    def _says(self, path: str, place: Path) -> bool:
        row = self._row(path)
        return row is None or "says" not in row or re.search(row["says"].encode(), place.read_bytes()) is not None


def _fits(row: Mapping[str, Any], name: str, folder: str) -> bool:
    """Whatever the case of its letters: Windows does not care."""
    same_name = re.fullmatch(row["match"], name, re.IGNORECASE)
    return bool(same_name and re.fullmatch(row.get("folder", ".*"), folder, re.IGNORECASE))
