"""What the lines and shares of a chart are: a row of samples with their words."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.charts import SeriesCode
from ui.charts.inks import Ink, inks
from ui.charts.words import series_words
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label

_LINES = {SeriesCode.MEDIAN, SeriesCode.P90}


class Legend(QWidget):
    """Made anew for each chart."""

    def __init__(self, codes: Sequence[SeriesCode], colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("chartLegend")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(round(6 * sizes.unit))
        known = inks(colours)
        for code in codes:
            row.addWidget(_Sample(known[code], code in _LINES, sizes))
            row.addWidget(label("caption", series_words(code)))
            row.addSpacing(round(12 * sizes.unit))
        row.addStretch(1)


class _Sample(QWidget):
    def __init__(self, ink: Ink, line: bool, sizes: Sizes) -> None:
        super().__init__()
        self._ink, self._line = ink, line
        height = round(14 * sizes.unit)
        self.setFixedSize(QSize(2 * height if line else height, height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's own
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._line:
            self._paint_line(painter)
        else:
            style = Qt.BrushStyle.BDiagPattern if self._ink.hatched else Qt.BrushStyle.SolidPattern
            painter.fillRect(QRectF(self.rect()), QBrush(QColor(self._ink.colour), style))

    def _paint_line(self, painter: QPainter) -> None:
        colour, middle = QColor(self._ink.colour), QRectF(self.rect()).center()
        pen = QPen(colour, 2, Qt.PenStyle.DashLine if self._ink.dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(0, middle.y()), QPointF(self.width(), middle.y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        side = self.height() * 0.3
        if self._ink.mark == "o":
            painter.drawEllipse(middle, side, side)
        else:  # pyqtgraph's triangle stands on its point
            corners = (QPointF(-side, -side), QPointF(side, -side), QPointF(0, side))
            painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
