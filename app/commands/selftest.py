"""``countersign selftest``: every library that this program carries, exercised once, on this machine.

For an installed program: a library that the build forgot, or one of the system's that is missing, shows here and not in
the middle of a shift. Needs no settings, camera, server or network; leaves nothing behind; about five seconds.
"""

import argparse
import importlib.util
import json
import platform
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from app.commands.selftest_check import Check
from app.commands.selftest_libraries import LIBRARIES
from app.commands.selftest_vision import VISION
from app.own_program import is_installed
from app.settings import Settings
from app.version import this_build


@dataclass(frozen=True, slots=True)
class Result:
    """``told`` is a version or what else was seen, or what went wrong."""

    name: str
    ok: bool
    told: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001  # a command is given its settings
    results: list[Result] = []
    if not args.json:
        print(f"countersign {this_build()}, Python {platform.python_version()}", flush=True)
    for check in checks():
        if not args.json:
            print(f"{check.name:<22} ", end="", flush=True)  # first: a library that ends the process has been named
        result = tried(check)
        results.append(result)
        if not args.json:
            print(f"{'ok     ' if result.ok else 'FAILED '} {result.told}".rstrip(), flush=True)
    if args.json:
        print(json.dumps(_report(results), indent=2))
    return 0 if all(result.ok for result in results) else 1


def checks(*, has_window: bool | None = None) -> Iterator[Check]:
    """Those of this program; the installed server's carries neither our windows nor Qt."""
    carries_window = importlib.util.find_spec("ui") is not None if has_window is None else has_window
    yield from (check for check in (*LIBRARIES, *VISION) if carries_window or not check.needs_station)
    if carries_window:
        from app.commands.selftest_screen import SCREEN  # Qt, only here

        yield from SCREEN


def tried(check: Check) -> Result:
    try:
        return Result(check.name, ok=True, told=check.act())
    except Exception as error:  # noqa: BLE001 (whatever a library that cannot work raises is the finding)
        return Result(check.name, ok=False, told=f"{type(error).__name__}: {error}")


def _report(results: Iterable[Result]) -> dict[str, object]:
    listed = [asdict(result) for result in results]
    about = {"build": asdict(this_build()), "installed": is_installed(), "python": platform.python_version()}
    return {**about, "ok": all(result["ok"] for result in listed), "checks": listed}
