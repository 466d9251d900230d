"""Which licences a program that is handed to customers may contain, as SPDX names them.

An expression is read by SPDX's own precedence: ``WITH`` binds closest, then ``AND``, then ``OR``.
"""

import re
from collections.abc import Iterator

PERMISSIVE = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "FTL", "HPND", "ICU", "IJG"),
        *("ISC", "Libpng", "MIT", "MIT-0", "MIT-CMU", "OFL-1.1", "OpenSSL", "PSF-2.0", "Python-2.0", "Unicode-3.0"),
        *("Unlicense", "X11", "Zlib", "blessing", "bzip2-1.0.6", "curl", "libpng-2.0", "libtiff"),
        "LicenseRef-Public-Domain",
        "LicenseRef-Microsoft-Redistributable",  # Visual C++ runtime and the like: may travel with a program, unchanged
    }
)
SOURCE_OWED = frozenset(
    {
        *("LGPL-2.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"),
        "GPL-3.0-or-later WITH GCC-exception-3.1",  # GCC's run-time libraries
    }
)
BOOTLOADER = "GPL-2.0-or-later WITH Bootloader-exception"
"""PyInstaller's: what it is embedded in stays under its own licence, and no source is owed."""
ALLOWED = PERMISSIVE | SOURCE_OWED | {BOOTLOADER, "Apache-2.0 WITH LLVM-exception"}
_TOKEN = re.compile(r"[()]|[^\s()]+")
_WORDS = {"AND", "OR", "WITH"}


def taken(expression: str) -> str:
    """Rule LI1: what the licence is taken under. Of an ``OR`` the first allowed branch; of an ``AND`` every part has to
    be allowed; anything that is not on the list, the GPL and the AGPL among them, is not. "" for refused.

    ValueError for what is no expression.
    """
    reader = _Reader(expression)
    found = reader.either()
    reader.finish()
    return found


def owes_source(expression: str) -> bool:
    """Rule LI2: whoever hands it on has to offer its source as well, under what it is taken under."""
    return any(part in SOURCE_OWED for part in taken(expression).split(" AND "))


class _Reader:
    """One pass from left to right. Each method reads one level of the expression, and gives what is taken of it."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens: Iterator[str] = iter(_TOKEN.findall(expression))
        self._now = ""
        self._step()

    def either(self) -> str:
        branches = [self._both()]
        while self._now == "OR":
            self._step()
            branches.append(self._both())
        return next(filter(None, branches), "")

    def finish(self) -> None:
        if self._now:
            raise self._unreadable()

    def _both(self) -> str:
        parts = [self._one()]
        while self._now == "AND":
            self._step()
            parts.append(self._one())
        return " AND ".join(parts) if all(parts) else ""

    def _one(self) -> str:
        if self._now == "(":
            self._step()
            found = self.either()
            if self._now != ")":
                raise self._unreadable()
            self._step()
            return found
        name = self._name()
        if self._now == "WITH":
            self._step()
            name = f"{name} WITH {self._name()}"
        return name if name in ALLOWED else ""

    def _name(self) -> str:
        name = self._now
        if not name or name in _WORDS or name in "()":
            raise self._unreadable()
        self._step()
        return name

    def _step(self) -> None:
        self._now = next(self._tokens, "")

    def _unreadable(self) -> ValueError:
        return ValueError(f"“{self._expression}” is no SPDX licence expression")
