"""No secret gets into a log or a report: the shapes in which one could, and what is written instead."""

import re
from collections.abc import Callable

HIDDEN = "***"
# What is repeated is bounded: however long a line is, it takes no longer than its length.
_KINDS = "passwords?|passwd|passphrase|pwd|secrets?|tokens?|pepper|api[_-]?key|access[_-]?key|credentials?"
_NAMES = rf"(?:[\w.-]{{0,40}}(?:{_KINDS})|pin)"
_QUOTED = r"\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?"
_BARE = r"(?:[^\s;,&\"'%]|%(?!3b|26))+"
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (  # LR1: a private key in PEM, also one that was cut off
        re.compile(r"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?(?:-----END \1-----|\Z)", re.DOTALL),
        rf"-----BEGIN \1----- {HIDDEN}",
    ),
    # LR2: the user and password of an address, up to the last @: a password may hold others, and a slash
    (re.compile(r"\b([a-z][a-z0-9+.-]{0,20}://)[^\s\"'<>]{0,300}@", re.IGNORECASE), rf"\1{HIDDEN}@"),
    # LR3: an HTTP or gRPC credential
    (re.compile(r"\b(bearer|basic|digest|negotiate)\s+[\w.~+/=-]{6,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    # LR4: an argon2 hash
    (re.compile(r"\$argon2(?:id|i|d)\$[^\s\"']+"), f"$argon2${HIDDEN}"),
    (  # LR5: name=value and "name": value, also percent-encoded as in an ODBC connection's URL
        re.compile(
            rf"(?<![a-z0-9])({_NAMES})([\"']?\s*(?:=|:|%3d)\s*)(\{{[^}}]*\}}?|{_QUOTED}|{_BARE})", re.IGNORECASE
        ),
        rf"\1\2{HIDDEN}",
    ),
)


def redacted(text: str) -> str:
    """``text`` without the secrets that can be told by their shape (rules LR1 to LR5). What has no shape, a PIN alone
    on a line, is kept out by nobody logging it."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text
