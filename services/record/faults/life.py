"""A scripted life of a store, and living it on the recording file system."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from services.record.faults.apsw_dbapi import Driver, driven_by
from services.record.faults.operations import Operation
from services.record.faults.recording_vfs import RecordingVfs, Trouble


class Closable(Protocol):
    def close(self) -> None: ...


S = TypeVar("S", bound=Closable)


@dataclass(frozen=True, slots=True)
class Life(Generic[S]):
    """``acts``: each one call that changes the store, so one promise; None: it is closed and opened again. ``view``:
    all that the store tells, to be compared. ``file``: the name of its main file in the folder given to ``open``."""

    name: str
    file: str
    open: Callable[[Path], S]
    acts: Sequence[Callable[[S], object] | None]
    view: Callable[[S], object]


@dataclass(frozen=True, slots=True)
class Mode:
    """How commits are made durable; ``safe``: no promise may be broken."""

    journal: str
    synchronous: str
    safe: bool

    def __str__(self) -> str:
        return f"{self.journal}+{self.synchronous}"

    def driver(self, vfs: str = "") -> Driver:
        return Driver(vfs, self.journal, self.synchronous, _CHECKPOINT_PAGES)


_CHECKPOINT_PAGES = 40
"""So small that a short life sees a write-ahead log brought home several times and begun anew."""

SAFE_MODES = (Mode("truncate", "full", True), Mode("wal", "full", True))
CONTROLS = (Mode("delete", "full", False), Mode("wal", "normal", False), Mode("truncate", "off", False))
"""What Python's ``sqlite3`` does unasked and what is often advised, both known to lose commits at a power cut; and what
is known to ruin the file."""


@dataclass(frozen=True, slots=True)
class Recording:
    """``views[n]``: what the store told after promise ``n``; 0 is just after its opening."""

    operations: Sequence[Operation]
    views: Sequence[object]


def recorded(life: Life[S], mode: Mode, folder: Path) -> Recording:
    """Live it once in the empty ``folder``. ValueError: an act changed nothing, so its loss could not be seen."""
    with on_recording_vfs(mode) as vfs:
        store = life.open(folder)
        views = [life.view(store)]
        vfs.acknowledge(0)
        for act in life.acts:
            if act is None:
                store.close()
                store = life.open(folder)
                continue
            act(store)
            vfs.acknowledge(len(views))
            views.append(life.view(store))
            if views[-1] == views[-2]:
                raise ValueError(f"act {len(views) - 1} of {life.name} changes nothing that is told")
        store.close()
        return Recording(tuple(vfs.operations), tuple(views))


@contextmanager
def on_recording_vfs(mode: Mode, trouble: Trouble | None = None) -> Iterator[RecordingVfs]:
    """Stores opened inside the block use it."""
    vfs = RecordingVfs("countersign-recording", trouble)
    try:
        with driven_by(mode.driver(vfs.name)):
            yield vfs
    finally:
        vfs.unregister()
