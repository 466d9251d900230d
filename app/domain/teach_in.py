"""What is special about a wedge scanner, learnt from four codes that the screen shows.

Together they hold every character that carton labels, note numbers and badges are told apart by and that keyboard
layouts put in different places. Each begins as a command does, so that scanned elsewhere it is never taken for a label.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from math import ceil

from app.domain.command import PREFIX
from app.domain.keystrokes import ENDS, MIN_CHARACTERS, Burst, Fate, Key, KeyKind, Step, gap_ms, text_of, types_nothing
from app.domain.wedge import BurstRules

CODES = tuple(PREFIX + payload for payload in ("BQAZ-012", "DWYM/345", "FZQ_678", "HYAWM.9-"))
MAX_AFFIX = 16

_WORD = PREFIX[:-1].casefold()
_NAME_AT = len(PREFIX)
_RUN_GAP_MS = 300
_WIDEST_GAP_MS, _HEAD_ROOM, _STEP_MS = 250, 2, 10


class TeachInRefusal(StrEnum):
    """NOT_THIS_CODE: another code, or two at once. GARBLED: characters are missing. NO_TERMINATOR: neither Enter nor
    Tab at the end. TOO_SLOW: typed slower than 250 ms a key, or by hand. CHANGING: what is typed before or after the
    code is not always the same, or too long."""

    NOT_THIS_CODE = "not_this_code"
    GARBLED = "garbled"
    NO_TERMINATOR = "no_terminator"
    TOO_SLOW = "too_slow"
    CHANGING = "changing"


@dataclass(frozen=True, slots=True)
class Learnt:
    """``slowest_ms`` is the widest gap seen, ``burst_gap_ms`` what the station should allow (20..250). ``wrong``: the
    characters that arrive as another one, by the character on the label: the keyboard layout is not the scanner's."""

    prefix: str = ""
    suffix: str = ""
    terminator: KeyKind = KeyKind.ENTER
    burst_gap_ms: int = 50
    caps_lock: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)
    slowest_ms: int = 0

    @property
    def rules(self) -> BurstRules:
        return BurstRules(self.burst_gap_ms, self.terminator, self.prefix, self.suffix)


@dataclass(frozen=True, slots=True)
class _Heard:
    """One run cut where the code begins and ends; ``code`` is what arrived in its place."""

    prefix: str
    code: str
    suffix: str
    terminator: KeyKind
    slowest_ms: int


@dataclass(frozen=True, slots=True)
class TeachIn:
    """How far it has come: one run for each code understood, and why the last one was not."""

    runs: tuple[tuple[Key, ...], ...] = ()
    refusal: TeachInRefusal | None = None

    @property
    def code(self) -> str | None:
        """What to show next; None when all four are understood."""
        return CODES[len(self.runs)] if len(self.runs) < len(CODES) else None

    @property
    def learnt(self) -> Learnt | None:
        found = learn(self.runs)
        return found if self.code is None and isinstance(found, Learnt) else None

    def hear(self, run: Burst) -> "TeachIn":
        """The code shown, or a refusal and the same code again. Heard after the last code: nothing."""
        if self.code is None:
            return self
        found = learn((*self.runs, run.keys))
        if isinstance(found, TeachInRefusal):
            return replace(self, refusal=found)
        return TeachIn((*self.runs, run.keys))


def learn(runs: Sequence[tuple[Key, ...]]) -> Learnt | TeachInRefusal:
    """Runs of the first codes, in their order."""
    heard: list[_Heard] = []
    for code, keys in zip(CODES, runs, strict=False):
        found = _heard(code, keys)
        if isinstance(found, TeachInRefusal):
            return found
        heard.append(found)
    if len({(each.prefix, each.suffix, each.terminator) for each in heard}) > 1:
        return TeachInRefusal.CHANGING
    typed = "".join(each.code for each in heard)
    shown = "".join(CODES[: len(heard)])
    caps_lock = _letters_turned(shown, typed)
    wrong = _differences(shown, _turned_back(typed) if caps_lock else typed)
    if wrong is None:
        return TeachInRefusal.GARBLED
    return _learnt(heard, caps_lock, wrong)


