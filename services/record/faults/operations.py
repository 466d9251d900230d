"""What a store did to its files, one operation after the other."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Write:
    """``file`` is a number for the file itself, whatever name it has by now."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    file: int


@dataclass(frozen=True, slots=True)
class Link:
    """A new, empty file got its name."""

    name: str
    file: int


@dataclass(frozen=True, slots=True)
class Unlink:
    name: str


@dataclass(frozen=True, slots=True)
class SyncFolder:
    """The names are durable from here on."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The store has returned from its call ``number``: from here on that one is promised. 0: it has been opened."""

    number: int


Operation = Write | Truncate | Sync | Link | Unlink | SyncFolder | Acknowledge
Unsynced = Write | Truncate | Link | Unlink

Image = dict[str, bytes]
"""The files of a disk, by name."""


class Disk:
    """The names and files that a sequence of operations makes of those that were there."""

    def __init__(self, image: Image) -> None:
        self.names = {name: number for number, name in enumerate(image)}
        self.files = dict(enumerate(image.values()))

    def apply(self, operations: Sequence[Unsynced]) -> None:
        for operation in operations:
            match operation:
                case Link(name, file):
                    self.names[name] = file
                case Unlink(name):
                    self.names.pop(name, None)
                case Write(file, offset, data):
                    self.files[file] = _written(self.files.get(file, b""), offset, data)
                case Truncate(file, size):
                    self.files[file] = self.files.get(file, b"")[:size].ljust(size, b"\0")

    def with_applied(self, operations: Sequence[Unsynced]) -> Image:
        """The disk after these too; this one stays as it is."""
        after = Disk({})
        after.names, after.files = dict(self.names), dict(self.files)
        after.apply(operations)
        return {name: after.files.get(file, b"") for name, file in after.names.items()}


def _written(content: bytes, offset: int, data: bytes) -> bytes:
    before = content[:offset].ljust(offset, b"\0")
    return b"".join((before, data, content[offset + len(data) :]))
