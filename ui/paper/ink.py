"""Draws on one page in millimetres, black on white. Whatever a text says, it stays in its place: it shrinks to 70 %,
and what is longer still ends in an ellipsis."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from ui.paper.barcode import paint_barcode, paint_qr
from ui.theme.icons import paint_icon
from ui.theme.style import font

_MM_PER_INCH = 25.4
_SHRINKS = (1.0, 0.9, 0.8, 0.7)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ONE_LINE = int(Qt.TextFlag.TextSingleLine)
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_HAIRLINE_MM = 0.2
BLACK, WHITE = QColor(0, 0, 0), QColor(255, 255, 255)


def mm(left: float, top: float, width: float, height: float) -> QRectF:
    return QRectF(left, top, width, height)


class Ink:
    """``painter`` is active on a device that knows its dots per inch, and in its units."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self._dots = painter.device().logicalDpiX() / _MM_PER_INCH

    def text(
        self,
        place: QRectF,
        words: str,
        size_mm: float,
        weight: QFont.Weight = QFont.Weight.Normal,
        align: Qt.AlignmentFlag = _LEFT,
        *,
        wrap: bool = False,
        colour: QColor = BLACK,
    ) -> None:
        """``size_mm`` is the type's, of which a capital letter is 0.73. Figures are of one width."""
        room = self._px(place)
        made, shown = self._fitted(room, words, size_mm, weight, wrap)
        painter = self._painter
        painter.save()
        painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
        painter.setFont(made)
        painter.setPen(colour)
        painter.drawText(room, int(align) | (_WRAPPED if wrap else _ONE_LINE), shown)
        painter.restore()

    def rule(self, left: float, top: float, width: float, thickness_mm: float = _HAIRLINE_MM) -> None:
        self.fill(mm(left, top, width, thickness_mm))

    def fill(self, place: QRectF, colour: QColor = BLACK) -> None:
        self._painter.fillRect(self._px(place), colour)

    def block(self, place: QRectF, colour: QColor, corner_mm: float) -> None:
        """Filled, with round corners."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawRoundedRect(self._px(place), corner_mm * self._dots, corner_mm * self._dots)

    def frame(self, place: QRectF, thickness_mm: float) -> None:
        pen = QPen(BLACK, thickness_mm * self._dots)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        half = thickness_mm / 2
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(self._px(place.adjusted(half, half, -half, -half)))

    def cut(self, start: QPointF, end: QPointF) -> None:
        """A dashed line for scissors."""
        pen = QPen(BLACK, _HAIRLINE_MM * self._dots)
        pen.setDashPattern([12, 10])
        self._painter.setPen(pen)
        self._painter.drawLine(start * self._dots, end * self._dots)

    def icon(self, place: QRectF, name: str, colour: QColor = BLACK) -> None:
        paint_icon(self._painter, name, self._px(place), colour.name())

    def sample(self, place: QRectF, paint: Callable[[QPainter, QRectF, float], None]) -> None:
        """What the screen draws, as large as the place: ``paint`` gets painter, place and the dots of a millimetre."""
        self._painter.save()
        paint(self._painter, self._px(place), self._dots)
        self._painter.restore()

    def picture(self, place: QRectF, picture: QImage) -> None:
        """As large as fits in the place, in its middle."""
        room = self._px(place)
        size = QSizeF(picture.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(QPointF(), size)
        target.moveCenter(room.center())
        self._painter.drawImage(target, picture)

    def barcode(self, place: QRectF, text: str, flush: Qt.AlignmentFlag | None = None) -> None:
        paint_barcode(self._painter, self._px(place), text, flush=flush)

    def qr(self, place: QRectF, text: str, flush: Qt.AlignmentFlag | None = None) -> None:
        paint_qr(self._painter, self._px(place), text, flush=flush)

    def turned(self, place: QRectF) -> QRectF:
        """Until ``unturned``, what is drawn into the returned place lies in ``place`` and reads upwards."""
        self._painter.save()
        corner = self._px(place).bottomLeft()
        self._painter.translate(QPointF(round(corner.x()), round(corner.y())))
        self._painter.rotate(-90)
        return mm(0, 0, place.height(), place.width())

    def unturned(self) -> None:
        self._painter.restore()

    def _fitted(self, room: QRectF, words: str, size_mm: float, weight: QFont.Weight, wrap: bool) -> tuple[QFont, str]:
        for shrink in _SHRINKS:
            made = font(round(size_mm * self._dots * shrink), weight, tabular=True)
            metrics = QFontMetricsF(made, self._painter.device())
            if _fits(metrics, room, words, wrap):
                return made, words
        return made, _shortened(metrics, room, words, wrap)

    def _px(self, place: QRectF) -> QRectF:
        d = self._dots
        return QRectF(place.x() * d, place.y() * d, place.width() * d, place.height() * d)


def _fits(metrics: QFontMetricsF, room: QRectF, words: str, wrap: bool) -> bool:
    flags = _WRAPPED if wrap else _ONE_LINE
    needed = metrics.boundingRect(QRectF(0, 0, room.width(), 1e6), flags, words)
    return needed.width() <= room.width() and needed.height() <= room.height()


def _shortened(metrics: QFontMetricsF, room: QRectF, words: str, wrap: bool) -> str:
    """The longest beginning that fits with an ellipsis after it."""
    fits, too_long = 0, len(words)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if _fits(metrics, room, words[:middle].rstrip() + "…", wrap):
            fits = middle
        else:
            too_long = middle
    return words[:fits].rstrip() + "…"
