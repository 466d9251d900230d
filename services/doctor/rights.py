"""What this user may write, and whether the system keeps passwords for them."""

import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.domain.health_facts import RightsFacts


def rights_facts(data: Path, policy: Sequence[Path], *, keyring_needed: bool) -> RightsFacts:
    """May hang in the keyring, which on a desktop may ask for a password of its own."""
    return RightsFacts(
        data_folder=str(data),
        data_problem=write_problem(data),
        open_policy=[str(each) for each in policy if _is_open(each)],
        keyring_problem=_keyring_problem(),
        keyring_needed=keyring_needed,
    )


def write_problem(folder: Path) -> str:
    """No words: a file can be made there. A folder marked read-only is locked for everybody, as the settings file is.
    The folder itself is made where it is missing, as the station would do."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not folder.stat().st_mode & stat.S_IWUSR:
            return "it is read-only"
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(b"written by countersign doctor")
            file.flush()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _is_open(file: Path) -> bool:
    """An administrator may write it, as is right; anybody else may not."""
    return not _is_administrator() and (os.access(file, os.W_OK) or os.access(file.parent, os.W_OK))


def _is_administrator() -> bool:
    if os.name == "posix":
        return os.geteuid() == 0
    import ctypes

    shell = getattr(ctypes, "windll").shell32  # noqa: B009 (the name is there on Windows alone)
    return bool(shell.IsUserAnAdmin())


def _keyring_problem() -> str:
    import keyring
    from keyring.backends.fail import Keyring as NoKeyring

    found = keyring.get_keyring()
    return "this machine has none that a password could be kept in" if isinstance(found, NoKeyring) else ""
