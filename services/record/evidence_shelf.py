"""Pictures out of the folders in which stations keep them: this one's own, and others that are shared with it."""

import re
from collections.abc import Sequence
from pathlib import Path

from services.record.pictures import PictureFolder

_PICTURE_ID = re.compile(r"[0-9a-f]{32}")
_AT_MOST_BYTES = 16_000_000


class FolderShelf:
    """Implements :class:`app.ports.evidence_shelf.EvidenceShelf`. A picture's name is an id and never a path: anything
    else, which only a record that was tampered with can hold, names no picture."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [PictureFolder(folder) for folder in folders]

    def jpeg(self, picture_id: str) -> bytes | None:
        if not _PICTURE_ID.fullmatch(picture_id):
            return None
        for folder in self._folders:
            try:
                with folder.path(picture_id).open("rb") as stream:
                    return stream.read(_AT_MOST_BYTES)
            except OSError:  # not in this folder, or a share that is away
                continue
        return None
