"""Names and versions of released models: what may name a folder and an address, and which comes after which."""

import re
from collections.abc import Iterable

from app.domain.detection import ModelIdentity

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}")
_NUMBERS = 4


def release_key(version: str) -> tuple[int, ...]:
    """Rule MU1: the version of a release is one to four numbers with dots between them, compared as numbers; those
    that are left out are 0. ValueError."""
    if not _VERSION.fullmatch(version):
        raise ValueError(f"“{version}” is no version: one to four numbers with dots between them")
    numbers = tuple(map(int, version.split(".")))
    return numbers + (0,) * (_NUMBERS - len(numbers))


def checked_identity(name: str, version: str) -> ModelIdentity:
    """A name and version that may name a folder and an address, whoever wrote them. ValueError."""
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise ValueError(f"“{name}” is no name of a model: up to 64 letters, digits and . _ -")
    release_key(version)
    return ModelIdentity(name, version)


def key_or_none(version: str) -> tuple[int, ...] | None:
    """Of a model that may have come without a release; None: it stands in no order."""
    try:
        return release_key(version)
    except ValueError:
        return None


def is_older(model: ModelIdentity, than: ModelIdentity | None) -> bool:
    """A lower version of the same model; False where versions cannot be compared."""
    if than is None or model.name != than.name:
        return False
    one, other = key_or_none(model.version), key_or_none(than.version)
    return one is not None and other is not None and one < other


def highest_of(name: str, known: Iterable[ModelIdentity]) -> ModelIdentity | None:
    """The highest of this name that has a version in an order; None: there is none."""
    same = [each for each in known if each.name == name and key_or_none(each.version) is not None]
    return max(same, key=lambda each: release_key(each.version), default=None)