def _learnt(heard: Sequence[_Heard], caps_lock: bool, wrong: Mapping[str, str]) -> Learnt | TeachInRefusal:
    slowest_ms = max((each.slowest_ms for each in heard), default=0)
    allowed_ms = allowed_gap_ms(slowest_ms)
    if allowed_ms is None:
        return TeachInRefusal.TOO_SLOW
    if not heard:
        return Learnt()
    first = heard[0]
    return Learnt(first.prefix, first.suffix, first.terminator, allowed_ms, caps_lock, wrong, slowest_ms)


def allowed_gap_ms(slowest_ms: int) -> int | None:
    """Rule H2: twice the widest gap seen and a step, rounded up to 10 ms; never less than the usual 50, which costs
    nothing and forgives a stutter of the bus. None where that is more than 250."""
    allowed = ceil((_HEAD_ROOM * slowest_ms + _STEP_MS) / _STEP_MS) * _STEP_MS
    return max(BurstRules().gap_ms, allowed) if allowed <= _WIDEST_GAP_MS else None


def _heard(shown: str, keys: tuple[Key, ...]) -> _Heard | TeachInRefusal:
    """Rule H1: the code is found by its letters, which lie alike on every layout in use; what is before it is prefix,
    what is after it suffix, up to the first Enter or Tab."""
    end = next((place for place, key in enumerate(keys) if key.kind in ENDS), len(keys))
    text, after = text_of(keys[:end]), text_of(keys[end:])
    begin = text.casefold().find(_WORD)
    name = text[begin + _NAME_AT : begin + _NAME_AT + 1]
    if begin < 0 or after or name.casefold() != shown[_NAME_AT].casefold():
        return TeachInRefusal.NOT_THIS_CODE
    prefix, code, suffix = text[:begin], text[begin : begin + len(shown)], text[begin + len(shown) :]
    if len(code) < len(shown):
        return TeachInRefusal.GARBLED
    if end == len(keys):
        return TeachInRefusal.NO_TERMINATOR
    if max(len(prefix), len(suffix)) > MAX_AFFIX:
        return TeachInRefusal.CHANGING
    slowest_ms = max(gap_ms(a, b) for a, b in pairwise(keys[: end + 1]))
    return _Heard(prefix, code, suffix, keys[end].kind, slowest_ms)


def _letters_turned(shown: str, typed: str) -> bool:
    """Rule H3: Caps Lock is on when every capital shown arrives as a small letter."""
    letters = [b for a, b in zip(shown, typed, strict=True) if a.isalpha() and b.isalpha()]
    return bool(letters) and all(letter.islower() for letter in letters)


def _turned_back(typed: str) -> str:
    return "".join(c.swapcase() if c.isascii() else c for c in typed)


def _differences(shown: str, typed: str) -> dict[str, str] | None:
    """Rule H4: characters that arrive as another one, always the same; None when they do not."""
    arrived: dict[str, str] = {}
    for a, b in zip(shown, typed, strict=True):
        if arrived.setdefault(a, b) != b:
            return None
    return {a: b for a, b in arrived.items() if a != b}


class RunListener:
    """Rule H5: as neither gap nor terminator is known yet, everything within 300 ms of each other, ends
    included, is one run; of four characters or more it is told as a Burst, all else is given back."""

    def __init__(self) -> None:
        self._held: tuple[Key, ...] = ()

    @property
    def wait_ms(self) -> int:
        return _RUN_GAP_MS

    def feed(self, key: Key) -> Step:
        claimed = self.claims(key)
        settled = Step() if claimed and self._near(key) else self.gap_passed()
        if claimed:
            self._held = (*self._held, key)
        return replace(settled, fate=Fate.HELD if claimed else Fate.TYPED)

    def claims(self, key: Key) -> bool:
        held = self._held if self._near(key) else ()
        return not types_nothing(held, key) and (bool(held) or key.kind is KeyKind.CHARACTER)

    def gap_passed(self) -> Step:
        held, self._held = self._held, ()
        text = text_of(held)
        return Step(burst=Burst(text, held)) if len(text) >= MIN_CHARACTERS else Step(given_back=held)

    def _near(self, key: Key) -> bool:
        return bool(self._held) and gap_ms(self._held[-1], key) <= _RUN_GAP_MS
