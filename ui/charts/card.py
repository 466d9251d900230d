"""One chart whole: title, legend, the plot, what is under the mouse in words, and what was left out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Slot
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.domain.charts import Chart
from ui.charts.legend import Legend
from ui.charts.view_model import legend
from ui.charts.words import chart_words, empty_words, meaning_words, note_words, period_words, reading
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label

if TYPE_CHECKING:
    from ui.charts.plot import ChartPlot

PICTURE_SCALE = 2


class ChartCard(QFrame):
    """GUI thread. Built for one chart; another one is another card."""

    def __init__(self, chart: Chart, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("chartCard")
        self.setProperty("role", "card")
        self.chart = chart
        self.plot: ChartPlot | None = None
        self.reading = label("body", name="chartReading", tabular=True)
        self.reading.setWordWrap(True)
        self.reading.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reading.setFixedHeight(2 * round(1.35 * sizes.body))  # two lines, so that the plot keeps its size
        self._notes = label("caption", " ".join(note_words(each, chart) for each in chart.notes), name="chartNotes")
        self._notes.setWordWrap(True)
        column = QVBoxLayout(self)
        margin = round(14 * sizes.unit)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(round(4 * sizes.unit))
        for widget in self._head(colours, sizes):
            column.addWidget(widget)
        column.addWidget(self._body(colours, sizes), 1)
        column.addWidget(self.reading)
        column.addWidget(self._notes)
        self._show_place(-1)

    def _head(self, colours: Palette, sizes: Sizes) -> list[QWidget]:
        chart = self.chart
        title = label("strong", f"{chart_words(chart.code)}  ·  {period_words(chart.period)}", name="chartTitle")
        meaning = label("caption", meaning_words(chart.code), name="chartMeaning")
        for text in (title, meaning):
            text.setWordWrap(True)
        heads: list[QWidget] = [title, meaning]
        if codes := legend(chart):
            heads.append(Legend(codes, colours, sizes))
        return heads

    def _body(self, colours: Palette, sizes: Sizes) -> QWidget:
        if self.chart.empty:
            nothing = label("empty", empty_words(self.chart), name="chartEmpty")
            nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
            nothing.setWordWrap(True)
            return nothing
        from ui.charts.plot import ChartPlot  # brings pyqtgraph, so only when the first chart is drawn

        plot = ChartPlot(self.chart, colours, sizes)
        plot.setAccessibleName(chart_words(self.chart.code))
        plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        plot.pointed.connect(self._show_place)
        self.plot = plot
        return plot

    @Slot(int)
    def _show_place(self, place: int) -> None:
        plain = self.tr("Point at the chart, or use the arrow keys, to read its values.")
        self.reading.setText(reading(self.chart, place) if place >= 0 else plain)
        self.reading.setVisible(self.plot is not None)

    def picture(self) -> QImage:
        """As it is on the screen, twice as large, without what is pointed at."""
        if self.plot is not None:
            self.plot.point_at(-1)
        self.reading.hide()
        image = QImage(self.size() * PICTURE_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(PICTURE_SCALE)
        self.render(image)
        self._show_place(-1)
        return image


def png_of(image: QImage) -> bytes:
    """Any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
