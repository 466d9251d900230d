"""Write the lock files anew: `python3 packaging/lock/update.py`. Needs uv on the PATH and the network.

Versions already in a lock stay as they are unless asked otherwise; words after the script's name go to uv:
`--upgrade` takes the newest of everything, `--upgrade-package httpx` of one package.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COMPILE = [
    *("uv", "pip", "compile", "pyproject.toml", "--quiet"),
    *("--universal", "--python-version", "3.11"),  # one lock for Linux and Windows, for 3.11 and later
    *("--generate-hashes", "--only-binary", ":all:"),  # nothing is built on a station
    *("--no-emit-index-url", "--no-emit-find-links"),  # a lock names files by hash, never a place to fetch them
    *("--custom-compile-command", "python3 packaging/lock/update.py"),
    *("--constraint", "packaging/lock/pins.txt"),
]
EXTRAS = ["--extra", "server", "--extra", "bench"]
STATION = [*EXTRAS, "--output-file", "packaging/lock/station.txt"]
# The station's versions bind the tests: the same code is tested that runs on the bench.
DEV = [*EXTRAS, "--extra", "dev", "--constraint", STATION[-1], "--output-file", "packaging/lock/dev.txt"]
# What makes installers and documents; a builder's machine installs it over the station's.
BUILD = [
    *("--extra", "server", "--extra", "build", "--extra", "docs"),
    *("--constraint", STATION[-1], "--output-file", "packaging/lock/build.txt"),
]


def main(words: list[str]) -> int:
    for lock in (STATION, DEV, BUILD):
        finished = subprocess.run([*COMPILE, *lock, *words], cwd=ROOT, check=False)
        if finished.returncode:
            return finished.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
