"""Which build this is: the ``resources/build.json`` of a bundle, of which ``app/version.py`` reads.

The same sources give the same file: the moment is SOURCE_DATE_EPOCH or else that of the commit, never now.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION_VARIABLE, EPOCH_VARIABLE = "BUILD_VERSION", "SOURCE_DATE_EPOCH"
_VERSION = re.compile(r"\d+\.\d+\.\d+")


def version(environ: Mapping[str, str] = os.environ) -> str:
    """What BUILD_VERSION says, or else app/version.py. ValueError: it is not MAJOR.MINOR.PATCH, which is all that a
    Debian package and a Windows installer order alike."""
    asked = environ.get(VERSION_VARIABLE, "") or _declared((ROOT / "app" / "version.py").read_text(encoding="utf-8"))
    if not _VERSION.fullmatch(asked):
        raise ValueError(f"“{asked}” is not MAJOR.MINOR.PATCH")
    return asked


def _declared(source: str) -> str:
    found = re.search(r'^VERSION = "(.*)"$', source, re.MULTILINE)
    return found.group(1) if found else ""


def epoch(environ: Mapping[str, str] = os.environ) -> int:
    """Seconds since 1970 that stand in every file of the build."""
    return int(environ.get(EPOCH_VARIABLE) or _git("log", "-1", "--format=%ct") or 0)


def commit() -> str:
    """The short name of the commit, with ``-dirty`` where tracked files differ from it; ``unknown`` without git."""
    name = _git("rev-parse", "--short=12", "HEAD")
    if not name:
        return "unknown"
    return f"{name}-dirty" if _git("status", "--porcelain", "--untracked-files=no") else name


def build_json(environ: Mapping[str, str] = os.environ) -> str:
    told = {
        "version": version(environ),
        "id": commit(),
        "built_at": datetime.fromtimestamp(epoch(environ), UTC).isoformat(timespec="seconds"),
    }
    return json.dumps(told, indent=2) + "\n"


def write_build_json(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "build.json"
    file.write_text(build_json(), encoding="utf-8")
    return file


def _git(*words: str) -> str:
    """What git says, "" where there is no git or no repository."""
    try:
        told = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""
