"""``countersign selftest``: every library that this program carries, exercised once, on this machine.

For an installed program: a library that the build forgot, or one of the system's that is missing, shows here and not in
the middle of a shift. Needs no settings, camera, server or network; leaves nothing behind; about five seconds.

Exit code: 0 all is well, 1 something does not work.
"""

import argparse
import importlib.util
import json
import logging
import platform
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial

from app.commands.selftest_check import Check
from app.commands.selftest_libraries import LIBRARIES
from app.commands.selftest_vision import VISION
from app.own_program import is_installed
from app.settings import Settings
from app.version import this_build

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """``told`` is a version or what else was seen, or what went wrong."""

    name: str
    ok: bool
    told: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001  # a command is given its settings
    say: Say = _silent if args.json else partial(print, end="", flush=True)
    say(f"countersign {this_build()}, Python {platform.python_version()}\n")
    results: list[Result] = []
    with _quiet_log():
        for check in checks():
            say(f"{check.name:<22} ")  # first: a library that ends the whole process has been named
            results.append(tried(check))
            say(f"{'ok' if results[-1].ok else 'FAILED':<7} {results[-1].told}".rstrip() + "\n")
    if args.json:
        print(json.dumps(_report(results), indent=2))
    return 0 if all(result.ok for result in results) else 1


def _silent(_: str) -> None:
    pass


@contextmanager
def _quiet_log() -> Iterator[None]:
    """Libraries tell of what they do; here their lines would stand in the middle of ours."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def checks(*, has_window: bool | None = None) -> Iterator[Check]:
    """Those of this program; the installed server's carries neither our windows nor Qt."""
    carries_window = importlib.util.find_spec("ui") is not None if has_window is None else has_window
    yield from (check for check in (*LIBRARIES, *VISION) if carries_window or not check.needs_station)
    if carries_window:
        yield from _screen()


def _screen() -> Iterator[Check]:
    try:
        from app.commands.selftest_screen import SCREEN  # Qt, only here
    except ImportError as error:
        missing = error

        def fail() -> str:
            raise missing

        yield Check("Qt", ("PySide6-Essentials",), fail)
    else:
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
