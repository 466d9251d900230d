"""What stands in the list's place while no note is open: a sheet of paper waiting to be scanned."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme.tokens import Palette
from ui.theme.widgets import label

_BARS = (3, 1, 2, 1, 1, 3, 1, 2, 3, 1, 1, 2, 1, 3)


class _Paper(QWidget):
    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self._colours = colours
        self.setFixedSize(112, 140)

    def paintEvent(self, _event: QPaintEvent) -> None:
        c = self._colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QRectF(6, 6, 100, 128)
        painter.setPen(QPen(QColor(c.muted), 2.0, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(c.raised))
        painter.drawRoundedRect(sheet, 8, 8)
        painter.setPen(QPen(QColor(c.line), 5.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for y, end in ((74, 92), (90, 78), (106, 92), (120, 64)):
            painter.drawLine(QPointF(22, y), QPointF(end, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.muted))
        x = 21.0
        for bar in _BARS:
            painter.drawRect(QRectF(x, 24, bar, 32))
            x += bar + 2.6


class EmptyNote(QFrame):
    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self.setObjectName("emptyNote")
        self.setProperty("role", "card")
        words = label("empty", self.tr("The parts of the delivery note appear here."))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(_Paper(colours), 0, Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(14)
        column.addWidget(words)
        column.addStretch(1)
