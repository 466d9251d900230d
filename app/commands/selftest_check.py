"""What a check of the self-test is."""

from collections.abc import Callable
from dataclasses import dataclass


class SelfTestError(Exception):
    """A library works and gives a wrong answer; the words say which."""


@dataclass(frozen=True, slots=True)
class Check:
    """``act`` gives one line on what was seen and raises anything at all when it fails.

    ``libraries`` are the distributions that it exercises, as pyproject.toml spells them. A server's program does
    without the checks that ``needs_station``.
    """

    name: str
    libraries: tuple[str, ...]
    act: Callable[[], str]
    needs_station: bool = False


def expect(holds: bool, otherwise: str) -> None:
    """SelfTestError with ``otherwise``."""
    if not holds:
        raise SelfTestError(otherwise)
