"""The packages of a Python environment and their licences, as their metadata has them and as we know better.

Any thread. Standard library only: the build's licence report reads the same way as the program does.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, PackagePath
from pathlib import Path
from typing import Any

from app.domain.about import Piece, canonical
from app.domain.licence import taken

LICENCES = Path(__file__).resolve().parents[2] / "resources" / "licences"
_TEXT = re.compile(r"(licen[cs]e|copying|notice|thirdpartynotices)", re.IGNORECASE)
_CODE = {".py", ".pyc", ".pyi", ".so", ".pyd", ".dll"}
_CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "zlib/libpng License": "Zlib",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
}
"""Those that name one licence. "BSD License" may be any of three."""


def font_piece() -> Piece:
    """The one thing of others that is no package: the letters on the screen."""
    return Piece("Inter", "3.19", "OFL-1.1", ("../fonts/OFL.txt",))


def known_pieces(folder: Path = LICENCES) -> Mapping[str, Mapping[str, Any]]:
    """What is known beyond the metadata, by canonical name."""
    return tomllib.loads((folder / "pieces.toml").read_text(encoding="utf-8"))


def pieces_of(distributions: Iterable[Distribution], folder: Path = LICENCES) -> list[Piece]:
    """One for each package, in alphabetical order; ours is none of them. Of two with one name the first counts, as it
    does for an import."""
    known = known_pieces(folder)
    found: dict[str, Piece] = {}
    for each in distributions:
        name = canonical(each.name or "")
        if name and name != "countersign":
            found.setdefault(name, piece_of(each, known.get(name, {})))
    return sorted(found.values(), key=lambda piece: canonical(piece.name))


def piece_of(distribution: Distribution, known: Mapping[str, Any]) -> Piece:
    """Its texts are named by their paths: those of the package by the place they are installed at, those of
    ``known`` below the folder of licences."""
    carried = [str(Path(str(each.locate())).resolve()) for each in texts_in(distribution)]
    return Piece(
        distribution.name,
        distribution.version,
        licence_of(distribution, known),
        (*carried, *_known_texts(known)) if "source" in known or not carried else tuple(carried),
        str(known.get("source", "")).format(version=distribution.version),
    )


def licence_of(distribution: Distribution, known: Mapping[str, Any]) -> str:
    """What is known, else what the package declares in the words of SPDX, else its classifiers. "": none of them."""
    if "licence" in known:
        return str(known["licence"])
    metadata = distribution.metadata
    for key in ("License-Expression", "License"):
        declared = str(metadata[key]).strip() if key in metadata else ""
        if declared and "\n" not in declared and (key == "License-Expression" or _readable(declared)):
            return declared
    classes = [line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier", []) if line.startswith("License")]
    named = [_CLASSIFIED.get(each, "") for each in classes if each != "OSI Approved"]
    return " AND ".join(named) if all(named) else ""


def texts_in(distribution: Distribution) -> Iterator[PackagePath]:
    """The licences and notices that the package has installed, each once."""
    seen = set[str]()
    for each in distribution.files or []:
        if _TEXT.match(each.name) and each.suffix not in _CODE and Path(str(each.locate())).is_file():
            digest = f"{each.hash.value if each.hash else each}"
            if digest not in seen:
                seen.add(digest)
                yield each


def _known_texts(known: Mapping[str, Any]) -> tuple[str, ...]:
    texts = known.get("text", ())
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _readable(declared: str) -> bool:
    """Whether it is an expression that the list allows, or a licence that must not be overlooked; words of the
    package's own are looked for elsewhere."""
    try:
        return bool(taken(declared)) or "GPL" in declared
    except ValueError:
        return False
