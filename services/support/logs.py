"""The ends of the log files and the crash reports of a data folder, newest first, within limits."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from services.support.bundle_file import Member

FILES_AT_MOST, FILE_BYTES, ALL_BYTES = 20, 2 * 2**20, 16 * 2**20
ERROR_LINES_AT_MOST = 300
_PATTERNS = ("countersign.log*", "crash-*.txt")
_BAD = re.compile(r"\b(?:ERROR|CRITICAL)\b|^Traceback |\"level\": \"(?:ERROR|CRITICAL)\"")
_BELONGS = re.compile(r"^(?:\s|Traceback |\w[\w.]*(?:Error|Exception|Interrupt)\b)")


def log_members(folder: Path, redact: Callable[[str], str]) -> Iterator[Member]:
    """None where there is no such folder. What was written last counts most, so the end of each file is taken."""
    left = ALL_BYTES
    for path in newest(folder):
        most = min(FILE_BYTES, left)
        if most <= 0:
            return
        left -= min(_size(path), most)
        about = "a crash report" if path.name.startswith("crash-") else "the program's log, its end"
        yield Member(f"logs/{path.name}", about, partial(_read, path, most, redact))


def error_member(folder: Path, redact: Callable[[str], str]) -> Member:
    return Member("errors.txt", "the last errors of all logs, the newest last", partial(_errors, folder, redact))


def newest(folder: Path) -> Sequence[Path]:
    """At most 20, crash reports and logs alike."""
    found = {path for pattern in _PATTERNS for path in folder.glob(pattern) if path.is_file() and not path.is_symlink()}
    return sorted(found, key=lambda path: (-_changed(path), path.name))[:FILES_AT_MOST]


def error_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines that tell of an error, each with the trace that follows it."""
    inside = False
    for line in lines:
        inside = bool(_BAD.search(line)) or (inside and bool(_BELONGS.match(line)))
        if inside:
            yield line


def _errors(folder: Path, redact: Callable[[str], str]) -> bytes:
    logs = [path for path in reversed(newest(folder)) if not path.name.startswith("crash-")]
    found = [line for path in logs for line in error_lines(_read(path, FILE_BYTES, redact).decode().splitlines())]
    return ("\n".join(found[-ERROR_LINES_AT_MOST:]) + "\n").encode()


def _read(path: Path, most: int, redact: Callable[[str], str]) -> bytes:
    """Its last ``most`` bytes, from the beginning of a line. OSError."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(max(0, size - most))
        tail = stream.read(most)
    if size > most:
        tail = tail.partition(b"\n")[2]
    return redact(tail.decode("utf-8", errors="replace")).encode()


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
