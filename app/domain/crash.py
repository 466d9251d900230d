"""What is told of a fault of the program: a value, and its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class CrashKind(StrEnum):
    """EXCEPTION: in Python, told while the program still ran. NATIVE: below Python. HUNG: the window answered
    nothing."""

    EXCEPTION = "exception"
    NATIVE = "native crash"
    HUNG = "hung"


@dataclass(frozen=True, slots=True)
class RecordState:
    """What was safe on the disk. ``session_open``: with how many labels and decided covers; ``unsent``: messages that
    wait. No note's number, no badge: a report goes to strangers."""

    session_open: bool = False
    labels: int = 0
    covers: int = 0
    unsent: int = 0

    def __str__(self) -> str:
        session = f"open, {self.labels} labels, {self.covers} covers" if self.session_open else "none open"
        return f"session: {session}; unsent sessions: {self.unsent}; all of it is safe on this station's disk"


@dataclass(frozen=True, slots=True)
class CrashReport:
    """``at`` is UTC, ISO 8601; ``what`` one line; ``error`` the stack of the fault, ``threads`` those of all threads;
    ``record`` in words."""

    at: str
    kind: CrashKind
    build: str
    system: str
    station_id: str
    what: str
    error: str
    threads: str
    record: str
    last_lines: Sequence[str]

    def text(self) -> str:
        head = {
            "at": self.at, "kind": self.kind, "what": self.what, "version": self.build, "system": self.system,
            "station": self.station_id, "record": self.record,
        }  # fmt: skip
        parts = [
            "Countersign crash report",
            "\n".join(f"{name}: {value}" for name, value in head.items()),
            f"--- the fault ---\n{self.error.strip() or '(no stack)'}",
            f"--- all threads ---\n{self.threads.strip() or '(not known)'}",
            "--- last log lines ---\n" + ("\n".join(self.last_lines) or "(none)"),
        ]
        return "\n\n".join(parts) + "\n"
