"""The icons: line drawings in SVG, coloured and sized when they are asked for."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme.style import RESOURCES

ICONS = RESOURCES / "icons"
_RATIO = 2.0
"""Drawn at twice their size, so that they stay crisp where a screen is scaled."""


def paint_icon(painter: QPainter, name: str, place: QRectF, colour: str) -> None:
    _renderer(name, colour).render(painter, place)


def icon_pixmap(name: str, colour: str, size_px: int) -> QPixmap:
    """GUI thread. A square of ``size_px`` logical pixels."""
    return _pixmap(name, colour, max(8, size_px))


def icon(name: str, colour: str, size_px: int) -> QIcon:
    return QIcon(icon_pixmap(name, colour, size_px))


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, size_px: int) -> QPixmap:
    side = round(size_px * _RATIO)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, name, QRectF(0, 0, size_px, size_px), colour)
    painter.end()
    return pixmap


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(drawing.encode()))
