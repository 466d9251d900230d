"""What was found in a bundle, as parts: name, version, licence, texts, hashes; and what may not be in it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from contents import Found
from environment import Environment
from native import Libraries, Library, is_shared

from app.domain.about import PLACEHOLDER, Piece, Vendor, canonical
from app.domain.licence import owes_source, taken
from services.about.installed import LICENCES, known_pieces, piece_of

BOOTLOADER = "pyinstaller"
_PURL_KINDS = {"package": "pypi", "library": "generic", "python": "generic", "font": "generic"}


@dataclass(frozen=True, slots=True)
class Part:
    """``kind``: package, library, python or font. ``texts``: files with its licence texts. ``hashes``: SHA-256 of its
    native files in the bundle, by path there. ``needs``: canonical names of the packages it asks for here."""

    kind: str
    piece: Piece
    texts: tuple[Path, ...]
    hashes: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it is called in the bill and in the list of licences; unlike any other's."""
        if self.kind == "package":
            return canonical(self.piece.name)
        return f"{self.kind}-{self.piece.title.replace(' ', '-').lower()}"

    @property
    def purl_kind(self) -> str:
        return _PURL_KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where parts come from. ``frozen``: PyInstaller's bootloader is in front of them."""

    here: Environment
    libraries: Libraries
    places: Mapping[str, Path]
    frozen: bool


def parts_of(found: Found, sources: Sources) -> tuple[list[Part], list[str]]:
    """The parts in alphabetical order, and what is wrong, a sentence each."""
    made = [_package(name, files, sources) for name, files in sorted(found.packages.items())]
    made += [_bootloader(sources.here)] if sources.frozen else []
    wrong = [f"{each}: nobody is known to own it" for each in found.strangers]
    for _, files in sorted(found.libraries.items()):
        for told in _libraries(files, found, sources):
            made.append(_library_part(told, found, sources))
            wrong += [f"{path}: it does not say that it is under {told.licence}" for path in told.amiss]
    made.append(_python(found, sources))
    made += list(_fonts(sources))
    return sorted(made, key=lambda part: part.piece.title.lower()), wrong


def refusals(parts: Iterable[Part]) -> Iterator[str]:
    """Rule LI3: a build with one of these is no build: a licence that is unknown, not on the list, without its text, or
    that owes a source which nobody says where to find."""
    for part in parts:
        piece = part.piece
        who = piece.title
        if not piece.licence:
            yield f"{who}: its licence is not known (resources/licences/pieces.toml is where it can be told)"
        elif not _taken(piece.licence):
            yield f"{who}: {piece.licence} may not be handed to customers"
        elif not part.texts:
            yield f"{who}: the text of its licence, {piece.licence}, is missing"
        elif owes_source(piece.licence) and not piece.source:
            yield f"{who}: {piece.licence} owes its source, and nobody says where that is published"


def vendor_refusals(vendor: Vendor) -> Iterator[str]:
    """What must be filled in before a program is handed to anybody."""
    if not vendor.known:
        yield f"resources/licences/vendor.toml still says “{PLACEHOLDER}”"


def _taken(licence: str) -> str:
    try:
        return taken(licence)
    except ValueError:
        return ""


# -- each kind --------------------------------------------------------------------------------------------------------


def _package(name: str, files: Sequence[str], sources: Sources) -> Part:
    distribution = sources.here.packages[name]
    piece = piece_of(distribution, known_pieces().get(name, {}))
    native = [path for path in files if is_shared(path) and sources.libraries.of(path) is None]
    return Part(
        "package", piece, _texts(piece), _hashes(native, sources.places), tuple(_needs(distribution, sources.here))
    )


def _needs(distribution: Distribution, here: Environment) -> Iterator[str]:
    from packaging.requirements import Requirement

    for line in distribution.requires or []:
        asked = Requirement(line)
        name = canonical(asked.name)
        if name in here.packages and (asked.marker is None or asked.marker.evaluate({"extra": ""})):
            yield name


def _bootloader(here: Environment) -> Part:
    piece = piece_of(here.packages[BOOTLOADER], known_pieces()[BOOTLOADER])
    named = Piece("PyInstaller bootloader", piece.version, piece.licence, piece.texts)
    return Part("library", named, _texts(piece))


def _libraries(files: Sequence[str], found: Found, sources: Sources) -> list[Library]:
    """One for each version: two packages may have brought two."""
    owners: dict[str, list[str]] = {}
    for path in files:
        owners.setdefault(_owner(path, found), []).append(path)
    versions: dict[str, list[str]] = {}
    for owner, owned in owners.items():
        package = sources.here.packages[owner].version if owner else ""
        version = sources.libraries.library(owned, sources.places, package).version
        versions.setdefault(version, []).extend(owned)
    told = (sources.libraries.library(owned, sources.places, version) for version, owned in versions.items())
    return sorted(told, key=lambda library: library.version)


def _owner(path: str, found: Found) -> str:
    return next((name for name, owned in found.packages.items() if path in owned), "")


def _library_part(told: Library, found: Found, sources: Sources) -> Part:
    owners = dict.fromkeys(_owner(path, found) for path in told.files)
    texts = dict.fromkeys(text for owner in owners for text in _library_texts(told, owner, sources.here))
    piece = Piece(told.name, told.version, told.licence, (), told.source)
    return Part("library", piece, tuple(texts), _hashes(told.files, sources.places))


def _library_texts(told: Library, owner: str, here: Environment) -> Iterator[Path]:
    """Its own; else what the package says of whatever it contains."""
    for name in told.texts:
        yield here.licence_file if name == "python" else LICENCES / name
    if not told.texts and owner:
        yield from _texts(piece_of(here.packages[owner], {}))


def _python(found: Found, sources: Sources) -> Part:
    here = sources.here
    native = [path for path in found.python if path in sources.places]
    texts = (here.licence_file,) if here.licence_file.is_file() else ()
    return Part("python", Piece("Python", here.python_version, "Python-2.0"), texts, _hashes(native, sources.places))


def _fonts(sources: Sources) -> Iterator[Part]:
    from services.about.installed import font_piece

    piece = font_piece()
    if not sources.frozen or any(path.startswith("resources/fonts/") for path in sources.places):
        yield Part("font", piece, _texts(piece))


def _texts(piece: Piece) -> tuple[Path, ...]:
    """``LICENCES`` is where names that are no whole paths begin."""
    return tuple(path for path in (LICENCES / name for name in piece.texts) if path.is_file())


def _hashes(paths: Iterable[str], places: Mapping[str, Path]) -> tuple[tuple[str, str], ...]:
    return tuple((path, hashlib.sha256(places[path].read_bytes()).hexdigest()) for path in sorted(paths))
