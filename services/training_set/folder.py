"""A training set as a folder: pictures, the labels of both formats, and a manifest with the hash of every file."""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.audit import canonical_json
from app.domain.decision import Picture
from app.domain.detection import Box
from app.domain.errors import ErrorCode, OperationalError
from app.domain.judging import for_validation
from app.domain.part_number import PartNumber
from app.ports.judgements import Written
from services.training_set.annotations import TRAIN, VALIDATION, LabelledPicture, coco, yolo_data, yolo_lines
from services.vision.jpeg import FrameRejected, check

MANIFEST = "manifest.json"
_VERSION = 1
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")


class TrainingFolders:
    """Implements :class:`app.ports.judgements.TrainingSets`."""

    @contextmanager
    def opened(self, folder: Path) -> Iterator["TrainingFolder"]:
        """It is written beside ``folder`` and gets its name at the end; an empty folder may stand there."""
        try:
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise OperationalError(
                    ErrorCode.FILE_UNWRITABLE, path=str(folder), problem="there is something already"
                )
            unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
            try:
                yield TrainingFolder(unfinished)
                if folder.exists():
                    folder.rmdir()
                unfinished.replace(folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        except OSError as error:
            problem = error.strerror or str(error)
            raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(folder), problem=problem) from error


class TrainingFolder:
    """Implements :class:`app.ports.judgements.TrainingSet`. Pictures are written as they come, what names their classes
    at the end: until then nobody knows which classes there are. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pictures: list[LabelledPicture] = []
        self._names: set[str] = set()
        self._of_session: tuple[str, dict[str, LabelledPicture]] = ("", {})
        self._hashes: dict[str, str] = {}
        for split in (TRAIN, VALIDATION):
            for kind in ("images", "labels"):
                (folder / kind / split).mkdir(parents=True)

    def add(self, session_id: str, picture: Picture, jpeg: bytes, part: PartNumber, box: Box) -> bool:
        if self._of_session[0] != session_id:
            self._of_session = session_id, {}
        known = self._of_session[1].get(picture.sha256)
        labelled = known or self._new(session_id, picture, jpeg)
        if labelled is None:
            return False
        labelled.covers.append((part.text, box))
        return True

    def finish(self) -> Written:
        classes = tuple(sorted({part for picture in self._pictures for part, _ in picture.covers}))
        for picture in self._pictures:
            self._write(picture.label_path, yolo_lines(picture, classes).encode())
        self._write("data.yaml", yolo_data(classes).encode())
        validation = [each for each in self._pictures if each.split == VALIDATION]
        training = [each for each in self._pictures if each.split == TRAIN]
        for name, pictures in (("", self._pictures), ("_train", training), ("_val", validation)):
            self._write(f"annotations{name}.json", json.dumps(coco(pictures, classes)).encode())
        covers = sum(len(picture.covers) for picture in self._pictures)
        files = len(self._hashes)
        self._write(MANIFEST, self._manifest(classes, covers))
        hash_ = self._hashes[MANIFEST]
        return Written(len(self._pictures), covers, len(validation), classes, files, hash_)

    def _new(self, session_id: str, picture: Picture, jpeg: bytes) -> LabelledPicture | None:
        name = picture.picture_id
        if not _NAME.fullmatch(name) or name in self._names:
            return None
        try:
            header = check(jpeg)
        except FrameRejected:
            return None
        split = VALIDATION if for_validation(session_id) else TRAIN
        made = LabelledPicture(name, split, session_id, header.width, header.height)
        self._write(made.image_path, jpeg)
        self._names.add(name)
        self._pictures.append(made)
        self._of_session[1][picture.sha256] = made
        return made

    def _manifest(self, classes: tuple[str, ...], covers: int) -> bytes:
        """Says the same for the same verdicts, whenever it is written."""
        sessions = {(each.session_id, each.split) for each in self._pictures}
        counts = {split: sum(each == split for _, each in sessions) for split in (TRAIN, VALIDATION)}
        plain = {
            "format": "countersign training set",
            "version": _VERSION,
            "classes": list(classes),
            "pictures": len(self._pictures),
            "covers": covers,
            "sessions": counts,
            "files": self._hashes,
        }
        return canonical_json(plain).encode()

    def _write(self, name: str, data: bytes) -> None:
        (self._folder / name).write_bytes(data)
        self._hashes[name] = hashlib.sha256(data).hexdigest()
