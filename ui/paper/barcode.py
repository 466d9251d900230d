"""Bar codes as pictures for the screen and as rectangles for paper: a module is always a whole number of dots, so that
nothing is smeared."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import floor, hypot

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ui.paper.symbol import QR_QUIET, QUIET, code128, qr

_BLACK = QColor(0, 0, 0)
_STEPS_AN_INCH, _WIDEST_INCH = 200, 0.02
"""On a fine device a module is a whole number of steps, each one dot of a label printer of 203 dpi, which may be where
a PDF file of 600 dpi ends up."""


def barcode_image(text: str, module_px: int, height_px: int) -> QImage:
    """Code 128, black on white, with its quiet zones. ValueError for a text that cannot be encoded."""
    modules = code128(text)
    picture = _white((len(modules) + 2 * QUIET) * module_px, height_px)
    painter = QPainter(picture)
    for start, length in _black(modules):
        painter.fillRect((start + QUIET) * module_px, 0, length * module_px, height_px, _BLACK)
    painter.end()
    return picture


def qr_image(text: str, module_px: int) -> QImage:
    """A QR code, black on white, with its quiet zone. ValueError for a text that cannot be encoded."""
    side = (len(qr(text)) + 2 * QR_QUIET) * module_px
    picture = _white(side, side)
    painter = QPainter(picture)
    paint_qr(painter, QRectF(0, 0, side, side), text)
    painter.end()
    return picture


def paint_barcode(painter: QPainter, place: QRectF, text: str, *, flush: Qt.AlignmentFlag | None = None) -> None:
    """Code 128, as high as ``place`` and in its middle, its quiet zones inside; modules are as wide as fits, up to
    0.5 mm. ``flush`` (AlignLeft, AlignRight): at that edge, where its quiet zone is left beside it. ValueError for a
    text that cannot be encoded, or with less than a dot a module."""
    modules, dot = code128(text), _dot(painter)
    whole = len(modules) + (2 * QUIET if flush is None else QUIET)
    dots = _dots_a_module(floor(place.width() / dot / whole), painter.device().logicalDpiX())
    if dots < 1:
        raise ValueError(f"{text!r} needs more room than {place.width() / dot:.0f} dots")
    step = dots * dot
    left = place.left() + _share(flush) * (place.width() - len(modules) * step)
    for start, length in _black(modules):
        _fill(painter, QRectF(left + start * step, place.top(), length * step, place.height()))


def paint_qr(painter: QPainter, place: QRectF, text: str, *, flush: Qt.AlignmentFlag | None = None) -> None:
    """A QR code in the middle of ``place``, its quiet zone inside. ``flush`` and ValueError as for paint_barcode."""
    rows, dot = qr(text), _dot(painter)
    dots = floor(min(place.width(), place.height()) / dot / (len(rows) + 2 * QR_QUIET))
    if dots < 1:
        raise ValueError(f"{text!r} needs more room than {place.width() / dot:.0f} dots")
    step, side = dots * dot, len(rows) * dots * dot
    left, top = place.left() + _share(flush) * (place.width() - side), place.top() + (place.height() - side) / 2
    for number, row in enumerate(rows):
        for start, length in _black(row):
            _fill(painter, QRectF(left + start * step, top + number * step, length * step, step))


def _share(flush: Qt.AlignmentFlag | None) -> float:
    """How much of the room that is left over lies at the left."""
    return 0.5 if flush is None else float(flush == Qt.AlignmentFlag.AlignRight)


def _dots_a_module(fitting: int, dpi: int) -> int:
    dots, step = min(fitting, round(dpi * _WIDEST_INCH)), max(1, dpi // _STEPS_AN_INCH)
    return dots // step * step or dots


def _black(modules: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Start and length of each run of black modules."""
    place = 0
    for black, run in groupby(modules):
        length = len(list(run))
        if black:
            yield place, length
        place += length


def _dot(painter: QPainter) -> float:
    """One dot of the device in the painter's units, also while it is turned."""
    turned = painter.deviceTransform()
    return 1 / hypot(turned.m11(), turned.m12())


def _fill(painter: QPainter, rect: QRectF) -> None:
    """Every edge goes to the nearest dot: with widths of whole dots all of them move alike."""
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(rect, _BLACK)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)


def _white(width_px: int, height_px: int) -> QImage:
    picture = QImage(width_px, height_px, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    return picture
