"""Paints boxes and their chips. What to draw was decided by the view-model; here is only where and with which pen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.detection import Box
from app.domain.grade import Grade
from ui.live.chip import ChipFace, ChipText, PaintedChip
from ui.live.view_model import BoxMark, Verdict
from ui.theme.tokens import GRADE_COLOURS, STALE_COLOUR, WRONG_COLOUR

_LINE_STYLES = {
    Grade.DIM: Qt.PenStyle.DotLine,
    Grade.AMBER: Qt.PenStyle.DashLine,
    Grade.ORANGE: Qt.PenStyle.SolidLine,
    Grade.GREEN: Qt.PenStyle.SolidLine,
}
_LINE_WIDTHS = {Grade.DIM: 1.6, Grade.AMBER: 2.4, Grade.ORANGE: 2.4, Grade.GREEN: 3.0}
_HALO = QColor(6, 9, 14)  # opaque: blending tall thin bars costs six times as much
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
    painter: QPainter, picture: QRectF, marks: Sequence[tuple[BoxMark, ChipText]], unit: float, chip_of: PaintedChip
) -> list[QRectF]:
    """Boxes first, chips on top, the surest last. Returns where the chips went."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rects = [on_screen(mark.box, picture) for mark, _ in marks]
    for (mark, _), rect in zip(reversed(marks), reversed(rects), strict=True):
        painter.setOpacity(_STALE_OPACITY if mark.stale else 1.0)
        _paint_box(painter, rect, mark, unit)
    placed: list[QRectF] = []
    pixel_ratio = painter.device().devicePixelRatioF()
    for index, (mark, text) in enumerate(marks):
        painter.setOpacity(0.85 if mark.stale else 1.0)
        colour = stroke_of(mark, unit).colour.name()
        chip = chip_of(ChipFace(text, mark.verdict, mark.grade, mark.percent, colour, unit, pixel_ratio))
        others = [*placed, *(rect for other, rect in enumerate(rects) if other != index)]
        size = chip.deviceIndependentSize()
        place = chip_place(rects[index], (size.width(), size.height()), picture, others, 6 * unit)
        painter.drawImage(place.topLeft(), chip)
        placed.append(place)
    painter.setOpacity(1.0)
    return placed


def _paint_box(painter: QPainter, rect: QRectF, mark: BoxMark, unit: float) -> None:
    """Straight edges, not antialiased: round ones cost several times as much, and the arms hide the corners."""
    stroke = stroke_of(mark, unit)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _paint_edges(painter, rect, stroke.width + 2.0 * unit, _HALO)
    if stroke.style is Qt.PenStyle.SolidLine:
        _paint_edges(painter, rect, stroke.width, stroke.colour)
    else:
        painter.setPen(QPen(stroke.colour, stroke.width, stroke.style, Qt.PenCapStyle.FlatCap))
        painter.drawRect(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark.verdict is Verdict.WRONG:
        _paint_cross(painter, rect, stroke)
    if stroke.corners:
        _paint_corners(painter, rect, stroke, unit)


def _paint_edges(painter: QPainter, rect: QRectF, width: float, colour: QColor) -> None:
    """Four bars along the sides of ``rect``; they do not overlap, so that the opacity of a stale box is even."""
    half = width / 2
    outer, inner = rect.adjusted(-half, -half, half, half), rect.adjusted(half, half, -half, -half)
    for bar in (
        QRectF(outer.topLeft(), QPointF(outer.right(), inner.top())),
        QRectF(QPointF(outer.left(), inner.bottom()), outer.bottomRight()),
        QRectF(QPointF(outer.left(), inner.top()), inner.bottomLeft()),
        QRectF(inner.topRight(), QPointF(outer.right(), inner.bottom())),
    ):
        painter.fillRect(bar, colour)


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
    hidden = [_edges(other) for other in taken]
    return min(in_picture or [inside], key=lambda place: _hidden_area(_edges(place), hidden))


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


Edges = tuple[float, float, float, float]


def _edges(rect: QRectF) -> Edges:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def _hidden_area(place: Edges, others: Sequence[Edges]) -> float:
    """How much of the others lies under ``place``. Plain numbers: this runs some hundred times a frame."""
    left, top, right, bottom = place
    area = 0.0
    for other_left, other_top, other_right, other_bottom in others:
        if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
            width = min(right, other_right) - max(left, other_left)
            area += width * (min(bottom, other_bottom) - max(top, other_top))
    return area
