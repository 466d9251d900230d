"""From the bytes of a serial scanner to its codes."""

import re

MOST_CHARS = 128
"""No code in use is longer: what is, is garbage."""

GAP_S, LONG_GAP_S = 0.05, 1.0
_MOST_BYTES = 4 * (MOST_CHARS + 2 * 16)
"""Four bytes a character at most, with the longest prefix and suffix."""

_ENDS = re.compile(rb"[\r\n\t]")


class CodeLines:
    """Of one connection, and of one thread.

    Rule E1: carriage return, line feed or tab ends a code; nothing between two of them is no code.
    Rule E2: without them a pause ends it: 50 ms, and 1 s once a terminator has come, so that a code that a busy bus has
    torn in two is not taken for two.
    Rule E3: UTF-8, else Latin-1; prefix and suffix are taken off where they are; the rest is as it was read.
    Rule E4: more than 128 characters are no code: they are thrown away up to the next end, and counted.
    """

    def __init__(self, prefix: str = "", suffix: str = "") -> None:
        self._prefix, self._suffix = prefix, suffix
        self._rest = b""
        self._too_long = self._terminated = False
        self.thrown_away = 0

    @property
    def gap_s(self) -> float:
        """The pause that ends a code, seconds."""
        return LONG_GAP_S if self._terminated else GAP_S

    @property
    def pending(self) -> bool:
        """Whether something has come that has no end yet."""
        return bool(self._rest) or self._too_long

    def feed(self, data: bytes) -> list[str]:
        """The codes that end in ``data``, in their order."""
        *ended, rest = _ENDS.split(self._rest + data)
        self._terminated |= bool(ended)
        codes = [self._ended(line) for line in ended]
        if len(rest) > _MOST_BYTES:
            self._throw_away()
        self._rest = b"" if self._too_long else rest
        return [code for code in codes if code]

    def pause(self) -> list[str]:
        """Nothing has come for ``gap_s``: the code that this ends, if there is one."""
        line, self._rest = self._rest, b""
        code = self._ended(line)
        return [code] if code else []

    def _ended(self, line: bytes) -> str:
        code = _decoded(line).removeprefix(self._prefix).removesuffix(self._suffix)
        if len(code) > MOST_CHARS:
            self._throw_away()
        too_long, self._too_long = self._too_long, False
        return "" if too_long else code

    def _throw_away(self) -> None:
        self.thrown_away += not self._too_long
        self._too_long = True


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")
