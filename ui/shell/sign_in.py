"""What stands in the picture's place while nobody works here."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.icons import paint_icon
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import fitted_font


class SignInPanel(QWidget):
    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("signInPanel")
        self._colours, self._sizes = colours, sizes
        self._title = self.tr("Who works here?")
        self._lines = (
            self.tr("Hold your badge under the scanner or the camera, or type its number."),
            self.tr("What the last operator left open is still here."),
        )
        self.setAccessibleName(" ".join((self._title, *self._lines)))

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        c, s = self._colours, self._sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(whole, s.radius, s.radius)
        side = 150 * s.unit
        picture = QRectF(0, 0, side, side)
        picture.moveCenter(whole.center())
        picture.moveTop(whole.center().y() - side)
        paint_icon(painter, "badge", picture, c.accent)
        row = QRectF(whole.left() + 24, picture.bottom() + 14 * s.unit, whole.width() - 48, 64 * s.unit)
        self._write(painter, row, self._title, s.hero, QFont.Weight.Bold, c.text)
        row.translate(0, 74 * s.unit)
        row.setHeight(32 * s.unit)
        for words in self._lines:
            self._write(painter, row, words, round(20 * s.text), QFont.Weight.Medium, c.muted)
            row.translate(0, 34 * s.unit)

    def _write(
        self, painter: QPainter, row: QRectF, words: str, largest: int, weight: QFont.Weight, colour: str
    ) -> None:
        painter.setFont(fitted_font(words, row, largest, 12, weight) if words else font(12))
        painter.setPen(QColor(colour))
        painter.drawText(row, Qt.AlignmentFlag.AlignCenter, words)
