"""Paints boxes and their chips. What to draw was decided by the view-model; here is only where and with which pen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.detection import Box
from app.domain.grade import Grade
from ui.live.chip import ChipText, chip_size, paint_chip
from ui.live.view_model import BoxMark, Verdict
from ui.theme.tokens import GRADE_COLOURS, STALE_COLOUR, WRONG_COLOUR

_LINE_STYLES = {
    Grade.DIM: Qt.PenStyle.DotLine,
    Grade.AMBER: Qt.PenStyle.DashLine,
    Grade.ORANGE: Qt.PenStyle.SolidLine,
    Grade.GREEN: Qt.PenStyle.SolidLine,
}
_LINE_WIDTHS = {Grade.DIM: 1.6, Grade.AMBER: 2.4, Grade.ORANGE: 2.4, Grade.GREEN: 3.0}
_HALO = QColor(6, 9, 14, 150)
_STALE_OPACITY = 0.6


@dataclass(frozen=True, slots=True)
class Stroke:
    colour: QColor
    width: float
    style: Qt.PenStyle
    corners: bool


def stroke_of(mark: BoxMark, unit: float) -> Stroke:
    if mark.stale:
        return Stroke(QColor(STALE_COLOUR), 1.8 * unit, Qt.PenStyle.DashLine, corners=False)
    if mark.verdict is Verdict.WRONG:
        return Stroke(QColor(WRONG_COLOUR), 3.2 * unit, Qt.PenStyle.SolidLine, corners=True)
    if mark.verdict is Verdict.RIGHT:
        return Stroke(QColor(GRADE_COLOURS[Grade.GREEN]), 4.5 * unit, Qt.PenStyle.SolidLine, corners=True)
    colour = QColor(GRADE_COLOURS[mark.grade])
    return Stroke(
        colour, _LINE_WIDTHS[mark.grade] * unit, _LINE_STYLES[mark.grade], corners=mark.grade is not Grade.DIM
    )


def on_screen(box: Box, picture: QRectF) -> QRectF:
    corner = QPointF(picture.x() + box.x1 * picture.width(), picture.y() + box.y1 * picture.height())
    other = QPointF(picture.x() + box.x2 * picture.width(), picture.y() + box.y2 * picture.height())
    return QRectF(corner, other)


def paint_marks(
    painter: QPainter, picture: QRectF, marks: Sequence[tuple[BoxMark, ChipText]], unit: float
) -> list[QRectF]:
    """Boxes first, chips on top, the surest last. Returns where the chips went."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rects = [on_screen(mark.box, picture) for mark, _ in marks]
    for (mark, _), rect in zip(reversed(marks), reversed(rects), strict=True):
        painter.setOpacity(_STALE_OPACITY if mark.stale else 1.0)
        _paint_box(painter, rect, mark, unit)
    placed: list[QRectF] = []
    for index, (mark, text) in enumerate(marks):
        painter.setOpacity(0.85 if mark.stale else 1.0)
        stroke = stroke_of(mark, unit)
        others = [*placed, *(rect for other, rect in enumerate(rects) if other != index)]
        place = chip_place(rects[index], chip_size(text, unit), picture, others, 6 * unit)
        paint_chip(painter, place, mark, text, stroke.colour, unit)
        placed.append(place)
    painter.setOpacity(1.0)
    return placed


def _paint_box(painter: QPainter, rect: QRectF, mark: BoxMark, unit: float) -> None:
    stroke = stroke_of(mark, unit)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_HALO, stroke.width + 2.6 * unit))
    painter.drawRoundedRect(rect, 4 * unit, 4 * unit)
    if mark.verdict is Verdict.WRONG:
        _paint_cross(painter, rect, stroke)
    painter.setPen(QPen(stroke.colour, stroke.width, stroke.style, Qt.PenCapStyle.FlatCap))
    painter.drawRoundedRect(rect, 4 * unit, 4 * unit)
    if stroke.corners:
        _paint_corners(painter, rect, stroke, unit)


def _paint_cross(painter: QPainter, rect: QRectF, stroke: Stroke) -> None:
    for width, colour in ((stroke.width + 2.0, _HALO), (stroke.width * 0.8, stroke.colour)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(rect.topLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomLeft())


def _paint_corners(painter: QPainter, rect: QRectF, stroke: Stroke, unit: float) -> None:
    arm = min(rect.width(), rect.height()) * 0.16
    pen = QPen(stroke.colour, stroke.width + 3.0 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for corner, across, down in (
        (rect.topLeft(), arm, arm),
        (rect.topRight(), -arm, arm),
        (rect.bottomLeft(), arm, -arm),
        (rect.bottomRight(), -arm, -arm),
    ):
        tips = [corner + QPointF(across, 0), corner, corner + QPointF(0, down)]
        painter.drawPolyline(tips)


def chip_place(box: QRectF, size: tuple[float, float], picture: QRectF, taken: Sequence[QRectF], gap: float) -> QRectF:
    """Above the box, below it, beside it, whichever hides least; inside its lower edge without room outside."""
    width, height = size
    columns = [
        _within(x, picture.left() + gap, picture.right() - width - gap) for x in (box.left(), box.right() - width)
    ]
    levels = [
        _within(y, picture.top() + gap, picture.bottom() - height - gap) for y in (box.top(), box.bottom() - height)
    ]
    outside = [
        *(QRectF(x, box.top() - height - gap, width, height) for x in columns),
        *(QRectF(x, box.bottom() + gap, width, height) for x in columns),
        *(QRectF(box.right() + gap, y, width, height) for y in levels),
        *(QRectF(box.left() - width - gap, y, width, height) for y in levels),
    ]
    in_picture = [place for place in outside if picture.contains(place)]
    inside = QRectF(columns[0], levels[1], width, height)
    return min(in_picture or [inside], key=lambda place: sum(_overlap(place, other) for other in taken))


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _overlap(a: QRectF, b: QRectF) -> float:
    shared = a.intersected(b)
    return shared.width() * shared.height()
