"""Fetch everything that the lock names for Windows, on any machine, and look whether it is whole:
`python packaging/windows/resolve.py --target FOLDER`. Needs uv on the PATH and pefile (the build extra).

Each file is known by its hash, nothing is built. Then every library of the set is read, none is run: what it asks
Windows to load with it must be in the set, in Windows, or in Python (libraries.py names these with the reason).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import libraries  # after its folder is known: packaging/ is no package

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "packaging" / "lock" / "station.txt"
PLATFORM, PYTHON = "x86_64-pc-windows-msvc", "3.11"
_AMD64 = 0x8664


def fetch(target: Path, python: str, *, lock: Path = LOCK, dry: bool = False) -> str:
    """What uv says. RuntimeError: something of the lock has no wheel for Windows, or another hash."""
    words = [
        *("uv", "pip", "install", "--target", str(target), "--python-platform", PLATFORM, "--python-version", python),
        *("--only-binary", ":all:", "--require-hashes", "--requirement", str(lock), *(["--dry-run"] if dry else [])),
    ]
    finished = subprocess.run(words, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise RuntimeError(finished.stderr.strip() or f"uv: {finished.returncode}")
    return finished.stderr


def imports(folder: Path) -> Mapping[str, list[str]]:
    """Of each library of the set, by its path with slashes, what it asks for at once or later. RuntimeError: one is not
    for 64-bit Windows on x86."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() in {".dll", ".pyd"}:
            found[file.relative_to(folder).as_posix()] = _imports_of(file)
    return found


def _imports_of(file: Path) -> list[str]:
    import pefile

    with pefile.PE(str(file), fast_load=True) as library:
        if library.FILE_HEADER.Machine != _AMD64:
            raise RuntimeError(f"{file.name} is not for 64-bit Windows")
        kinds = ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
        library.parse_data_directories([pefile.DIRECTORY_ENTRY[kind] for kind in kinds])
        entries = [
            *getattr(library, "DIRECTORY_ENTRY_IMPORT", []),
            *getattr(library, "DIRECTORY_ENTRY_DELAY_IMPORT", []),
        ]
        return sorted({entry.dll.decode("ascii").lower() for entry in entries})


def report(folder: Path) -> dict[str, object]:
    """Figures and findings of a set that was fetched."""
    found = imports(folder)
    station, server = libraries.look(found), libraries.look(found, libraries.WINDOW)
    return {
        "packages": len(list(folder.glob("*.dist-info"))),
        "megabytes": round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6),
        "libraries": len(found),
        "asked for": len({name for names in found.values() for name in names}),
        "unknown": {**station.unknown, **server.unknown},
        "runtime in the set": sorted({path for path in found if libraries.RUNTIME.fullmatch(path.rpartition("/")[2])}),
        "station, from the builder": dict(station.from_builder),
        "server, from the builder": dict(server.from_builder),
    }


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", type=Path, required=True, help="an empty folder, 500 MB")
    parser.add_argument("--python", default=PYTHON, help="version of the Python that freezes the program")
    parser.add_argument("--dry-run", action="store_true", help="only ask whether everything can be had")
    args = parser.parse_args(words)
    try:
        told = fetch(args.target, args.python, dry=args.dry_run)
        found = {} if args.dry_run else report(args.target)
    except RuntimeError as error:
        print(f"resolve.py: {error}", file=sys.stderr)
        return 1
    print(told if args.dry_run else json.dumps(found, indent=2))
    return 1 if found.get("unknown") else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
