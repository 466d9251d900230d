"""What the core needs from a scanner that is not a keyboard: a serial one, or the camera that reads codes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.ports.frame import Frame

OnCode = Callable[[str], None]


class ScannerState(StrEnum):
    """OFF: none is asked for. ABSENT: it is asked for and not there; it is looked for until ``close``."""

    OFF = "off"
    READY = "ready"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class ScannerStatus:
    """``codes`` counts what was read since the start. ``detail`` is for IT (a port, a driver's message)."""

    state: ScannerState
    codes: int = 0
    detail: str = ""


class Scanner(Protocol):
    """A source of codes with a thread of its own.

    ``start`` returns at once. ``on_code`` is called on the scanner's thread with the text of each code as it was read,
    without terminator, prefix and suffix; it returns at once. Nothing is raised after ``start``: ``status`` tells.
    ``close`` joins the thread, may be called twice and without ``start``; no code is delivered after it returns.
    """

    def start(self, on_code: OnCode) -> None: ...
    def status(self) -> ScannerStatus: ...
    def close(self) -> None: ...


class CodeReader(Scanner, Protocol):
    """A scanner that is shown the camera's frames. ``offer`` may be called from any thread and returns at once; the
    newest frame waits, older ones are dropped. A code that stays in view is read once."""

    def offer(self, frame: Frame) -> None: ...


class NoCodeReader:
    """Implements CodeReader where the camera is not asked to read codes: it reads nothing and has no thread."""

    def start(self, on_code: OnCode) -> None:
        """Nothing is ever read."""

    def offer(self, frame: Frame) -> None:
        """The frame is not looked at."""

    def status(self) -> ScannerStatus:
        return ScannerStatus(ScannerState.OFF)

    def close(self) -> None:
        """There is nothing to end."""
