"""How this program starts itself anew in another process: from a checkout with Python, or as the installed program.

An installed program has no Python beside it. Its own file understands ``-m MODULE`` instead, for our own modules.
"""

import runpy
import sys
from collections.abc import Sequence

_OWN = {"app", "services", "ui"}


def is_installed() -> bool:
    """Whether this is a program that PyInstaller has made."""
    return bool(getattr(sys, "frozen", False))


def command(*words: str) -> list[str]:
    """The words that start ``countersign`` with ``words``."""
    return [sys.executable, *words] if is_installed() else module("app", *words)


def module(name: str, *words: str) -> list[str]:
    """The words that run a module of ours as a program of its own."""
    return [sys.executable, "-m", name, *words]


def names_module(words: Sequence[str]) -> bool:
    """Whether an installed program was started by :func:`module`; any module that is not ours is none."""
    return len(words) > 1 and words[0] == "-m" and words[1].partition(".")[0] in _OWN


def run_module(words: Sequence[str]) -> None:
    """What Python does with ``-m``, in an installed program; ``words`` as :func:`names_module` knows them."""
    sys.argv[:] = words[1:]
    runpy.run_module(words[1], run_name="__main__", alter_sys=True)
