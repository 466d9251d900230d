"""Whether the keyboard is set so that a wedge scanner's codes arrive as other characters. Only ever a warning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import ascii_lowercase

from app.domain.keystrokes import UNREADABLE, Burst, KeyKind

# What layouts of Europe and Asia make of the US hyphen, slash, stop, underscore and digits.
_MISTYPED = frozenset("'?)!:;+=%\"&(*`^" + UNREADABLE)
_ADDRESS = "://"


class KeyboardSuspicion(StrEnum):
    CAPS_LOCK = "caps_lock"
    FOREIGN_LAYOUT = "foreign_layout"


@dataclass(frozen=True, slots=True)
class CapsAndLayoutWatch:
    """``wrong``: from the teach-in, by the character on the label (``Learnt.wrong``)."""

    wrong: Mapping[str, str] = field(default_factory=dict)

    def suspicions(self, burst: Burst) -> tuple[KeyboardSuspicion, ...]:
        found = []
        if _shift_turned(burst):
            found.append(KeyboardSuspicion.CAPS_LOCK)
        if self._foreign(burst.text):
            found.append(KeyboardSuspicion.FOREIGN_LAYOUT)
        return tuple(found)

    def _foreign(self, text: str) -> bool:
        """Rule Y2: a character that the teach-in saw in another's place, or one that no code of the plant holds and
        layouts are known to type instead of one. An address (QR codes hold them) has such characters by right."""
        if any(c in text for c in self.wrong.values()):
            return True
        return _ADDRESS not in text and any(c in _MISTYPED or not c.isascii() for c in text)


def _shift_turned(burst: Burst) -> bool:
    """Rule Y1: Caps Lock is on when Shift gives small letters. So a code in small letters is not suspected, nor one
    whose letters the scanner itself turns; a code without letters says nothing."""
    return any(key.shift and key.kind is KeyKind.CHARACTER and key.text in ascii_lowercase for key in burst.keys)
