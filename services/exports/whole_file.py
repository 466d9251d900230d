"""A file that is whole under its name, or not there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.domain.errors import ErrorCode, OperationalError
from services.storage.folders import sync_folder


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write it. When the block ends well it gets its name, durably; when it does not, nothing of it stays and
    ``path`` is as it was. Raises OperationalError(FILE_UNWRITABLE) for any OSError of the block too."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        _synchronise(part)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem=error.strerror or str(error))


def _synchronise(part: Path) -> None:
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
