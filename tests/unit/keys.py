"""Keys as a wedge scanner and as a hand type them."""

from collections.abc import Iterable

from app.domain.keystrokes import Key, KeyKind, Listener

ENTER, TAB, ARROW = KeyKind.ENTER, KeyKind.TAB, KeyKind.OTHER


def typed(text: str, at_ms: int = 0, every_ms: int = 5, *ends: KeyKind) -> list[Key]:
    """The text and then the ends, one key every ``every_ms``; Shift for capitals and the underscore."""
    keys = [Key(KeyKind.CHARACTER, c, shift=c.isupper() or c == "_") for c in text] + [Key(end) for end in ends]
    return [Key(key.kind, key.text, at_ms + place * every_ms, shift=key.shift) for place, key in enumerate(keys)]


def scan(text: str, at_ms: int = 0, every_ms: int = 5) -> list[Key]:
    return typed(text, at_ms, every_ms, ENTER)


def heard(listener: Listener, keys: Iterable[Key]) -> list[Key | str]:
    """What came out, in order: a key that was typed, the text of a burst; then silence."""
    out: list[Key | str] = []
    for key in keys:
        step = listener.feed(key)
        out += step.given_back
        if step.burst is not None:
            out.append(step.burst.text)
        if step.fate in ("typed", "doubtful"):
            out.append(key)
    last = listener.gap_passed()
    return [*out, *last.given_back, *([last.burst.text] if last.burst is not None else [])]
