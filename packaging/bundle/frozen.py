"""The steps of PyInstaller that both spec files take; ``spec`` is the namespace of the file, which has its classes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import contents
import identity
import lighter
from gpl import gpl_parts


def freeze(name: str, spec: dict[str, Any]) -> None:
    """One folder, never one file: a file would unpack itself at every start, which takes seconds."""
    bundle = contents.BUNDLES[name]
    build_json = identity.write_build_json(contents.ROOT / "build" / name)
    found = spec["Analysis"](
        [str(contents.HERE / "entry.py")],
        pathex=[str(contents.ROOT)],
        hiddenimports=contents.own_modules(bundle),
        datas=[*contents.resources(bundle), (str(build_json), "resources")],
        excludes=contents.excludes(bundle),
        runtime_hooks=contents.runtime_hooks(bundle),
    )
    found.binaries = contents.trimmed(found.binaries)
    found.datas = contents.trimmed(found.datas)
    archive = spec["PYZ"](found.pure)
    programs = [_program(bundle.program, archive, found, spec, console=True)]
    if bundle.has_window and sys.platform == "win32":  # there a program either has a console or opens no black window
        programs.append(_program(f"{bundle.program}w", archive, found, spec, console=False))
    folder = Path(spec["COLLECT"](*programs, found.binaries, found.datas, name=name).name)
    if sys.platform == "linux":
        lighter.lighten(folder)
    if parts := gpl_parts(folder):
        sys.exit("\n".join((f"{folder} holds what only the GPL or a bought licence allows:", *parts)))


def _program(name: str, archive: Any, found: Any, spec: dict[str, Any], *, console: bool) -> Any:
    return spec["EXE"](archive, found.scripts, [], exclude_binaries=True, name=name, console=console, upx=False)
