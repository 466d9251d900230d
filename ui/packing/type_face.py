"""Painted text: a font with its measures, each text measured once."""

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from ui.theme.style import font

_REMEMBERED = 2048
_ROUNDING = 0.5


class TypeFace:
    """One size and weight. Pixels."""

    def __init__(self, pixels: int, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> None:
        self.font = font(pixels, weight, tabular=tabular)
        self._metrics = QFontMetricsF(self.font)
        self.cap_height = self._metrics.capHeight()
        self.width = lru_cache(_REMEMBERED)(self._metrics.horizontalAdvance)
        self._elided = lru_cache(_REMEMBERED)(self._metrics.elidedText)

    def fitted(self, text: str, room: float) -> str:
        """Cut in the middle where it does not fit: the ends of a part number say more than its middle. A room that was
        reckoned from the text's own width is enough, whatever the sums were rounded to."""
        if self.width(text) <= room + _ROUNDING:
            return text
        return self._elided(text, Qt.TextElideMode.ElideMiddle, max(0.0, room))

    def write(self, painter: QPainter, x: float, baseline: float, text: str, colour: str) -> None:
        painter.setFont(self.font)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(x, baseline), text)
