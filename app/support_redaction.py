"""What leaves the house in a support bundle holds no secret, and names nobody.

Stricter than the log (:mod:`app.log_redaction`): rather a word too many is hidden than one too few.
"""

import re
from collections.abc import Iterable

from app.log_redaction import HIDDEN, redacted

_KINDS = "pass|pwd|secret|token|pepper|api[_-]?key|access[_-]?key|credential|authori[sz]ation|cookie|signature"
_GREEDY = re.compile(
    rf"(?<![a-z0-9])([\w.-]{{0,40}}(?:{_KINDS})\w{{0,20}}|pin)([\"']?\s{{0,3}}(?:=|:|%3d)\s{{0,3}})"
    r"(\{[^}]*\}\S*|\\?\"(?:[^\"\\]|\\.)*\"?\S*|'(?:[^'\\]|\\.)*'?\S*|\S+)",
    re.IGNORECASE,
)
"""Unlike in the log the whole word goes: what ends a value in one notation is part of a password in another."""
_SCHEME = re.compile(r"\b(bearer|basic|digest|negotiate)\s{1,3}\S+", re.IGNORECASE)
_QUERY = re.compile(r"(\b[a-z][a-z0-9+.-]{0,20}://[^\s\"'<>?]{0,300}\?)[^\s\"'<>]+", re.IGNORECASE)
_PEPPER = re.compile(r"\b(?:[A-Z2-7]{4}[- ]){6,}[A-Z2-7]{1,4}\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9_+=~.-]{32,}")
_KEY_LINE = re.compile(r"^[ \t]*[A-Za-z0-9+/]{40,}={0,2}[ \t]*$", re.MULTILINE)
_HEX = re.compile(r"[0-9a-f.=_-]+", re.IGNORECASE)
_LEAST_NAME = 2


class SupportRedaction:
    """``people``: user names and shown names, pairs of the same person; each is written as the same ``person-N`` all
    through the bundle. ``badge_prefix``: how badges begin that nobody has told of. ``home``: the
    user's folder, whose name is often a person's."""

    def __init__(
        self,
        people: Iterable[tuple[str, str]] = (),
        badge_prefix: str = "",
        home: str = "",
    ) -> None:
        self._home = home.rstrip("/\\")
        self._numbers: dict[str, int] = {}
        for names in people:
            number = 1 + max(self._numbers.values(), default=0)
            for name in names:
                if len(name.strip()) >= _LEAST_NAME:
                    self._numbers.setdefault(name.strip().casefold(), number)
        self._known = _any_of(self._numbers)
        prefix = badge_prefix.strip()
        self._badge = re.compile(rf"(?<![\w-]){re.escape(prefix)}[\w./-]+", re.IGNORECASE) if len(prefix) > 1 else None

    def text(self, text: str) -> str:
        """Rules RD1 to RD6; the length may change, the number of lines does not, but for a private key's."""
        text = _SCHEME.sub(rf"\1 {HIDDEN}", text)  # RD1: a credential as it travels
        text = _GREEDY.sub(rf"\1\2{HIDDEN}", text)  # RD2: after any name that promises one, the whole word
        text = redacted(text)
        text = _QUERY.sub(rf"\1{HIDDEN}", text)  # RD3: what stands after the ? of an address
        text = _PEPPER.sub(HIDDEN, text)  # RD4: a pepper as it is written down, and any long word that looks random
        text = _KEY_LINE.sub(HIDDEN, text)  # of a key whose beginning was cut off
        text = _WORD.sub(_hidden_if_random, text)
        if self._home:  # RD5
            text = text.replace(self._home, "~")
        return self._without_people(text)

    def _without_people(self, text: str) -> str:
        """Rule RD6: whoever worked here is a number."""
        if self._known is not None:
            text = self._known.sub(lambda found: self._person(found[0]), text)
        return self._badge.sub(lambda found: self._person(found[0]), text) if self._badge else text

    def _person(self, name: str) -> str:
        key = name.strip().casefold()
        return f"person-{self._numbers.setdefault(key, 1 + max(self._numbers.values(), default=0))}"


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(names, key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def _hidden_if_random(found: re.Match[str]) -> str:
    """Hashes and ids, in hexadecimal figures, say nothing to whoever finds them, and much to whoever helps."""
    word = found[0]
    kinds = (str.isupper, str.islower, str.isdigit)
    mixed = all(any(is_kind(sign) for sign in word) for is_kind in kinds)
    return HIDDEN if mixed and not _HEX.fullmatch(word) else word
