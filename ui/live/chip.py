"""The label chip of a box: what it is, how sure, what was decided or would help; the bar has its target at 85 %."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen

from app.domain.grade import ACCEPT_FROM, Grade
from ui.live.chip_layout import ChipLayout, ChipText, Form, chip_fonts, chip_layout
from ui.live.view_model import Verdict
from ui.theme.icons import paint_icon
from ui.theme.style import font
from ui.theme.tokens import (
    CHIP_GROUND,
    CHIP_MUTED,
    CHIP_RIGHT_GROUND,
    CHIP_TEXT,
    CHIP_TRACK,
    CHIP_WRONG_GROUND,
    GRADE_COLOURS,
)

_PIE = {Grade.DIM: 0.0, Grade.AMBER: 0.35, Grade.ORANGE: 0.7, Grade.GREEN: 1.0}
_KEPT = 64
_GLYPHS = {Verdict.RIGHT: "✓", Verdict.WRONG: "✗"}
_GROUNDS = {Verdict.RIGHT: CHIP_RIGHT_GROUND, Verdict.WRONG: CHIP_WRONG_GROUND}
_ALPHA = 232
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class ChipFace:
    """Everything a chip shows but the length of its bar: two equal faces are the same picture."""

    text: ChipText
    verdict: Verdict
    grade: Grade
    colour: str
    em: int
    form: Form
    pixel_ratio: float

    @property
    def layout(self) -> ChipLayout:
        return chip_layout(self.text, self.em, self.form, bar=has_bar(self.verdict))


def has_bar(verdict: Verdict) -> bool:
    """What is refused has nothing to raise."""
    return verdict is not Verdict.WRONG


PaintedChip = Callable[[ChipFace], QImage]


def chip_keeper() -> PaintedChip:
    """Paints each face once and keeps the pictures last used: a cover held still shows the same few over and over."""
    return lru_cache(maxsize=_KEPT)(painted_chip)


def painted_chip(face: ChipFace) -> QImage:
    """A picture as large as the chip, with its device pixel ratio set; its bar is empty."""
    size, ratio = face.layout.size, face.pixel_ratio
    image = QImage(ceil(size.width() * ratio), ceil(size.height() * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, QRectF(0, 0, size.width(), size.height()), face)
    _paint_glyph(painter, face)
    _paint_texts(painter, face)
    painter.end()
    return image


def paint_bar(painter: QPainter, at: QRectF, fraction: float, colour: QColor) -> None:
    """The filled part and the mark it has to reach; plain rectangles, painted anew with every picture."""
    painter.fillRect(QRectF(at.left(), at.top(), at.width() * min(1.0, fraction), at.height()), colour)
    tick = at.left() + at.width() * ACCEPT_FROM
    half, over = max(1.0, at.height() * 0.16), at.height() * 0.4
    painter.fillRect(QRectF(tick - half, at.top() - over, 2 * half, at.height() + 2 * over), QColor(CHIP_TEXT))


def _paint_ground(painter: QPainter, place: QRectF, face: ChipFace) -> None:
    ground = QColor(_GROUNDS.get(face.verdict, CHIP_GROUND))
    ground.setAlpha(_ALPHA)
    path = QPainterPath()
    path.addRoundedRect(place, face.em * 0.2, face.em * 0.2)
    painter.fillPath(path, ground)
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(QRectF(0, 0, face.em * 0.12, place.height()), QColor(face.colour))
    painter.restore()
    if face.layout.bar is not None:
        _paint_track(painter, face.layout.bar)


def _paint_track(painter: QPainter, bar: QRectF) -> None:
    """Empty, its last stretch in the colour that is wanted there."""
    painter.fillRect(bar, QColor(CHIP_TRACK))
    goal = QColor(GRADE_COLOURS[Grade.GREEN])
    goal.setAlpha(110)
    painter.fillRect(bar.adjusted(bar.width() * ACCEPT_FROM, 0, 0, 0), goal)


def _paint_texts(painter: QPainter, face: ChipFace) -> None:
    text, layout, fonts = face.text, face.layout, chip_fonts(face.em)
    beside = _LEFT if face.form is Form.ROW else _RIGHT
    for words, place, made, colour, flags in (
        (text.name, layout.name, fonts.name, CHIP_TEXT, _LEFT),
        (text.percent, layout.percent, fonts.percent, CHIP_TEXT, beside),
        (text.label, layout.label, fonts.small, CHIP_MUTED, _LEFT),
        (text.words, layout.words, fonts.words, CHIP_TEXT, _LEFT),
        (text.target if layout.bar else "", layout.target, fonts.small, CHIP_MUTED, _RIGHT),
    ):
        painter.setFont(made)
        painter.setPen(QColor(colour))
        painter.drawText(place, flags | Qt.TextFlag.TextDontClip, words)
    if text.icon and text.words:
        paint_icon(painter, text.icon, layout.icon, face.colour)


def _paint_glyph(painter: QPainter, face: ChipFace) -> None:
    """A tick or a cross once decided, before that a pie that fills with the grade."""
    place, colour = face.layout.glyph, QColor(face.colour)
    if face.verdict in _GLYPHS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(place)
        painter.setPen(QColor(CHIP_GROUND))
        painter.setFont(font(round(place.height() * 0.8), QFont.Weight.Bold))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _GLYPHS[face.verdict])
        return
    line = place.width() * 0.1
    ring = place.adjusted(line / 2, line / 2, -line / 2, -line / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, line))
    painter.drawEllipse(ring)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(ring.adjusted(line, line, -line, -line), 90 * 16, -round(_PIE[face.grade] * 360 * 16))
