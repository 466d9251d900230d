"""Part numbers: six segments, and the spelling annotators used for them."""

import re
from dataclasses import dataclass

_SEGMENTS = 6
_SIZE_SEGMENT = re.compile(r"(?P<size>[A-Z]\d{2})(?P<side>[LR])(?P<variant>[A-Z]*)")


@dataclass(frozen=True, slots=True, order=True)
class PartNumber:
    """A part as the ERP spells it, e.g. ``Z-CV01-D26RXXX-C03N-NL-DG00``; equality is identity of the part."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def segments(self) -> tuple[str, ...]:
        return tuple(self.text.split("-"))

    @property
    def short(self) -> str:
        """What an operator calls it: size, side and variant without the padding, e.g. ``D26R`` or ``B24RS``."""
        if len(self.segments) != _SEGMENTS:
            return self.text
        found = _SIZE_SEGMENT.fullmatch(self.segments[2])
        if found is None:
            return self.segments[2]
        return found["size"] + found["side"] + found["variant"].rstrip("X")


def canonical_part_number(raw_text: str) -> PartNumber:
    """Rule P1: trim, upper-case, ``_`` is ``-``, and a leading ``W`` segment is ``Z``. Nothing else is bridged."""
    segments = raw_text.strip().upper().replace("_", "-").split("-")
    if segments[0] == "W":
        segments[0] = "Z"
    return PartNumber("-".join(segments))
