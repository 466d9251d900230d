"""The newest evidence pictures, for a bundle whose maker ticked them."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from services.support.bundle_file import Member

PICTURES_AT_MOST, ALL_BYTES = 100, 32 * 2**20


def picture_members(folder: Path) -> Iterator[Member]:
    """As they lie there; none where there is no such folder."""
    found = sorted(((_changed(path), path) for path in folder.glob("*/*.jpg") if path.is_file()), reverse=True)
    left = ALL_BYTES
    for _, path in found[:PICTURES_AT_MOST]:
        left -= path.stat().st_size
        if left < 0:
            return
        yield Member(f"pictures/{path.name}", "an evidence picture", partial(Path.read_bytes, path))


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
