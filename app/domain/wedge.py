"""A scanner that types like a keyboard (a wedge): which keys are one of its bursts, and which somebody typed by hand.

Every key has the stamp of the moment it was pressed, in ms of any clock; late delivery changes nothing. A hand can
press two keys within the gap, but not four and Enter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

MIN_CHARACTERS, MAX_CHARACTERS = 4, 128
UNREADABLE = "\ufffd"
"""What a dead key of a foreign layout stands for: a code with it is refused in words instead of taken for another."""

_SPAN_MS, _SPAN_GAPS = 1000, 20
_RUN_GAP_MS = 300
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
class BurstRules:
    """What the teach-in finds out. ``terminator`` is ENTER or TAB."""

    gap_ms: int = 50
    terminator: KeyKind = KeyKind.ENTER
    prefix: str = ""
    suffix: str = ""

    @property
    def span_ms(self) -> int:
        """A second, and for a scanner slower than most as many keys as that is at the usual gap."""
        return max(_SPAN_MS, _SPAN_GAPS * self.gap_ms)


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

    wait_ms: int

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


class _Stage(StrEnum):
    """OPEN: may become a burst. SPOILT: can no longer. ENDED: a burst has just ended."""

    OPEN = "open"
    SPOILT = "spoilt"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class _Run:
    """Keys within the gap of each other; ``held`` are those not decided yet."""

    last: Key | None = None
    held: tuple[Key, ...] = ()
    stage: _Stage = _Stage.OPEN


class BurstRecogniser:
    """The rules of a burst. Not for several threads."""

    def __init__(self, rules: BurstRules) -> None:
        self._rules, self._run = rules, _Run()
        self.wait_ms = rules.gap_ms

    def feed(self, key: Key) -> Step:
        step, self._run = self._judged(key)
        return step

    def claims(self, key: Key) -> bool:
        return self._judged(key)[0].fate in (Fate.HELD, Fate.TAKEN)

    def gap_passed(self) -> Step:
        """Rule B4: a key that stays alone was typed by hand. One that follows within the gap after all (it was
        delivered late) cannot be the middle of a burst any more."""
        held = self._run.held
        if held:
            self._run = _Run(self._run.last, stage=_Stage.SPOILT)
        return Step(given_back=held)

    def _judged(self, key: Key) -> tuple[Step, _Run]:
        """Rule B1: keys at most ``gap_ms`` apart, by their own stamps, are one run; a wider gap starts another."""
        run = self._run
        if run.last is None or gap_ms(run.last, key) <= self._rules.gap_ms:
            return self._continued(run, key)
        step, fresh = self._continued(_Run(), key)
        return replace(step, given_back=run.held), fresh

    def _continued(self, run: _Run, key: Key) -> tuple[Step, _Run]:
        if _types_nothing(run, key):
            return _broken(run, key)
        if run.stage is _Stage.ENDED and key.kind in ENDS:
            # Rule B8: a second end (carriage return and line feed) belongs to the burst that has just ended.
            return Step(Fate.TAKEN), replace(run, last=key)
        if run.stage is _Stage.SPOILT:
            return _typed(run, key)
        return self._ended(run, key) if key.kind in ENDS else self._grown(run, key)

    def _grown(self, run: _Run, key: Key) -> tuple[Step, _Run]:
        """Rule B2: at most 128 characters within the span; a longer run is no burst, and neither is its rest."""
        if len(text_of(run.held)) >= MAX_CHARACTERS or self._too_long(run, key):
            return _typed(run, key)
        return Step(Fate.HELD), _Run(key, (*run.held, key))

    def _ended(self, run: _Run, key: Key) -> tuple[Step, _Run]:
        """Rule B3: four characters or more and the terminator inside the gap are a burst. An end alone is a hand's."""
        if not run.held:
            return Step(Fate.TYPED), _Run()
        short = len(text_of(run.held)) < MIN_CHARACTERS
        if short or key.kind is not self._rules.terminator or self._too_long(run, key):
            return _typed(run, key)
        burst = Burst(_bare(text_of(run.held), self._rules), (*run.held, key))
        return Step(Fate.TAKEN, burst=burst), _Run(key, stage=_Stage.ENDED)

    def _too_long(self, run: _Run, key: Key) -> bool:
        return bool(run.held) and gap_ms(run.held[0], key) > self._rules.span_ms


def _types_nothing(run: _Run, key: Key) -> bool:
    """A control character alone is a shortcut of the keyboard; inside a run the scanner types it."""
    return key.auto_repeat or key.kind is KeyKind.OTHER or (key.kind is KeyKind.CONTROL and not run.held)


def _broken(run: _Run, key: Key) -> tuple[Step, _Run]:
    """Rule B6: a key held down and a key that types nothing are never part of a burst; what follows them within the
    gap is not either, for it could be the second half of a code."""
    spoilt = run if run.last is None else _Run(key, stage=_Stage.SPOILT)
    return Step(Fate.TYPED, given_back=run.held), spoilt


def _typed(run: _Run, key: Key) -> tuple[Step, _Run]:
    """Rule B7: what is no burst was typed and is given back in order, unchanged; but an end that follows within the gap
    goes only to something that takes text: of a code of three characters it must not press a button."""
    fate = Fate.DOUBTFUL if key.kind in ENDS else Fate.TYPED
    return Step(fate, given_back=run.held), _Run(key, stage=_Stage.SPOILT)


def _bare(text: str, rules: BurstRules) -> str:
    """Rule B9: prefix and suffix taken off, in any case (Caps Lock turns it round), unless nothing would be left."""
    bare = text
    if rules.prefix and bare.casefold().startswith(rules.prefix.casefold()):
        bare = bare[len(rules.prefix) :]
    if rules.suffix and bare.casefold().endswith(rules.suffix.casefold()):
        bare = bare[: -len(rules.suffix)]
    return bare or text


class RunListener:
    """Rule B10: for the teach-in, which knows neither gap nor terminator: everything within 300 ms of each other, ends
    included, is one run; of four characters or more it is told as a Burst, all else is given back."""

    def __init__(self) -> None:
        self._held: tuple[Key, ...] = ()
        self.wait_ms = _RUN_GAP_MS

    def feed(self, key: Key) -> Step:
        near = bool(self._held) and gap_ms(self._held[-1], key) <= _RUN_GAP_MS
        settled = Step() if near and not self._breaks(key) else self.gap_passed()
        claimed = self.claims(key)
        if claimed:
            self._held = (*self._held, key)
        return replace(settled, fate=Fate.HELD if claimed else Fate.TYPED)

    def claims(self, key: Key) -> bool:
        return not self._breaks(key) and (key.kind is KeyKind.CHARACTER or bool(self._held))

    def gap_passed(self) -> Step:
        held, self._held = self._held, ()
        text = text_of(held)
        return Step(burst=Burst(text, held)) if len(text) >= MIN_CHARACTERS else Step(given_back=held)

    @staticmethod
    def _breaks(key: Key) -> bool:
        return key.auto_repeat or key.kind is KeyKind.OTHER
