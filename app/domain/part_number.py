"""Part numbers: six segments, the spelling annotators used for them, and which segments tell parts apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

_SEGMENTS = 6
_SIZE_SEGMENT = re.compile(r"(?P<size>[A-Z]\d{2})(?P<side>[LR])(?P<variant>[A-Z]*)")
_SUBSTITUTED_PREFIX = {"W": "Z"}


class Segment(StrEnum):
    """What a part number says; the third of its six segments says three things."""

    PREFIX = "prefix"
    COVER_SERIES = "cover series"
    SIZE = "size"
    SIDE = "side"
    VARIANT = "variant"
    TYPE_CODE = "type code"
    LABEL_FLAG = "label flag"
    FINISH_CODE = "finish code"


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
    def meaning(self) -> dict[Segment, str] | None:
        """Rule P2: what each segment says; None when it is not built from six of them. A variant is without its X's."""
        parts = self.segments
        if len(parts) != _SEGMENTS or not all(parts):
            return None
        found = _SIZE_SEGMENT.fullmatch(parts[2])
        if found is None:
            return None
        return {
            Segment.PREFIX: parts[0],
            Segment.COVER_SERIES: parts[1],
            Segment.SIZE: found["size"],
            Segment.SIDE: found["side"],
            Segment.VARIANT: found["variant"].rstrip("X"),
            Segment.TYPE_CODE: parts[3],
            Segment.LABEL_FLAG: parts[4],
            Segment.FINISH_CODE: parts[5],
        }

    @property
    def short(self) -> str:
        """What an operator calls it: size, side and variant without the padding, e.g. ``D26R`` or ``B24RS``."""
        says = self.meaning
        if says is not None:
            return says[Segment.SIZE] + says[Segment.SIDE] + says[Segment.VARIANT]
        return self.segments[2] if len(self.segments) == _SEGMENTS else self.text


def canonical_part_number(raw_text: str) -> PartNumber:
    """Rule P1: trim, upper-case, ``_`` is ``-``, and a leading ``W`` segment is ``Z``. Nothing else is bridged."""
    segments = raw_text.strip().upper().replace("_", "-").split("-")
    segments[0] = _SUBSTITUTED_PREFIX.get(segments[0], segments[0])
    return PartNumber("-".join(segments))


@dataclass(frozen=True, slots=True)
class Difference:
    """One segment in which ``seen`` is not ``asked``. ``discriminating``: it alone makes them different parts."""

    segment: Segment
    seen: str
    asked: str
    discriminating: bool

    def __str__(self) -> str:
        return f"{self.segment}: {self.seen or 'none'} instead of {self.asked or 'none'}"


ALWAYS_DISCRIMINATING = frozenset({Segment.SIZE, Segment.SIDE})
"""A site may trust fewer segments than the default, but a size and a side are never interchangeable."""

DISCRIMINATING = ALWAYS_DISCRIMINATING | {Segment.VARIANT, Segment.TYPE_CODE, Segment.FINISH_CODE}


@dataclass(frozen=True, slots=True)
class PartMaster:
    """Which segments tell two parts apart."""

    discriminating: frozenset[Segment] = field(default=DISCRIMINATING)

    def __post_init__(self) -> None:
        if not self.discriminating >= ALWAYS_DISCRIMINATING:
            raise ValueError("unsafe part master: size and side always tell parts apart")

    def differences(self, seen: PartNumber, asked: PartNumber) -> tuple[Difference, ...]:
        """Rule P3: segment by segment, in the order of the number; empty when one of them cannot be taken apart."""
        return tuple(self._differences(seen, asked))

    def _differences(self, seen: PartNumber, asked: PartNumber) -> Iterator[Difference]:
        ours, theirs = seen.meaning, asked.meaning
        if ours is None or theirs is None:
            return
        for segment in Segment:
            if ours[segment] != theirs[segment]:
                yield Difference(segment, ours[segment], theirs[segment], segment in self.discriminating)

    def tells_apart(self, one: PartNumber, other: PartNumber) -> bool:
        """Rule P4: whether they are certainly different parts. What cannot be taken apart is compared whole."""
        if one.meaning is None or other.meaning is None:
            return one != other
        return any(difference.discriminating for difference in self._differences(one, other))
