"""Paints boxes and their chips. What to draw was decided by the view-model; here is only where and with which pen."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.detection import Box
from app.domain.grade import Grade
from ui.live.chip import ChipFace, PaintedChip, has_bar, paint_bar
from ui.live.chip_layout import ChipText, Form, chip_layout
from ui.live.placing import Placed, Seat, chip_place
from ui.live.view_model import BoxMark, Hold, Verdict
from ui.theme.tokens import GRADE_COLOURS, STALE_COLOUR, WRONG_COLOUR, Sizes

_LINE_STYLES = {
    Grade.DIM: Qt.PenStyle.DotLine,
    Grade.AMBER: Qt.PenStyle.DashLine,
    Grade.ORANGE: Qt.PenStyle.SolidLine,
    Grade.GREEN: Qt.PenStyle.SolidLine,
}
_LINE_WIDTHS = {Grade.DIM: 1.6, Grade.AMBER: 2.4, Grade.ORANGE: 2.4, Grade.GREEN: 3.0}
_HALO = QColor(6, 9, 14)  # opaque: blending tall thin bars costs six times as much
_STALE_OPACITY, _STALE_CHIP_OPACITY = 0.85, 0.85
_CHIP_GAP, _APART = 6, 9
"""A chip is nearer to its own cover than to any other."""
_GROWS_EVERY = 10
"""Pictures: to look for more room costs a search, and a chip that grows at once would dance."""


@dataclass(frozen=True, slots=True)
class Stroke:
    colour: QColor
    width: float
    style: Qt.PenStyle
    corners: bool


def stroke_of(mark: BoxMark, unit: float) -> Stroke:
    if mark.stale:
        return Stroke(QColor(STALE_COLOUR), 2.2 * unit, Qt.PenStyle.DashLine, corners=False)
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


@dataclass(frozen=True, slots=True)
class Shown:
    """A mark with its words and how far its bar is filled now, 0..1."""

    mark: BoxMark
    text: ChipText
    bar: float


class Overlay:
    """Boxes first, chips on top, the surest last. Remembers where each cover's chip stood; GUI thread only."""

    def __init__(self, chip_of: PaintedChip) -> None:
        self._chip_of = chip_of
        self._seats: dict[int, Seat] = {}
        self._painted = 0
        self.chips: list[QRectF] = []

    def paint(self, painter: QPainter, picture: QRectF, room: QRectF, shown: Sequence[Shown], sizes: Sizes) -> None:
        """``picture``: where the frame is; ``room``: where chips may stand, which may be more."""
        painter.setClipRect(picture)
        rects = [on_screen(each.mark.box, picture) for each in shown]
        for each, rect in zip(reversed(shown), reversed(rects), strict=True):
            painter.setOpacity(_STALE_OPACITY if each.mark.stale else 1.0)
            _paint_box(painter, rect, each.mark, sizes.unit)
        painter.setClipping(False)
        self._paint_chips(painter, room, shown, rects, sizes)
        painter.setOpacity(1.0)

    def _paint_chips(
        self, painter: QPainter, room: QRectF, shown: Sequence[Shown], boxes: Sequence[QRectF], sizes: Sizes
    ) -> None:
        """The cover that has been in view longest chooses first, so that the others find the same places taken."""
        seats: dict[int, Seat] = {}
        self.chips = []
        self._painted += 1
        apart = _APART * sizes.unit
        form, grow = Form.ROW if len(shown) == 1 else Form.BLOCK, self._painted % _GROWS_EVERY == 0
        for index in sorted(range(len(shown)), key=lambda each: shown[each].mark.track_id or math.inf):
            mark = shown[index].mark
            others = (*boxes[:index], *boxes[index + 1 :])
            taken = [*self.chips, *(other.adjusted(-apart, -apart, apart, apart) for other in others)]
            former = self._seats.get(mark.track_id) if mark.track_id is not None else None
            place = partial(chip_place, boxes[index], room=room, taken=taken, former=former, first=form, grow=grow)
            placed = self._paint_chip(painter, shown[index], place, sizes)
            self.chips.append(placed.rect)
            if mark.track_id is not None:
                seats[mark.track_id] = placed.seat
        self._seats = seats

    def _paint_chip(self, painter: QPainter, shown: Shown, place: Callable[..., Placed], sizes: Sizes) -> Placed:
        mark, em = shown.mark, sizes.hero * shown.mark.size
        bar = has_bar(mark.verdict)

        def size_of(shrink: float, form: Form) -> QSizeF:
            return chip_layout(shown.text, round(em * shrink), form, bar=bar).size

        placed = place(size_of=size_of, gap=_CHIP_GAP * sizes.unit)
        shape, at, colour = placed.seat.shape, placed.rect.topLeft(), chip_colour(mark)
        ratio = painter.device().devicePixelRatioF()
        face = ChipFace(shown.text, mark.verdict, mark.grade, colour, round(em * shape.shrink), shape.form, ratio)
        painter.setOpacity(_STALE_CHIP_OPACITY if mark.stale else 1.0)
        painter.drawImage(at, self._chip_of(face))
        if face.layout.bar is not None:
            paint_bar(painter, face.layout.bar.translated(at), shown.bar, QColor(colour))
        return placed


def chip_colour(mark: BoxMark) -> str:
    """While its cover moves, a box is drawn as stale, and its chip still tells the grade."""
    return GRADE_COLOURS[mark.grade] if mark.hold is Hold.MOVED else stroke_of(mark, 1.0).colour.name()


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
