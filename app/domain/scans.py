"""Codes as they arrive, whatever read them: wedge, serial scanner, camera."""

BOUNCE_S = 0.3


class Bounces:
    """Rule R1: the same code again within 300 ms of its last arrival, from any source, is one scan: a scanner that
    stutters, or two that read the same label. Not for several threads."""

    def __init__(self) -> None:
        self._last_s: dict[str, float] = {}

    def is_bounce(self, text: str, at_s: float) -> bool:
        """``at_s`` is when the code arrived, monotonic, not when somebody got round to it; sources may be late, so it
        may lie before the last one."""
        last_s = self._last_s.get(text)
        self._last_s = {code: s for code, s in self._last_s.items() if at_s - s <= BOUNCE_S}
        self._last_s[text] = at_s if last_s is None else max(at_s, last_s)
        return last_s is not None and abs(at_s - last_s) <= BOUNCE_S
