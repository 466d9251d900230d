"""The marks of a chart as pyqtgraph draws them: columns, stacked shares, lines, bars, gaps. Imported late, as
``plot.py`` is."""

from collections.abc import Iterator, Sequence
from math import nan
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from app.domain.charts import Chart, Mark, Panel, Series, SeriesCode
from app.domain.wall_time import SlotLength
from ui.charts.inks import Ink, inks
from ui.charts.view_model import is_tall, shares
from ui.theme.tokens import Palette, Sizes

_BAR, _COLUMN, _HOUR_COLUMN = 0.62, 0.78, 0.9
"""Of the room that a place has."""
_OPAQUE, _PALE = 255, 110
_RULES, _GAPS, _SHADES = -30, -20, -10
"""How far behind the marks something lies."""
_MANY = 40


class Marks:
    """Items for one chart; whoever asks puts them into a plot. Places count from 0, one wide."""

    def __init__(self, chart: Chart, colours: Palette, sizes: Sizes) -> None:
        self._chart, self._colours, self._unit = chart, colours, sizes.unit
        self._inks = inks(colours)
        hourly = chart.slots is not None and chart.slots.length is SlotLength.HOUR
        self._width = _HOUR_COLUMN if hourly else _COLUMN

    def of_panel(self, panel: Panel) -> Iterator[Any]:
        """Over time."""
        if panel.mark is Mark.LINES:
            for series in panel.series:
                if any(value is not None for value in series.values):  # numpy warns of a line without a point
                    yield self._line(series)
        elif panel.mark is Mark.SHARES:
            yield from self._stacked(panel)
        else:
            (series,) = panel.series
            own = is_tall(panel, self._chart)
            yield from self._columns(series, self._inks[series.code].colour if own else self._colours.muted)

    def bars(self, values: Sequence[float], code: SeriesCode) -> Iterator[Any]:
        """Lying, one below the other; none for zero."""
        drawn = [place for place, value in enumerate(values) if value]
        if drawn:
            lengths, brush = [values[place] for place in drawn], self._inks[code].colour
            yield pg.BarGraphItem(x0=0, y=drawn, width=lengths, height=_BAR, brush=brush, pen=pg.mkPen(None))

    def rule(self, at: float, angle: int) -> Any:
        """A thin line behind everything, 0: level, 90: upright."""
        line = pg.InfiniteLine(at, angle, pen=thin_pen(self._colours.line))
        line.setZValue(_RULES)
        return line

    def gap(self, begin: int, end: int) -> Any:
        """From the first place up to the one behind the last."""
        brush = QBrush(_shaded(self._colours.muted, _PALE), Qt.BrushStyle.BDiagPattern)
        return _region((begin - 0.5, end - 0.5), brush, "vertical", _GAPS)

    def shade(self, lying: bool) -> Any:
        """What lies behind the place that is pointed at; hidden."""
        brush = QBrush(QColor(self._colours.selected))
        shade = _region((-0.5, 0.5), brush, "horizontal" if lying else "vertical", _SHADES)
        shade.hide()
        return shade

    def _columns(self, series: Series, colour: str) -> Iterator[Any]:
        there = [place for place, value in enumerate(series.values) if value]
        under_way = self._chart.begun - 1 if self._chart.under_way else -1
        whole, pale = [p for p in there if p != under_way], [p for p in there if p == under_way]
        for places, alpha in ((whole, _OPAQUE), (pale, _PALE)):
            if places:
                heights, brush = [series.values[place] for place in places], _shaded(colour, alpha)
                yield pg.BarGraphItem(x=places, height=heights, width=self._width, brush=brush, pen=pg.mkPen(None))

    def _stacked(self, panel: Panel) -> Iterator[Any]:
        base = np.zeros(self._chart.places)
        for series, parts in zip(panel.series, shares(panel), strict=True):
            heights = np.array([part or 0.0 for part in parts])
            places = np.flatnonzero(heights)
            ink = self._inks[series.code]
            if places.size:
                yield pg.BarGraphItem(
                    x=places, y0=base[places], height=heights[places], width=self._width,
                    brush=_brush(ink), pen=thin_pen(ink.colour if ink.hatched else self._colours.surface),
                )  # fmt: skip
            base = base + heights

    def _line(self, series: Series) -> Any:
        ink = self._inks[series.code]
        values = np.array([nan if value is None else value for value in series.values], dtype=float)
        pen = thin_pen(ink.colour, 2.0)
        if ink.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        size = round((5 if len(values) > _MANY else 8) * self._unit)
        return pg.PlotDataItem(
            np.arange(len(values)), values, pen=pen, connect="finite", symbol=ink.mark, symbolSize=size,
            symbolBrush=ink.colour, symbolPen=thin_pen(self._colours.surface), antialias=True,
        )  # fmt: skip


def thin_pen(colour: str, width: float = 1.0) -> QPen:
    pen: QPen = pg.mkPen(colour, width=width)  # cosmetic: as wide at every scale
    return pen


def _shaded(colour: str, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made


def _brush(ink: Ink) -> QBrush:
    return QBrush(QColor(ink.colour), Qt.BrushStyle.BDiagPattern if ink.hatched else Qt.BrushStyle.SolidPattern)


def _region(places: tuple[float, float], brush: QBrush, orientation: str, height: int) -> Any:
    region = pg.LinearRegionItem(places, orientation, brush=brush, pen=pg.mkPen(None), movable=False)
    for line in region.lines:
        line.hide()
    region.setZValue(height)
    return region
