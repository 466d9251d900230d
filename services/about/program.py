"""The program's own account: from the lists that the build has laid into an installation, else from the packages of
the environment that a checkout runs in."""

import json
import platform
import tomllib
from collections.abc import Callable, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from app.domain.about import AboutFacts, Piece, Vendor, notice_text
from app.domain.errors import ErrorCode, OperationalError
from app.ports.about import About
from app.version import Build
from services.about.installed import LICENCES, font_piece, pieces_of
from services.vision.model_card import CARD_NAME, read_card

BUILT_LICENCES = Path(__file__).resolve().parents[2] / "licences"
"""Where ``packaging/supply/report.py`` has written, in an installation; a checkout has no such folder."""
INDEX, NOTICE = "licences.json", "notice.txt"


def read_vendor(folder: Path = LICENCES) -> Vendor:
    told = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))
    return Vendor(str(told["name"]), str(told["contact"]), int(told["years"]))


class ProgramAbout(About):
    """``versions``: name and version of what runs the program, asked for when the facts are; the system comes last.
    ``model``: the folder or the file of the own model."""

    def __init__(
        self,
        build: Build,
        model: Path,
        versions: Callable[[], Sequence[tuple[str, str]]],
        built: Path = BUILT_LICENCES,
    ) -> None:
        self._build, self._model, self._versions, self._built = build, model, versions, built

    def facts(self) -> AboutFacts:
        pieces, notice = self._from_build() if self._built.is_dir() else self._from_environment()
        runs_on = (*self._versions(), ("System", platform.platform()))
        build = self._build
        return AboutFacts(build.version, build.id, build.built_at, runs_on, self._model_name(), pieces, notice)

    def text(self, piece: Piece) -> str:
        folder = self._built if self._built.is_dir() else LICENCES
        return "\n\n\n".join(_read(folder / name).strip("\n") for name in piece.texts)

    def _from_build(self) -> tuple[tuple[Piece, ...], str]:
        index = self._built / INDEX
        try:
            told = json.loads(_read(index))
            pieces = tuple(_piece(each) for each in told["pieces"])
        except (ValueError, KeyError, TypeError) as error:
            raise _unreadable(index, "it is not what the build has written") from error
        return pieces, _read(self._built / NOTICE)

    def _from_environment(self) -> tuple[tuple[Piece, ...], str]:
        if not LICENCES.is_dir():
            raise _unreadable(self._built, "the build has not written it")
        pieces = sorted([font_piece(), *pieces_of(distributions())], key=lambda piece: piece.name.lower())
        return tuple(pieces), notice_text(_read(LICENCES / NOTICE), pieces, read_vendor())

    def _model_name(self) -> str:
        try:
            card = read_card(self._model / CARD_NAME) if self._model.is_dir() else None
        except OperationalError:  # what is wrong with a model is told where it is loaded
            return ""
        return f"{card.name}@{card.version}" if card else self._model.stem


def _piece(told: dict[str, Any]) -> Piece:
    return Piece(told["name"], told["version"], told["licence"], tuple(told["texts"]), told["source"])


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise _unreadable(path, str(error.strerror or error)) from error


def _unreadable(path: Path, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem)
