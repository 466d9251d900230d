"""Models in folders ``NAME@VERSION``, and beside them the book that says which one counts, as one small file.

The file is replaced whole: a kill or a power cut at any moment leaves the book before or the book after. A folder gets
its name only once every byte in it is on the disk.
"""

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_book import FailedModel, ModelBook, Step
from app.domain.model_version import checked_identity
from services.storage.folders import make_folder, sync_folder

log = logging.getLogger(__name__)

BOOK_NAME, INCOMING = "models.json", "incoming"
BROUGHT = ".brought"
"""Lies in each folder that came by an update: the server's folder of models holds others too."""
BOOK_LOCK, FETCH_LOCK = "models.lock", "fetch.lock"
_FORMAT = 1
_BOOK_BYTES = 256 * 1024
_LOCK_S = 10.0
_TEXT_AT_MOST = 500


class FileModelStore:
    """Implements ModelStore in ``folder``. ``passing`` is told before each thing that is done to the disk; a test ends
    the process there."""

    def __init__(self, folder: Path, passing: Callable[[str], None] = lambda _: None) -> None:
        self.root, self._passing = folder, passing

    def book(self) -> ModelBook:
        path = self.root / BOOK_NAME
        try:
            with path.open("rb") as stream:
                return _book_of(stream.read(_BOOK_BYTES))
        except FileNotFoundError:
            return ModelBook()
        except OSError as error:
            raise _unreadable(path, error) from error
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            log.error("%s cannot be understood (%s): the model that came with the program is used", path, error)
            return ModelBook()

    def change(self, step: Step) -> ModelBook:
        with _locked(self.root, BOOK_LOCK, _LOCK_S):
            before = self.book()
            after = step(before)
            if after != before:
                self._write(after)
            return after

    @contextmanager
    def fetching(self) -> Iterator[None]:
        with _locked(self.root, FETCH_LOCK, 0):
            yield

    def incoming(self, model: ModelIdentity) -> Path:
        folder = self.root / INCOMING / _name(model)
        with _writing(folder):
            make_folder(folder)
            (folder / BROUGHT).touch()
        return folder

    def place(self, model: ModelIdentity) -> Path:
        fetched, folder = self.root / INCOMING / _name(model), self.root / _name(model)
        with _writing(folder):
            for file in sorted(fetched.iterdir()):
                self._passing(f"sync {file.name}")
                _sync_file(file)
            sync_folder(fetched)
            if folder.exists():
                self._passing("remove what was there")
                shutil.rmtree(folder)
            self._passing("name the model's folder")
            fetched.rename(folder)
            self._passing("sync the store")
            sync_folder(self.root)
        return folder

    def folder(self, model: ModelIdentity) -> Path | None:
        folder = self.root / _name(model)
        return folder if folder.is_dir() else None

    def thin(self, running: ModelIdentity | None) -> None:
        with _locked(self.root, BOOK_LOCK, _LOCK_S), _writing(self.root):
            kept = {str(each) for each in (*self.book().kept, running)}
            for folder in self.root.glob("*@*/"):
                if folder.name not in kept and (folder / BROUGHT).exists():
                    self._passing(f"remove {folder.name}")
                    shutil.rmtree(folder)
            shutil.rmtree(self.root / INCOMING, ignore_errors=True)

    def _write(self, book: ModelBook) -> None:
        path, part = self.root / BOOK_NAME, self.root / f"{BOOK_NAME}.part"
        with _writing(path):
            self._passing("write the book")
            with part.open("wb") as stream:
                stream.write(_bytes_of(book))
                stream.flush()
                self._passing("sync the book")
                os.fsync(stream.fileno())
            self._passing("replace the book")
            part.replace(path)
            self._passing("sync the book's name")
            sync_folder(self.root)


@contextmanager
def _locked(folder: Path, name: str, wait_s: float) -> Iterator[None]:
    lock = FileLock(folder / name)
    with _writing(folder / name):
        make_folder(folder)
        try:
            lock.acquire(timeout=wait_s)
        except Timeout as error:
            raise OSError("another program is at it") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = error.strerror or str(error)
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem=problem) from error


def _unreadable(path: Path, error: OSError) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=error.strerror or str(error))


def _sync_file(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _name(model: ModelIdentity) -> str:
    """ValueError for one that may not name a folder: a bug, whoever brings models in has looked at their names."""
    return str(checked_identity(model.name, model.version))


def _bytes_of(book: ModelBook) -> bytes:
    told = {"format": _FORMAT, **asdict(book)}
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode("ascii")


def _book_of(data: bytes) -> ModelBook:
    """ValueError, TypeError or KeyError for what is no book."""
    told: dict[str, Any] = json.loads(data)
    if told["format"] != _FORMAT:
        raise ValueError(f"its format is {told['format']!r}, not {_FORMAT}")
    return ModelBook(
        _identity(told["current"]),
        _identity(told["previous"]),
        _identity(told["ready"]),
        trial=bool(told["trial"]),
        starts=int(told["starts"]),
        asked=_text(told["asked"]),
        failed=tuple(
            FailedModel(_model(each["model"]), _text(each["why"]), _text(each["at"])) for each in told["failed"]
        ),
        highest=tuple(map(_model, told["highest"])),
    )


def _identity(told: Any) -> ModelIdentity | None:
    return None if told is None else _model(told)


def _model(told: Any) -> ModelIdentity:
    return checked_identity(_text(told["name"]), _text(told["version"]))


def _failed(told: Any) -> FailedModel:
    return FailedModel(_model(told["model"]), _text(told["why"]), _text(told["at"]))


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError("a text is expected")
    return told[:_TEXT_AT_MOST]
