"""The part number moulded on the lid, read by a machine: a second witness that may doubt, and never decides alone."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.domain.detection import FrameStamp
from app.domain.part_number import PartNumber

MIN_READING_CONFIDENCE = 0.80

_LOOK_ALIKE = {"0": "OQDGC", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
_DIGITS_FOR_LETTERS = str.maketrans({"O": "0", "Q": "0", "I": "1", "Z": "2", "S": "5", "B": "8"})
_WORD = re.compile(r"[A-Z0-9]+")
_SIZE = re.compile(r"([A-Z08])(?=[A-Z]?\d)([0-9OQIZSB]{2})([LR])([A-Z0-9]*)")
_LOST_CHARACTERS = 2
_CODE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class StampReading:
    """What was read on the cover of a track, in its frame. ``text`` is as read, lines joined by blanks; ``confidence``
    0..1 is the reader's own."""

    track_id: int
    stamp: FrameStamp
    text: str
    confidence: float


def holds_size(text: str) -> bool:
    """Whether a line, as read, holds what may be a size and side."""
    return _SIZE.search(text.upper()) is not None


class StampSays(StrEnum):
    NOTHING = "nothing"
    AGREES = "agrees"
    CONTRADICTS = "contradicts"


def stamp_says(reading: StampReading | None, part_number: PartNumber) -> StampSays:
    """Rules W1 to W3, about what a reading says of a part.

    W1: a reading below 80 %, or without one segment of size and side (letter, two digits, L or R, and about as long as
    the part's own), says nothing.
    W2: another size, side, variant, type code or finish contradicts; a digit for a letter that looks like it, or the
    reverse (0 O Q D G C, 1 I, 2 Z, 5 S, 6 G, 8 B), is no difference, but two letters always are.
    W3: the same size and side agree when nothing else contradicts.
    """
    if reading is None or reading.confidence < MIN_READING_CONFIDENCE:
        return StampSays.NOTHING
    words = _WORD.findall(reading.text.upper())
    expected = _SIZE.fullmatch(part_number.segments[2]) if len(part_number.segments) > 2 else None
    if expected is None:
        return StampSays.NOTHING
    shortest = len(expected[0]) - _LOST_CHARACTERS
    found = [(index, _SIZE.search(word)) for index, word in enumerate(words)]
    sizes = [(index, size) for index, size in found if size and len(size[0]) >= shortest]
    if len(sizes) != 1:
        return StampSays.NOTHING
    index, size = sizes[0]
    if not _same_size(size, expected) or _other_code(words[index + 1 :], part_number):
        return StampSays.CONTRADICTS
    return StampSays.AGREES


def _same_size(read: re.Match[str], expected: re.Match[str]) -> bool:
    letter, digits, side, variant = read.groups()
    same_letter = _alike(letter, expected[1])
    same_digits = digits.translate(_DIGITS_FOR_LETTERS) == expected[2]
    whole = len(variant) == len(expected[4])
    return same_letter and same_digits and side == expected[3] and (not whole or _alike(variant, expected[4]))


def _other_code(words: list[str], part_number: PartNumber) -> bool:
    """Whether the type code or the finish was read, behind the size, and is another one."""
    codes = [part_number.segments[index] for index in (3, 5) if index < len(part_number.segments)]
    read = [word for word in words if len(word) == _CODE_LENGTH and any(_same_shape(word, code) for code in codes)]
    return any(not any(_alike(word, code) for code in codes) for word in read)


def _same_shape(word: str, code: str) -> bool:
    """What has letters where the code has digits was not read well enough to contradict it."""
    return [char.isdigit() for char in word] == [char.isdigit() for char in code]


def _alike(one: str, other: str) -> bool:
    return len(one) == len(other) and all(a == b or _mistaken(a, b) for a, b in zip(one, other, strict=True))


def _mistaken(a: str, b: str) -> bool:
    return b in _LOOK_ALIKE.get(a, "") or a in _LOOK_ALIKE.get(b, "")
