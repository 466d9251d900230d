"""Evidence pictures: JPEG files beside the station's file, each named by an id, each with its hash in the record."""

import hashlib
import logging
import os
import random
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from app.domain.decision import Accepted, Decision, Picture
from app.ports.frame import Frame
from services.record.schema import Verdict, picture
from services.record.station_file import StationFile, unwritable
from services.storage.folders import make_folder, sync_folder
from services.vision.jpeg import encode

log = logging.getLogger(__name__)

PICTURES_NAME = "pictures"
_QUALITY = 82
_SUFFIX = ".jpg"
_SWEEP_AT_MOST_S = 1.0


class PictureFolder:
    """Implements :class:`app.ports.station_record.EvidencePictures`; any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, picture_id: str) -> Path:
        return self.folder / picture_id[:2] / f"{picture_id}{_SUFFIX}"

    def keep(self, frame: Frame) -> Picture:
        data = encode(frame.image, _QUALITY)
        picture_id = uuid.uuid4().hex
        path = self.path(picture_id)
        try:
            make_folder(path.parent)
            _write(path, data)
        except OSError as error:
            _unlink(path.with_suffix(".part"))
            raise unwritable(path, error) from error
        return Picture(picture_id, hashlib.sha256(data).hexdigest())

    def name_in(self, connection: Connection, session_id: str, decisions: Iterable[Decision]) -> int:
        """Those of ``decisions`` belong to the record from here on, an undecided one's kept as long as a refused one's;
        returns their bytes. Part of an entry's
        transaction. A picture whose file is missing is named all the same: the entry says that there was one."""
        total = 0
        for decision in decisions:
            if kept := decision.evidence.picture:
                size = _size(self.path(kept.picture_id))
                row = {
                    "picture_id": kept.picture_id,
                    "sha256": kept.sha256,
                    "session_id": session_id,
                    "verdict": (Verdict.ACCEPTED if isinstance(decision, Accepted) else Verdict.REFUSED).value,
                    "bytes": size,
                }
                connection.execute(insert(picture).values(row).on_conflict_do_nothing())
                total += size
        return total

    def remove(self, file: StationFile, picture_ids: Sequence[str]) -> int:
        """First from the record, then from the disk: a file left between the two is swept at the next opening. Returns
        the bytes freed."""
        with file.writing() as connection:
            gone = picture.c.picture_id.in_(picture_ids)
            connection.execute(update(picture).where(gone).values(removed=1))
        return sum(_unlink(self.path(picture_id)) for picture_id in picture_ids)

    def sweep(self, file: StationFile, opened_s: float, at_most_s: float = _SWEEP_AT_MOST_S) -> int:
        """Remove what no entry names, or was thinned out, and is older than ``opened_s`` (seconds since 1970): a crash
        left it behind. Returns how many. With millions of pictures the time is up before the end; sub-folders are taken
        in any order, so that each has its turn."""
        until, swept = time.monotonic() + at_most_s, 0
        folders = list(self.folder.glob("*/"))
        random.shuffle(folders)
        for sub_folder in folders:
            if time.monotonic() > until:
                break
            swept += self._sweep_one(file, sub_folder, opened_s)
        if swept:
            log.info("%d pictures that no entry names were removed", swept)
        return swept

    def _sweep_one(self, file: StationFile, sub_folder: Path, opened_s: float) -> int:
        with file.reading() as connection:
            named = select(picture.c.picture_id).where(
                picture.c.picture_id.between(sub_folder.name, f"{sub_folder.name}~"), picture.c.removed == 0
            )
            known = {f"{picture_id}{_SUFFIX}" for picture_id in connection.execute(named).scalars()}
        with os.scandir(sub_folder) as found:
            strays = [Path(each) for each in found if each.name not in known and each.stat().st_mtime < opened_s]
        for path in strays:
            _unlink(path)
        return len(strays)

    def files(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("*/*") if path.is_file())


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing under its name, durable on return."""
    part = path.with_suffix(".part")
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    sync_folder(path.parent)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _unlink(path: Path) -> int:
    """Bytes freed; 0 if it was gone or cannot be removed now."""
    size = _size(path)
    try:
        path.unlink()
    except OSError:
        return 0
    return size
