"""What the panels of exports show, as pure functions."""

import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.ports.exports import ExportFormat, ExportKind

_NAME_AT_MOST = 80
_NOT_FOR_A_FILE = re.compile(r"[^A-Za-z0-9_-]+")
_ENDING = re.compile(r"\.(csv|xlsx)$", re.IGNORECASE)


class Stage(StrEnum):
    """Of one file. ``ENDING``: it was asked to stop, and has not yet."""

    CHOOSING = "choosing"
    RUNNING = "running"
    ENDING = "ending"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PanelState:
    """``open``: something can be chosen; ``busy``: a bar moves; ``may_stop`` and ``may_start`` are the buttons',
    ``has_file``: the folder can be opened; ``tone``: of what is said."""

    open: bool
    busy: bool
    may_start: bool
    may_stop: bool
    has_file: bool
    tone: str


def panel_state(stage: Stage, place: str) -> PanelState:
    busy = stage in {Stage.RUNNING, Stage.ENDING}
    tones = {Stage.DONE: "good", Stage.FAILED: "bad", Stage.STOPPED: "caution"}
    return PanelState(
        open=not busy,
        busy=busy,
        may_start=not busy and bool(place.strip()),
        may_stop=stage is Stage.RUNNING,
        has_file=stage is Stage.DONE,
        tone=tones.get(stage, "plain"),
    )


def export_name(kind: ExportKind, form: ExportFormat, day: str) -> str:
    """Of a file that nobody has named; ``day``: ISO 8601."""
    return f"{kind}-{day}.{form}"


def safe_name(what: str, of: str) -> str:
    """Rule EX3: a file is named by ids, without anything a path could be made of."""
    return _NOT_FOR_A_FILE.sub("_", f"{what}-{of}").strip("_-")[:_NAME_AT_MOST]


def with_ending(place: str, form: ExportFormat) -> str:
    """A file's ending goes with its format; another name stays as it was typed."""
    return f"{_ENDING.sub('', place)}.{form}" if place.strip() else place


def is_whole_place(place: str) -> bool:
    """Rule EX2: a file is named with its folder, so that it never lands where nobody looks for it."""
    return Path(place.strip()).is_absolute()


class Progress:
    """Between the thread that writes and the one that shows: how many rows there are, and whether to stop."""

    def __init__(self) -> None:
        self.rows = 0
        self._stop = threading.Event()

    def __call__(self, rows: int) -> bool:
        """The writer's; False: stop."""
        self.rows = rows
        return not self._stop.is_set()

    def stop(self) -> None:
        self._stop.set()
