"""Bill of materials and licences of a bundle: `python packaging/supply/report.py --bundle DIR --out DIR`.

Looks at what PyInstaller has really put into the one-dir bundle DIR, and writes into --out, which is to be the folder
`licences` inside the bundle's `_internal`:

    sbom.cdx.json     CycloneDX 1.6, checked by the library's own validator
    LICENCES.txt      the notice, the list, every licence text
    licences.json, notice.txt, texts/   the same for the program's page About

Without --bundle: of the packages of packaging/lock/station.txt that are installed beside --python.

Exit code: 0 all is well, 1 something in it may not be handed to customers (each with its reason), 2 wrong use.
Needs the packages of packaging/lock/build.txt.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import contents  # after the folders are known: packaging/ is no package
import notices
import parts
import sbom
from environment import Environment, locked_names, read_environment
from native import Libraries

from app.domain.about import PROGRAM, canonical
from app.version import Build, this_build
from services.about.program import read_vendor

LOCK = Path(__file__).resolve().parents[1] / "lock" / "station.txt"
BILL = "sbom.cdx.json"
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def main(words: list[str]) -> int:
    args = _parser().parse_args(words)
    try:
        here = read_environment(args.python)
        found, sources = _bundled(args.bundle, here) if args.bundle else _installed(here)
    except (ValueError, OSError, subprocess.CalledProcessError) as error:
        print(f"report: {error}", file=sys.stderr)
        return 2
    made, wrong = parts.parts_of(found, sources)
    vendor = read_vendor()
    wrong += [*parts.refusals(made), *(parts.vendor_refusals(vendor) if args.final else ())]
    if wrong:
        print("\n".join(f"report: {each}" for each in wrong), file=sys.stderr)
        return 1
    build = _build_of(args.bundle)
    notices.write_notices(args.out, made, vendor)
    text = sbom.bill(PROGRAM, build, made, _moment(build), locked_hashes(LOCK))
    (args.out / BILL).write_text(text, encoding="utf-8")
    print(_summary(made, args.out))
    for each in parts.vendor_refusals(vendor):
        print(f"note: {each}; fill it in before this is handed to anybody")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("report.py", description="Bill of materials and licences of a bundle.")
    parser.add_argument("--bundle", type=Path, metavar="DIR", help="a one-dir bundle; the installed packages otherwise")
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="where to write")
    parser.add_argument(
        "--python", type=Path, metavar="PATH", default=Path(sys.executable), help="what the bundle was made with"
    )
    parser.add_argument("--final", action="store_true", help="refuse a vendor's name that was not filled in")
    return parser


def _bundled(bundle: Path, here: Environment) -> tuple[contents.Found, parts.Sources]:
    if not bundle.is_dir():
        raise ValueError(f"{bundle} is no folder")
    libraries, places = Libraries(), contents.files_of(bundle)
    found = contents.sort_out(contents.modules_of(bundle), places, here, libraries)
    return found, parts.Sources(here, libraries, places, frozen=True)


def _installed(here: Environment) -> tuple[contents.Found, parts.Sources]:
    """What those packages have installed, as if it were a bundle, without what every bundle leaves out."""
    wanted, libraries = locked_names(LOCK) & set(here.packages), Libraries()
    owned = [path for path, name in here.owners.items() if name in wanted and not libraries.left_out(path)]
    places = {path: place for path in owned if (place := here.place_of(path)).is_file()}
    found = contents.sort_out(set(), places, here, libraries)
    return found, parts.Sources(here, libraries, places, frozen=False)


def _build_of(bundle: Path | None) -> Build:
    return this_build(contents.internal_of(bundle) / "resources" / "build.json") if bundle else this_build()


def _moment(build: Build) -> datetime:
    """Of the build, never of now."""
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    return datetime.fromisoformat(build.built_at).astimezone(UTC) if build.built_at else _EARLIEST


def locked_hashes(lock: Path) -> dict[str, list[str]]:
    """SHA-256 of every file that the lock allows for a package, by canonical name."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9][\w.-]*)==", line):
            name = canonical(match[1])
        elif match := re.search(r"--hash=sha256:([0-9a-f]{64})", line):
            found.setdefault(name, []).append(match[1])
    return found


def _summary(made: list[parts.Part], out: Path) -> str:
    kinds = [part.kind for part in made]
    counts = {"packages": kinds.count("package"), "native libraries": kinds.count("library")}
    return f"{out}: {json.dumps(counts)[1:-1].replace(chr(34), '')}; every licence is on the list"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
