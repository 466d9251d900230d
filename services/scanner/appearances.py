"""Which of the codes in view is news."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.detection import FrameStamp
from services.scanner.code_lines import MOST_CHARS
from services.scanner.code_pictures import CodeReading

LAPSE_S = 2.0
WITNESSES = 2


@dataclass(slots=True)
class _Appearance:
    last_s: float
    fingerprint: int
    frames: int = 0
    told: bool = False


class Appearances:
    """Rule Q2: a code in view is told once; its appearance ends when it was not read for 2 s, by the frames' own time.

    Rule Q3: a kind of code without a checksum is told when it was read alike in two frames with different pixels.
    Rule Q4: several codes in a frame are told from the top left corner on.
    Rule Q5: an empty code, or one of more than 128 characters, is none.
    """

    def __init__(self) -> None:
        self._in_view: dict[str, _Appearance] = {}

    def news(self, stamp: FrameStamp, readings: Iterable[CodeReading]) -> list[str]:
        """The codes to tell, of one frame; frames come in the order of their time."""
        now_s = stamp.captured_s
        self._in_view = {text: seen for text, seen in self._in_view.items() if now_s - seen.last_s <= LAPSE_S}
        ordered = sorted(readings, key=lambda reading: reading.place)
        return [reading.text for reading in ordered if self._is_news(reading, stamp)]

    def _is_news(self, reading: CodeReading, stamp: FrameStamp) -> bool:
        if not 0 < len(reading.text) <= MOST_CHARS:
            return False
        seen = self._in_view.setdefault(reading.text, _Appearance(stamp.captured_s, stamp.fingerprint))
        if not seen.frames or seen.fingerprint != stamp.fingerprint:
            seen.frames += 1
        seen.last_s, seen.fingerprint = stamp.captured_s, stamp.fingerprint
        if seen.told or not (reading.sure or seen.frames >= WITNESSES):
            return False
        seen.told = True
        return True
