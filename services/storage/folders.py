"""Folders and names that are still there after a power cut."""

import os
import sys
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Durable on return, with those above it that are missing too. OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in ``folder`` durable; Windows keeps names in its own journal and has no such call. OSError."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
