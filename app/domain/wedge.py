"""A scanner that types like a keyboard (a wedge): which keys are one of its bursts, and which somebody typed by hand.

Every key has the stamp of the moment it was pressed, in ms of any clock; late delivery changes nothing. A hand can
press two keys within the gap, but not four.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.keystrokes import ENDS, MIN_CHARACTERS, Burst, Fate, Key, KeyKind, Step, gap_ms, text_of, types_nothing

MAX_CHARACTERS = 128

_SPAN_MS, _SPAN_GAPS = 1000, 20
_STUTTER_GAPS, _LONGEST_STUTTER_MS = 4, 250


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

    @property
    def stutter_ms(self) -> int:
        """How long a busy machine or bus may hold up a code that has begun."""
        return max(self.gap_ms, min(_STUTTER_GAPS * self.gap_ms, _LONGEST_STUTTER_MS))


class _Stage(StrEnum):
    """OPEN: may become a burst. SPOILT: can no longer. ENDED: a burst has just ended."""

    OPEN = "open"
    SPOILT = "spoilt"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class _Run:
    """Keys that followed each other quickly; ``held`` are those not decided yet, ``quick`` counts the characters that
    came within the gap."""

    last: Key | None = None
    held: tuple[Key, ...] = ()
    stage: _Stage = _Stage.OPEN
    quick: int = 0


class BurstRecogniser:
    """The rules of a burst. Not for several threads."""

    def __init__(self, rules: BurstRules) -> None:
        self._rules, self._run = rules, _Run()

    @property
    def wait_ms(self) -> int:
        return self._reach_ms(self._run)

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
            self._run = replace(self._run, held=(), stage=_Stage.SPOILT)
        return Step(given_back=held)

    def _reach_ms(self, run: _Run) -> int:
        """Rule B1: keys at most ``gap_ms`` apart, by their own stamps, are one run. After four characters it is a
        machine's, and may stutter."""
        return self._rules.stutter_ms if run.quick >= MIN_CHARACTERS else self._rules.gap_ms

    def _reaches(self, run: _Run, key: Key) -> bool:
        return run.last is not None and gap_ms(run.last, key) <= self._reach_ms(run)

    def _judged(self, key: Key) -> tuple[Step, _Run]:
        run = self._run
        if run.last is None or self._reaches(run, key):
            return self._continued(run, key)
        step, fresh = self._continued(self._after(run, key), key)
        return replace(step, given_back=run.held), fresh

    def _after(self, run: _Run, key: Key) -> _Run:
        """Rule B11: what follows a character within the time of a stutter (after four of a machine's: within a whole
        code's) begins no burst: it could be the second half of one. Somebody who types gets the keys at once."""
        if run.last is None or run.last.kind is not KeyKind.CHARACTER:
            return _Run()
        torn_ms = self._rules.span_ms if run.quick >= MIN_CHARACTERS else self._rules.stutter_ms
        return _Run(run.last, stage=_Stage.SPOILT) if gap_ms(run.last, key) <= torn_ms else _Run()

    def _continued(self, run: _Run, key: Key) -> tuple[Step, _Run]:
        if types_nothing(run.held, key):
            return _broken(run, key)
        if run.stage is _Stage.ENDED and key.kind in ENDS:
            # Rule B8: a second end (carriage return and line feed) belongs to the burst that has just ended.
            return Step(Fate.TAKEN), replace(run, last=key)
        if run.stage is _Stage.SPOILT:
            return self._typed(run, key)
        return self._ended(run, key) if key.kind in ENDS else self._grown(run, key)

    def _grown(self, run: _Run, key: Key) -> tuple[Step, _Run]:
        """Rule B2: at most 128 characters within the span; a longer run is no burst, and neither is its rest."""
        if len(text_of(run.held)) >= MAX_CHARACTERS or self._too_long(run, key):
            return self._typed(run, key)
        return Step(Fate.HELD), _Run(key, (*run.held, key), quick=self._quick(run, key))

    def _ended(self, run: _Run, key: Key) -> tuple[Step, _Run]:
        """Rule B3: four characters or more and the terminator after them are a burst. An end alone is a hand's."""
        if not run.held:
            return Step(Fate.TYPED), _Run()
        short = len(text_of(run.held)) < MIN_CHARACTERS
        if short or key.kind is not self._rules.terminator or self._too_long(run, key):
            return self._typed(run, key)
        burst = Burst(_bare(text_of(run.held), self._rules), (*run.held, key))
        return Step(Fate.TAKEN, burst=burst), _Run(key, stage=_Stage.ENDED)

    def _typed(self, run: _Run, key: Key) -> tuple[Step, _Run]:
        """Rule B7: what is no burst was typed and is given back in order, unchanged; but an end so soon after it goes
        only to something that takes text: of a code of three characters it must not press a button."""
        doubtful = key.kind in ENDS and self._reaches(run, key)
        typed = _Run(key, stage=_Stage.SPOILT, quick=self._quick(run, key))
        return Step(Fate.DOUBTFUL if doubtful else Fate.TYPED, given_back=run.held), typed

    def _quick(self, run: _Run, key: Key) -> int:
        return (run.quick if self._reaches(run, key) else 0) + (key.kind is KeyKind.CHARACTER)

    def _too_long(self, run: _Run, key: Key) -> bool:
        return bool(run.held) and gap_ms(run.held[0], key) > self._rules.span_ms


def _broken(run: _Run, key: Key) -> tuple[Step, _Run]:
    """Rule B6: what follows it within the gap is no burst either, for it could be the second half of a code."""
    spoilt = run if run.last is None else _Run(key, stage=_Stage.SPOILT)
    return Step(Fate.TYPED, given_back=run.held), spoilt


def _bare(text: str, rules: BurstRules) -> str:
    """Rule B9: prefix and suffix taken off, in any case (Caps Lock turns it round), unless nothing would be left."""
    bare = text
    if rules.prefix and bare.casefold().startswith(rules.prefix.casefold()):
        bare = bare[len(rules.prefix) :]
    if rules.suffix and bare.casefold().endswith(rules.suffix.casefold()):
        bare = bare[: -len(rules.suffix)]
    return bare or text
