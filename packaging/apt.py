"""Make or update a folder that apt installs from: `python3 packaging/apt.py DIR DEB... [--key KEY]`.

The packages are copied to DIR/pool beside those of earlier calls, and the lists are written anew by Debian's own
apt-ftparchive (package apt-utils). With --key, which names a secret key of this machine's GnuPG, the list is signed
and the public key laid into DIR/countersign.gpg. Any web server can serve DIR, and file: works as well:

    deb [signed-by=/usr/share/keyrings/countersign.gpg] https://SERVER/countersign stable main
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SUITE, COMPONENT = "stable", "main"
_ARCHITECTURES = ("amd64", "arm64")
PUBLIC_KEY = "countersign.gpg"


def main(words: list[str]) -> int:
    args = _parser().parse_args(words)
    if not shutil.which("apt-ftparchive"):
        print("apt.py: apt-ftparchive is missing; install Debian's package apt-utils", file=sys.stderr)
        return 1
    try:
        update(args.folder, args.debs, args.key, os.environ)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"apt.py: {error}", file=sys.stderr)
        return 1
    return 0


def update(folder: Path, debs: list[Path], key: str, environ: Mapping[str, str]) -> None:
    """OSError, CalledProcessError. What apt reads is complete before and after: InRelease, which names all other
    lists with their hashes, comes last and is put in place in one step."""
    pool = folder / "pool"
    pool.mkdir(parents=True, exist_ok=True)
    for deb in debs:
        _put(pool / deb.name, deb.read_bytes())
    suite = folder / "dists" / SUITE
    for architecture in _ARCHITECTURES:
        lists = suite / COMPONENT / f"binary-{architecture}"
        lists.mkdir(parents=True, exist_ok=True)
        listed = _told(["apt-ftparchive", "--arch", architecture, "packages", "pool"], folder, environ)
        _put(lists / "Packages", listed)
        _put(lists / "Packages.gz", gzip.compress(listed, mtime=0))
    for old in (suite / "Release", suite / "InRelease", suite / "Release.gpg"):
        if old.name != "InRelease":  # apt goes on with that one until the new one is there
            old.unlink(missing_ok=True)
    release = _told(["apt-ftparchive", *_about(), "release", f"dists/{SUITE}"], folder, environ)
    _put(suite / "Release", release)
    if key:
        signed = subprocess.run(
            ["gpg", "--batch", "--yes", "--local-user", key, "--clearsign", "--output", "-", suite / "Release"],
            check=True, capture_output=True, env=environ,
        ).stdout  # fmt: skip
        exported = subprocess.run(["gpg", "--export", key], check=True, capture_output=True, env=environ).stdout
        _put(folder / PUBLIC_KEY, exported)
        _put(suite / "InRelease", signed)
    else:
        (suite / "InRelease").unlink(missing_ok=True)  # of an earlier, signed state


def _about() -> list[str]:
    fields = {
        "Origin": "Countersign",
        "Label": "Countersign",
        "Suite": SUITE,
        "Codename": SUITE,
        "Architectures": " ".join(_ARCHITECTURES),
        "Components": COMPONENT,
    }
    return [word for name, value in fields.items() for word in ("-o", f"APT::FTPArchive::Release::{name}={value}")]


def _told(command: list[str], folder: Path, environ: Mapping[str, str]) -> bytes:
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, env=environ).stdout


def _put(place: Path, content: bytes) -> None:
    """Whole or not at all, also for whoever reads it meanwhile."""
    fresh = place.with_name(f"{place.name}.new")
    fresh.write_bytes(content)
    fresh.replace(place)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("packaging/apt.py", description="Make or update a folder that apt installs from.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("debs", type=Path, nargs="+", metavar="DEB")
    parser.add_argument("--key", default="", help="sign with this secret key of GnuPG; without it apt asks for trust")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
