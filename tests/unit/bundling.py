"""The modules of ``packaging/``, for tests: that folder is no package, so each is loaded from its file."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
_LOADED: dict[str, ModuleType] = {}


def packaging_module(place: str) -> ModuleType:
    """``bundle/gpl`` and the like. Its neighbours are found by their own names, as when it runs."""
    if place not in _LOADED:
        file = ROOT / "packaging" / f"{place}.py"
        spec = importlib.util.spec_from_file_location(f"countersign_packaging_{place.replace('/', '_')}", file)
        assert spec is not None
        assert spec.loader is not None
        made = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = made  # dataclasses look themselves up
        before = list(sys.path)
        sys.path[:0] = [str(file.parent), str(ROOT)]
        try:
            spec.loader.exec_module(made)
        finally:
            sys.path[:] = before
        _LOADED[place] = made
    return _LOADED[place]
