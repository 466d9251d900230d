"""Keys with the time they were pressed, and what may become of them between a wedge scanner and a hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

MIN_CHARACTERS = 4
"""A code has no fewer."""
UNREADABLE = "\ufffd"
"""What a dead key of a foreign layout stands for: a code with it is refused in words instead of taken for another."""

_REPEAT_DELAY_MS = 150
_STAMPS = 2**32


class KeyKind(StrEnum):
    """CONTROL is a character with Ctrl (scanners type separators so), OTHER whatever types nothing: arrows, F1."""

    CHARACTER = "character"
    ENTER = "enter"
    TAB = "tab"
    CONTROL = "control"
    OTHER = "other"


ENDS = frozenset({KeyKind.ENTER, KeyKind.TAB})


@dataclass(frozen=True, slots=True)
class Key:
    """One press. ``at_ms`` may start over at 2**32, as the stamps of window systems do. Modifier keys are no Key."""

    kind: KeyKind
    text: str = ""
    at_ms: int = 0
    auto_repeat: bool = False
    shift: bool = False


@dataclass(frozen=True, slots=True)
class Burst:
    """``text`` is the code, without prefix, suffix and terminator; ``keys`` are all of them as they came."""

    text: str
    keys: tuple[Key, ...]


class Fate(StrEnum):
    """What becomes of a key. HELD: not known yet. TYPED: it goes where it was going. TAKEN: it belongs to a burst.
    DOUBTFUL: typed, but only for something that takes text; anything else could be pressed by it."""

    HELD = "held"
    TYPED = "typed"
    TAKEN = "taken"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Step:
    """``given_back``: every key that was held was typed by hand, or ``burst``: every one belongs to it. Then ``fate``
    is that of the key at hand; None where there is none."""

    fate: Fate | None = None
    given_back: tuple[Key, ...] = ()
    burst: Burst | None = None


class Listener(Protocol):
    """Keys in, decisions out; keys that it holds are decided by ``gap_passed`` at the latest."""

    @property
    def wait_ms(self) -> int:
        """How long from the last key until ``gap_passed`` is due."""

    def feed(self, key: Key) -> Step: ...
    def claims(self, key: Key) -> bool:
        """Whether ``feed`` would keep this key from where it is going. Changes nothing."""

    def gap_passed(self) -> Step:
        """No key came for ``wait_ms``."""


def gap_ms(earlier: Key, later: Key) -> int:
    """Between two presses, across the point where stamps start over."""
    return (later.at_ms - earlier.at_ms) % _STAMPS


def text_of(keys: Iterable[Key]) -> str:
    """Rule B5: what the characters spell; control characters are not part of a code."""
    return "".join(key.text for key in keys if key.kind is KeyKind.CHARACTER)


def types_nothing(held: tuple[Key, ...], key: Key) -> bool:
    """Rule B6: neither a key held down nor one that types nothing is ever part of a burst. No key repeats so soon after
    its press: what the window system takes for that is a double letter of a fast scanner. A control character alone is
    a shortcut; after others the scanner types it."""
    pressed = next((each for each in reversed(held) if not each.auto_repeat), None)
    if key.auto_repeat and (pressed is None or gap_ms(pressed, key) >= _REPEAT_DELAY_MS):
        return True
    return key.kind is KeyKind.OTHER or (key.kind is KeyKind.CONTROL and not held)
