"""A chart drawn by pyqtgraph. Imported late: it brings numpy and pyqtgraph, which the station never needs."""

from html import escape
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.charts import Chart, Mark, Panel, Series
from app.domain.wall_time import SlotLength
from ui.charts.marks import Marks, thin_pen
from ui.charts.view_model import TickKind, day_begins, highest, is_tall, time_ticks, value_ticks
from ui.charts.words import name_words, panel_words, tick_words, value_words
from ui.language import number
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes

_ROWS_AT_LEAST = 6
_LINE, _SMALLEST_PX = 1.25, 8
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ChartPlot(pg.GraphicsLayoutWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """GUI thread. ``pointed`` tells the place under the mouse, or chosen with the arrow keys, Home, End; -1: none."""

    pointed = Signal(int)

    def __init__(self, chart: Chart, colours: Palette, sizes: Sizes, parent: QWidget | None = None) -> None:
        super().__init__(parent, show=False)
        self.setObjectName("chartPlot")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setBackground(colours.surface)
        self.setFrameStyle(0)
        self.chart, self.place = chart, -1
        self._colours, self._sizes, self._marks = colours, sizes, Marks(chart, colours, sizes)
        self._ticks = [self._value_ticks(panel) for panel in chart.panels if panel.mark is not Mark.BARS]
        self._names: Any = None
        self._plots: list[Any] = []
        self._shades: list[Any] = []
        self.ci.setContentsMargins(0, 0, 0, 0)
        self.ci.setSpacing(round(4 * sizes.unit))
        for number_, panel in enumerate(chart.panels):
            self._add(number_, panel)

    # -- panels -----------------------------------------------------------------------------------------------------

    def _add(self, number_: int, panel: Panel) -> None:
        lying = panel.mark is Mark.BARS
        row, column = (0, number_ + 1) if lying else (2 * number_, 0)
        size = f"{self._sizes.caption}px"
        title = escape(panel_words(panel, self.chart))
        self.ci.addLabel(title, row, column, justify="left", color=self._colours.muted, size=size, bold=True)
        plot = self.ci.addPlot(row + 1, column, enableMenu=False)
        plot.hideButtons()
        plot.setMouseEnabled(False, False)
        plot.vb.setMenuEnabled(False)
        if lying:
            self._lie(plot, number_, panel)
        else:
            self._stand(plot, number_, panel)
        self._plots.append(plot)
        self._shades.append(self._marks.shade(lying))
        plot.addItem(self._shades[-1])

    def _stand(self, plot: Any, number_: int, panel: Panel) -> None:
        """Over time: the panels below one another, with the times below the last."""
        chart, left = self.chart, plot.getAxis("left")
        self.ci.layout.setRowStretchFactor(2 * number_ + 1, 3 if is_tall(panel, chart) else 1)
        ticks = self._ticks[number_]
        left.setTicks([ticks])
        left.setWidth(self._axis_px)
        self._style_axis(left)
        plot.setRange(xRange=(-0.5, chart.places - 0.5), yRange=(0, 1.01 * ticks[-1][0]), padding=0)
        self._time_axis(plot, last=panel is chart.panels[-1])
        for value, _ in ticks[1:]:
            plot.addItem(self._marks.rule(value, 0))
        for begin, end in chart.gaps:
            plot.addItem(self._marks.gap(begin, end))
        for item in self._marks.of_panel(panel):
            plot.addItem(item)

    def _value_ticks(self, panel: Panel) -> list[tuple[float, str]]:
        """Values with their words, from 0 up; of a low panel only the ends."""
        if panel.mark is Mark.SHARES:
            return [(each / 4, f"{number(25 * each)} %") for each in range(5)]
        headroom = 1.05 if panel.mark is Mark.LINES else 1.0
        ticks = value_ticks(headroom * highest(panel, self.chart.shown), panel.measure)
        low = not is_tall(panel, self.chart) or len(self.chart.panels) > 2
        return [(each, value_words(each, panel.measure)) for each in ((0, ticks[-1]) if low else ticks)]

    def _time_axis(self, plot: Any, *, last: bool) -> None:
        axis, slots = plot.getAxis("bottom"), self.chart.slots
        assert slots is not None
        local, ticks = slots.local, time_ticks(slots)
        weekday = len(ticks) <= 8
        words = [(each.place, tick_words(local[each.slot], each.kind, weekday=weekday)) for each in ticks]
        axis.setTicks([words if last else []])
        self._style_axis(axis)
        axis.setHeight(round((24 if last else 4) * self._sizes.unit))
        if slots.length is SlotLength.HOUR and ticks[0].kind is TickKind.DAY:
            for place in day_begins(slots)[1:]:
                plot.addItem(self._marks.rule(place - 0.5, 90))

    def _lie(self, plot: Any, number_: int, panel: Panel) -> None:
        """Of names: the panels beside one another, with the names at their left and each value at its bar."""
        chart, (series,) = self.chart, panel.series
        values = [value or 0 for value in series.values[: chart.shown]]
        rows = max(chart.shown, _ROWS_AT_LEAST)
        self.ci.layout.setColumnStretchFactor(number_ + 1, 1)
        self.ci.layout.setColumnPreferredWidth(number_ + 1, 100)  # whatever its title wants: all are as wide
        plot.hideAxis("bottom")
        plot.hideAxis("left")
        plot.invertY(True)
        plot.setRange(xRange=(0, max([*values, 1])), yRange=(-0.5, rows - 0.5), padding=0)
        plot.vb.sigResized.connect(self._fit_values)
        if number_ == 0:
            self._add_names(plot)
        for bar in self._marks.bars(values, series.code):
            plot.addItem(bar)
        for place, value in enumerate(values):
            plot.addItem(self._value_beside(place, value, series, panel))

    def _add_names(self, plot: Any) -> None:
        """In a column of their own, so that all panels are as wide as each other."""
        axis = pg.AxisItem("left")
        axis.linkToView(plot.vb)
        axis.setTicks([[(place, name_words(name)) for place, name in enumerate(self.chart.names[: self.chart.shown])]])
        self._style_axis(axis)
        axis.setPen(pg.mkPen(None))
        self.ci.addItem(axis, 1, 0)
        self._names = axis
        self._fit_names()

    def _fit_names(self) -> None:
        """Names are written smaller where their rows are too low for them."""
        rows, lines = max(self.chart.shown, _ROWS_AT_LEAST), max(map(len, self.chart.names))
        room = (self.height() - 2 * self._sizes.body) / rows / lines / _LINE
        self._names.setTickFont(font(max(_SMALLEST_PX, min(self._sizes.caption, int(room))), tabular=True))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if getattr(self, "_names", None) is not None:  # the base resizes itself while it is made
            self._fit_names()

    def _value_beside(self, place: int, value: float, series: Series, panel: Panel) -> Any:
        colour = self._colours.text if value else self._colours.muted
        text = pg.TextItem(_beside(panel, series, place), color=colour, anchor=(0, 0.5))
        text.setFont(self._font())
        text.setPos(value, place)
        return text

    @Slot(object)
    def _fit_values(self, box: Any) -> None:
        """Room behind the longest bar for its value."""
        panel = next((p for p, plot in zip(self.chart.panels, self._plots, strict=False) if plot.vb is box), None)
        if panel is None or not box.width():
            return
        (series,), metrics = panel.series, QFontMetricsF(self._font())
        words = [_beside(panel, series, place) for place in range(self.chart.shown)]
        share = min(0.6, (max(map(metrics.horizontalAdvance, words)) + 12 * self._sizes.unit) / box.width())
        box.setXRange(0, max(highest(panel, self.chart.shown), 1) / (1 - share), padding=0)

    # -- pointing ---------------------------------------------------------------------------------------------------

    def point_at(self, place: int) -> None:
        """-1: at nothing."""
        place = place if 0 <= place < self.chart.shown else -1
        if place == self.place:
            return
        self.place = place
        for shade in self._shades:
            shade.setRegion((place - 0.5, place + 0.5))
            shade.setVisible(place >= 0)
        self.pointed.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        at = self.mapToScene(event.position().toPoint())
        for panel, plot in zip(self.chart.panels, self._plots, strict=True):
            if plot.sceneBoundingRect().contains(at):
                there = plot.vb.mapSceneToView(at)
                self.point_at(round(there.y() if panel.mark is Mark.BARS else there.x()))
                return
        self.point_at(-1)

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.point_at(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), self.chart.shown - 1
        if key in _STEPS:
            start = (last + 1 if _STEPS[key] < 0 else -1) if self.place < 0 else self.place
            self.point_at(min(last, max(0, start + _STEPS[key])))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.point_at(0 if key == Qt.Key.Key_Home else last)
        elif key == Qt.Key.Key_Escape and self.place >= 0:
            self.point_at(-1)
        else:
            event.ignore()

    # -- looks ------------------------------------------------------------------------------------------------------

    @property
    def _axis_px(self) -> int:
        """As wide as the widest value of any panel, so that all begin at one line."""
        metrics = QFontMetricsF(self._font())
        widest = max(metrics.horizontalAdvance(words) for ticks in self._ticks for _, words in ticks)
        return round(widest + 14 * self._sizes.unit)

    def _style_axis(self, axis: Any) -> None:
        axis.setStyle(tickLength=0, tickTextOffset=round(6 * self._sizes.unit), hideOverlappingLabels=False)
        axis.setTickFont(self._font())
        axis.setTextPen(self._colours.muted)
        axis.setPen(thin_pen(self._colours.line))
        axis.setTickPen(thin_pen(self._colours.surface))  # of no pen it draws dots

    def _font(self) -> QFont:
        return font(self._sizes.caption, tabular=True)


def _beside(panel: Panel, series: Series, place: int) -> str:
    """What stands at the end of a bar."""
    words = value_words(series.values[place] or 0, panel.measure)
    return f"{words} / {number(series.of[place])}" if series.of else words
