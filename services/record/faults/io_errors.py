"""Every write, synchronisation and truncation of a store's life fails once, or from there on: what the caller is told,
and what the store holds afterwards."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from pathlib import Path
from typing import Generic

from sqlalchemy.exc import SQLAlchemyError

from app.domain.errors import ErrorCode, OperationalError
from services.record.faults.life import Life, Mode, S, on_recording_vfs
from services.record.faults.operations import Image
from services.record.faults.recording_vfs import RecordingVfs, Trouble
from services.record.faults.survival import WHOLE, content_of, lay_out, scratch


@dataclass
class IoErrors:
    """``told``: the caller got OperationalError(DATABASE_UNWRITABLE); of those, ``done_all_the_same`` were found whole
    on the disk. ``not_needed``: the trouble met work after the commit (a write-ahead log brought home), which is done
    again later: the call was right to succeed."""

    tried: int = 0
    told: int = 0
    done_all_the_same: int = 0
    not_needed: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: "IoErrors") -> None:
        self.tried += other.tried
        self.told += other.told
        self.done_all_the_same += other.done_all_the_same
        self.not_needed += other.not_needed
        self.failures += other.failures

    def figures(self) -> dict[str, object]:
        failures = {"failures": len(self.failures), "first_failures": self.failures[:3]}
        told = {"told": self.told, "done_all_the_same": self.done_all_the_same, "not_needed": self.not_needed}
        return {"tried": self.tried, **told, **failures}


@dataclass(frozen=True, slots=True)
class Stage:
    """The files and what the store tells, between two acts."""

    image: Image
    view: object


def io_errors(life: Life[S], mode: Mode, *, full: bool, lasting: bool, every: int = 1) -> IoErrors:
    """``every``: try only each so many-th operation of an act."""
    with scratch() as folder, on_recording_vfs(mode) as vfs:
        rig = _Rig(life, folder, vfs)
        stages = list(rig.stages())
        attempts: list[_Attempt[S]] = [_Attempt({}, None, None, stages[0].view)]
        for act, (before, after) in zip(life.acts, pairwise(stages), strict=True):
            attempts.append(_Attempt(before.image, act, before.view, after.view))
        for attempt in attempts:
            places = count(1, every)
            while rig.goes_wrong(attempt, Trouble(next(places), full, lasting)):
                pass
        return rig.found


@dataclass(frozen=True, slots=True)
class _Attempt(Generic[S]):
    """One act on a disk; without an act it is the opening of the store that meets trouble."""

    image: Image
    act: Callable[[S], object] | None
    before: object
    after: object


class _Rig(Generic[S]):
    def __init__(self, life: Life[S], folder: Path, vfs: RecordingVfs) -> None:
        self._life, self._folder, self._vfs = life, folder, vfs
        self.found = IoErrors()

    def stages(self) -> Iterator[Stage]:
        """Before the first act and after each, with nothing failing."""
        store = self._life.open(self._folder)
        yield self._stage(store)
        for act in self._life.acts:
            if act is None:
                store.close()
                store = self._life.open(self._folder)
            else:
                act(store)
            yield self._stage(store)
        store.close()

    def goes_wrong(self, attempt: _Attempt[S], trouble: Trouble) -> bool:
        """False: it is over before the trouble would begin."""
        lay_out(attempt.image, self._folder, self._life.file)
        store = self._life.open(self._folder) if attempt.act else None
        first = self._vfs.risks + trouble.at
        self._vfs.trouble = replace(trouble, at=first)
        store, told = self._attempted(attempt, store)
        began = self._vfs.risks >= first
        if store and (trouble.lasting or not began):
            store.close()
            store = None
        self._vfs.trouble = None
        if began:
            self._judge(attempt, trouble, store, told)
        return began

    def _attempted(self, attempt: _Attempt[S], store: S | None) -> tuple[S | None, str]:
        """The store, if it is open, and what the caller was told, "" if nothing."""
        try:
            if store is None or attempt.act is None:
                return self._life.open(self._folder), ""
            attempt.act(store)
        except OperationalError as error:
            return store, error.code.name
        except (SQLAlchemyError, sqlite3.Error, ValueError) as error:
            return store, repr(error)
        return store, ""

    def _judge(self, attempt: _Attempt[S], trouble: Trouble, store: S | None, told: str) -> None:
        self.found.tried += 1
        try:
            wrong = self._wrong(attempt, store or self._life.open(self._folder), told)
        except (OperationalError, SQLAlchemyError, sqlite3.Error) as error:
            wrong = f"afterwards {error!r}"
        if wrong:
            self.found.failures.append(f"{self._life.name}, {trouble}, told {told or 'nothing'}: {wrong}")

    def _wrong(self, attempt: _Attempt[S], store: S, told: str) -> str:
        """What is not as it should be once the disk is well again, "" if all is."""
        if told not in ("", ErrorCode.DATABASE_UNWRITABLE.name):
            store.close()
            return "another kind of error"
        wrong = self._held(attempt, store, told)
        store.close()
        with closing(self._life.open(self._folder)) as again:
            if not wrong and self._life.view(again) != attempt.after:
                return "closed and opened it is gone"
        sound = content_of(self._folder / self._life.file)
        return wrong or ("" if sound.startswith(WHOLE) else sound)

    def _held(self, attempt: _Attempt[S], store: S, told: str) -> str:
        """Counts what the store holds, and does the act again where it was not done."""
        held = self._life.view(store)
        done = held == attempt.after
        if not told:
            self.found.not_needed += 1
            return "" if done else "promised and lost"
        self.found.told += 1
        self.found.done_all_the_same += done and attempt.act is not None
        if done or attempt.act is None:
            return "" if done else "opened and not as it was"
        if held != attempt.before:
            return "half done"
        attempt.act(store)
        return "" if self._life.view(store) == attempt.after else "it cannot be done again"

    def _stage(self, store: S) -> Stage:
        files = {path.name: path.read_bytes() for path in self._folder.glob(f"{self._life.file}*")}
        image = {name: content for name, content in files.items() if not name.endswith(_NOT_OF_THE_DISK)}
        return Stage(image, self._life.view(store))


_NOT_OF_THE_DISK = ("-shm", ".lock", ".pid")
"""Of a running process; a new one makes its own."""
