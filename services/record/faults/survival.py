"""Whether a store finds, on each disk that a power cut may have left, all that it promised and nothing half done."""

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Generic

import apsw

from app.domain.errors import OperationalError
from services.record.faults.apsw_dbapi import driven_by
from services.record.faults.life import Life, Mode, Recording, S, on_recording_vfs, recorded
from services.record.faults.operations import Image, Operation
from services.record.faults.power_loss import Cut, cuts, whole

_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk that costs nothing, where there is one


class Verdict(StrEnum):
    """KEPT: all that was promised, and of the act under way all or nothing. LOST: as after an earlier act. BROKEN: what
    was never a state of the store. UNREADABLE: it does not open, or is damaged."""

    KEPT = "kept"
    LOST = "lost"
    BROKEN = "broken"
    UNREADABLE = "unreadable"


@dataclass
class Survival:
    """``seen``: distinct pairs of a disk, by its digest, and the last promise."""

    seen: set[tuple[bytes, int]] = field(default_factory=set)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    first_failure: str = ""

    @property
    def states(self) -> int:
        return len(self.seen)

    @property
    def failures(self) -> int:
        return self.states - self.verdicts[Verdict.KEPT]

    def figures(self) -> dict[str, object]:
        disks = len({disk for disk, _ in self.seen})
        failed = round(100 * self.failures / max(1, self.states), 2)
        verdicts = {verdict.value: self.verdicts[verdict] for verdict in Verdict}
        return {"states": self.states, "disks": disks, **verdicts, "failed_percent": failed}


def survival(
    life: Life[S], mode: Mode, random_ones: int, about: int | None = None, found: Survival | None = None
) -> Survival:
    """Live it once and cut the power everywhere, or ``about`` so many times, evenly spread.

    ``found`` of other lives in the same mode goes on: what was seen then is neither tried nor counted again.
    """
    with scratch() as folder:
        recording = recorded(life, mode, folder)
    with scratch() as folder, driven_by(mode.driver()):
        judge = Judge(life, recording, folder, Survival() if found is None else found)
        for cut in cuts(recording.operations, random_ones, about):
            judge.look_at(cut)
        return judge.found


def survival_of_second_cut(life: Life[S], mode: Mode, first_cuts: int, second_cuts: int) -> Survival:
    """The power fails again while the store is opened and closed after a power cut: about ``second_cuts`` times in the
    opening, after about ``first_cuts`` cuts of the life, both evenly spread."""
    with scratch() as folder:
        recording = recorded(life, mode, folder)
    with scratch() as folder:
        with driven_by(mode.driver()):
            judge = Judge(life, recording, folder, Survival())
        for first in cuts(recording.operations, 0, first_cuts):
            operations = _opening(life, mode, first, folder)
            with driven_by(mode.driver()):
                for second in cuts(operations, 0, second_cuts, first):
                    judge.look_at(second)
        return judge.found


def _opening(life: Life[S], mode: Mode, cut: Cut, folder: Path) -> Sequence[Operation]:
    """What a store does to the disk while it is opened there and closed again."""
    lay_out(cut.image, folder, life.file)
    with on_recording_vfs(mode) as vfs:
        vfs.find(cut.image, folder)
        life.open(folder).close()
        return vfs.operations


class Judge(Generic[S]):
    """Opens each disk once, with a fresh store, and remembers what it held."""

    def __init__(self, life: Life[S], recording: Recording, folder: Path, found: Survival) -> None:
        self._life, self._folder, self.found = life, folder, found
        self._held: dict[bytes, str] = {}
        images = [whole(recording.operations, promised) for promised in range(len(recording.views))]
        self._right = [self._opened(image, view) for image, view in zip(images, recording.views, strict=True)]

    def look_at(self, cut: Cut) -> None:
        disk = _digest(cut.image)
        if (disk, cut.promised) in self.found.seen:
            return
        self.found.seen.add((disk, cut.promised))
        if disk not in self._held:
            self._held[disk] = self._content(cut.image)
        verdict = self._verdict(self._held[disk], cut.promised)
        self._count(verdict, f"after promise {cut.promised}: {self._held[disk]}")

    def _count(self, verdict: Verdict, failure: str) -> None:
        self.found.verdicts[verdict] += 1
        if verdict is not Verdict.KEPT and not self.found.first_failure:
            self.found.first_failure = f"{verdict} {failure}"

    def _verdict(self, content: str, promised: int) -> Verdict:
        if content in self._right[max(promised, 0) : promised + 2]:
            return Verdict.KEPT
        if content in self._right[:promised]:
            return Verdict.LOST
        return Verdict.BROKEN if content.startswith(WHOLE) else Verdict.UNREADABLE

    def _opened(self, image: Image, view: object) -> str:
        """The content of a disk with the power on; a fresh store tells of it what the living one told."""
        content = self._content(image)
        with closing(self._life.open(self._folder)) as store:
            if self._life.view(store) != view:
                raise ValueError(f"{self._life.name}: closed and opened, it tells something else")
        return content

    def _content(self, image: Image) -> str:
        lay_out(image, self._folder, self._life.file)
        try:
            self._life.open(self._folder).close()
            return content_of(self._folder / self._life.file)
        except (OperationalError, apsw.Error) as error:
            return f"{type(error).__name__}: {error}"


WHOLE = "whole "


def content_of(path: Path) -> str:
    """A digest of every row of a sound file, beginning with ``whole``; else what is wrong with it."""
    with closing(apsw.Connection(str(path))) as connection:
        complaints = [*connection.execute("PRAGMA integrity_check"), *connection.execute("PRAGMA foreign_key_check")]
        if complaints != [("ok",)]:
            return f"damaged: {complaints[0]}"
        digest = hashlib.blake2b(digest_size=16)
        for (table,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        ).fetchall():
            digest.update(repr((table, connection.execute(f'SELECT * FROM "{table}"').fetchall())).encode())  # noqa: S608
        return WHOLE + digest.hexdigest()


def lay_out(image: Image, folder: Path, file: str) -> None:
    for left in folder.glob(f"{file}*"):
        left.unlink()
    for name, content in image.items():
        (folder / name).write_bytes(content)


def _digest(image: Image) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for name, content in sorted(image.items()):
        digest.update(f"{name} {len(content)} ".encode())
        digest.update(content)
    return digest.digest()


@contextmanager
def scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="countersign-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
