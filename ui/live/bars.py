"""How far each confidence bar is filled at the moment it is painted: it glides, and the number beside it does not."""

from collections.abc import Sequence

from ui.live.view_model import BoxMark, eased


class Bars:
    """Remembers where the bar of each cover stood; a cover seen for the first time starts at its own confidence."""

    def __init__(self) -> None:
        self._stood: dict[int, float] = {}
        self._at_s = 0.0

    def at(self, marks: Sequence[BoxMark], now_s: float) -> list[float]:
        """In the order of ``marks``; ``now_s`` monotonic."""
        passed_s, self._at_s = now_s - self._at_s, now_s
        filled = [self._filled(mark, passed_s) for mark in marks]
        pairs = zip(marks, filled, strict=True)
        self._stood = {mark.track_id: bar for mark, bar in pairs if mark.track_id is not None}
        return filled

    def _filled(self, mark: BoxMark, passed_s: float) -> float:
        stood = self._stood.get(mark.track_id, mark.confidence) if mark.track_id is not None else mark.confidence
        return eased(stood, mark.confidence, passed_s)
