"""The tools of ``packaging/supply``, for tests: that folder is no package, so they are loaded from their files."""

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SUPPLY = ROOT / "packaging" / "supply"
LOCKS = ROOT / "packaging" / "lock"


def tool(name: str) -> ModuleType:
    """The module of that name; its neighbours are found as they are when it runs as a program."""
    before = list(sys.path)
    sys.path.insert(0, str(SUPPLY))
    try:
        return importlib.import_module(name)
    finally:
        sys.path[:] = before


def building_python() -> str:
    """A Python with the packages of build.txt: that of COUNTERSIGN_TEST_BUILD_PYTHON, else our own; "" for none."""
    here = all(map(importlib.util.find_spec, ("cyclonedx", "PyInstaller", "pip_audit")))
    return os.environ.get("COUNTERSIGN_TEST_BUILD_PYTHON", sys.executable if here else "")
