"""What stands in the list's place while it has no lines: a sheet of paper waiting to be scanned."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.packing.view_model import Empty
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label

_BARS = (3, 1, 2, 1, 1, 3, 1, 2, 3, 1, 1, 2, 1, 3)
_PAPER = (112, 140)


class _Paper(QWidget):
    """A delivery note with its bar code."""

    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self._colours = colours

    def set_sizes(self, sizes: Sizes) -> None:
        self.setFixedSize(*(round(side * sizes.unit) for side in _PAPER))

    def paintEvent(self, _event: QPaintEvent) -> None:
        c = self._colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / _PAPER[0], self.height() / _PAPER[1])
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
    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("emptyNote")
        self.setProperty("role", "card")
        self._paper, self._words = _Paper(colours), label("empty", name="emptyWords")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._paper, 0, Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(14)
        column.addWidget(self._words)
        column.addStretch(1)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._paper.set_sizes(sizes)

    def show_reason(self, empty: Empty) -> None:
        self.setVisible(empty is not Empty.NO)
        words = {
            Empty.NO: "",
            Empty.NO_NOTE: self.tr("The parts of the delivery note appear here."),
            Empty.NO_LABELS: self.tr("Nobody could fetch this note. Its parts appear as their labels are scanned."),
        }[empty]
        self._words.setText(words)
        self.setAccessibleName(words)
