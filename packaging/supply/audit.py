"""Known vulnerabilities of what the locks name: `python packaging/supply/audit.py`.

Asks an advisory database in OSV's format about every version in packaging/lock/*.txt, whatever the platform. Installs
nothing. Where the database cannot be reached it says so and lets the build go on.

    --lock FILE      may be given many times; all the locks otherwise
    --service URL    of the database; that of osv.dev otherwise
    --require        a database that cannot be reached is a failure: for the build that is handed out

Exit code: 0 nothing is known, or not reachable; 1 something is known, or not reachable with --require; 2 wrong use.
Needs pip-audit, of packaging/lock/build.txt.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

LOCKS = Path(__file__).resolve().parents[1] / "lock"
SERVICE = "https://api.osv.dev/v1/query"
_PIN = re.compile(r"([A-Za-z0-9][\w.-]*)==([\w.!+-]+)")
_REACH_S, _ANSWER_S = 5.0, 15
_WHOLE_S = 600.0


class UnreachableError(Exception):
    """The database cannot be asked; the text says why."""


def main(words: Sequence[str]) -> int:
    args = _parser().parse_args(words)
    try:
        pins = pinned(args.lock or sorted(LOCKS.glob("*.txt")))
    except OSError as error:
        print(f"audit: {error}", file=sys.stderr)
        return 2
    try:
        reach(args.service)
        if importlib.util.find_spec("pip_audit") is None:
            print("audit: this Python has no pip-audit; packaging/lock/build.txt holds it", file=sys.stderr)
            return 2
        known = list(ask(pins, args.service))
    except UnreachableError as error:
        print(f"audit: skipped, the advisory database cannot be asked: {error}", file=sys.stderr)
        return 1 if args.require else 0
    for line in known:
        print(line)
    print(f"audit: {len(pins)} locked versions, {len(known)} known vulnerabilities", file=sys.stderr)
    return 1 if known else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("audit.py", description="Known vulnerabilities of what the locks name.")
    parser.add_argument("--lock", type=Path, action="append", metavar="FILE", help="a lock; may be given many times")
    parser.add_argument("--service", default=SERVICE, metavar="URL", help="an advisory database in OSV's format")
    parser.add_argument("--require", action="store_true", help="exit with 1 when the database cannot be reached")
    return parser


def pinned(locks: Iterable[Path]) -> list[tuple[str, str]]:
    """Name and version of everything that any of the locks names, once; markers do not count."""
    found = (_PIN.match(line) for lock in locks for line in lock.read_text(encoding="utf-8").splitlines())
    return sorted({(match[1].lower(), match[2]) for match in found if match})


def reach(service: str) -> None:
    """UnreachableError: nobody answers there, or at the proxy that the environment names."""
    parts = urlsplit(service)
    proxy = getproxies().get(parts.scheme, "")
    if proxy and not proxy_bypass(parts.hostname or ""):
        parts = urlsplit(proxy)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), _REACH_S).close()
    except OSError as error:
        raise UnreachableError(f"{parts.hostname}:{port}: {error.strerror or error}") from error


def ask(pins: Sequence[tuple[str, str]], service: str) -> Iterator[str]:
    """A line for every known vulnerability. UnreachableError: the database broke off, or answers something else."""
    with tempfile.TemporaryDirectory() as folder:
        for place, chosen in enumerate(_one_version_each(pins)):
            file = Path(folder) / f"{place}.txt"
            file.write_text("".join(f"{name}=={version}\n" for name, version in chosen), encoding="utf-8")
            yield from _said(_audited(file, service))


def _one_version_each(pins: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """A file of requirements may name a package once; a lock names some in several versions."""
    left = list(pins)
    while left:
        chosen = dict(reversed(left))
        yield sorted(chosen.items())
        left = [(name, version) for name, version in left if chosen[name] != version]


def _audited(file: Path, service: str) -> str:
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", str(file), "--no-deps", "--disable-pip"),
        *("--vulnerability-service", "osv", "--osv-url", service, "--timeout", str(_ANSWER_S)),
        *("--format", "json", "--progress-spinner", "off"),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_WHOLE_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreachableError(f"no answer within {_WHOLE_S:.0f} s") from error
    if not done.stdout.strip():
        raise UnreachableError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no answer")
    return done.stdout


def _said(told: str) -> Iterator[str]:
    for each in json.loads(told)["dependencies"]:
        for known in each.get("vulns", ()):
            mended = ", ".join(known["fix_versions"]) or "no version yet"
            yield f"{each['name']} {each['version']}: {known['id']} (mended in {mended})"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
