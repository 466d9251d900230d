"""Writing the settings file: what a person wrote in it stays, what is wrong never gets in, and a power cut leaves the
old file or the new one."""

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit.container import OutOfOrderTableProxy
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable

from app.domain.errors import ErrorCode, OperationalError
from app.settings_layers import parse_settings

_Table = tomlkit.TOMLDocument | AbstractTable | OutOfOrderTableProxy


def write_settings(path: Path, changes: Mapping[str, object]) -> None:
    """Put each ``section.key`` with its value into the TOML file; None takes it out, so that its default applies. The
    file and its folder are made where they are missing; comments and layout stay.

    Blocks on the disk. Raises OperationalError, and then nothing has changed: SETTING_INVALID (the whole file is
    checked), FILE_UNREADABLE (it is no TOML), FILE_UNWRITABLE.
    """
    target = path.resolve()  # a link stays a link
    text = _changed(_read(target), changes, str(path))
    parse_settings(text, str(path))
    if not may_write(target):
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem="it is read-only")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, text.encode("utf-8"))
    except OSError as error:
        problem = error.strerror or str(error)
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem=problem) from error


def may_write(path: Path) -> bool:
    """Whether this user may write the file, or make it. A file marked read-only is locked for everybody."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        there = next((folder for folder in path.absolute().parents if folder.exists()), None)
        return there is not None and os.access(there, os.W_OK)
    except OSError:
        return False
    return bool(mode & stat.S_IWUSR) and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")  # not read_text: it would change the ends of the lines
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=str(error)) from error
    except OSError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=error.strerror or error) from error


def _changed(text: str, changes: Mapping[str, object], origin: str) -> str:
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=origin, problem=str(error)) from error
    for key, value in changes.items():
        section, _, name = key.rpartition(".")
        if value is None and section and section not in document:
            continue
        table = _section(document, section, origin)
        if value is not None:
            table[name] = value
        elif name in table:
            del table[name]
    return tomlkit.dumps(document)


def _section(document: tomlkit.TOMLDocument, name: str, origin: str) -> _Table:
    if not name:
        return document
    if name not in document:
        document[name] = tomlkit.table()
    found = document[name]
    if not isinstance(found, AbstractTable | OutOfOrderTableProxy):
        problem = "it is a section, not a value"
        raise OperationalError(ErrorCode.SETTING_INVALID, origin=origin, key=name, problem=problem)
    return found


def _replace(path: Path, content: bytes) -> None:
    """Durable before it takes the place of the old one; the old one's rights go over to it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The new name itself survives a power cut; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
