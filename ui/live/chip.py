"""The label chip of a box: what it is, how sure, what was decided; the confidence bar has its target tick at 85 %."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from app.domain.grade import ACCEPT_FROM, Grade
from ui.live.view_model import Verdict
from ui.theme.style import font
from ui.theme.tokens import CHIP_GROUND, CHIP_MUTED, CHIP_TEXT

_PIE = {Grade.DIM: 0.0, Grade.AMBER: 0.35, Grade.ORANGE: 0.7, Grade.GREEN: 1.0}
_KEPT = 64
_GLYPHS = {Verdict.RIGHT: "✓", Verdict.WRONG: "✗"}


@dataclass(frozen=True, slots=True)
class ChipText:
    """The words of one chip, already in the operator's language."""

    name: str
    percent: str
    label: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ChipFace:
    """Everything a chip shows: two equal faces are the same picture. ``percent`` is what the bar is filled to."""

    text: ChipText
    verdict: Verdict
    grade: Grade
    percent: int
    colour: str
    unit: float
    pixel_ratio: float


PaintedChip = Callable[[ChipFace], QImage]


def chip_keeper() -> PaintedChip:
    """Paints each face once and keeps the pictures last used: a cover held still shows the same few over and over."""
    return lru_cache(maxsize=_KEPT)(painted_chip)


def painted_chip(face: ChipFace) -> QImage:
    """A picture as large as the chip, with its device pixel ratio set."""
    width, height = chip_size(face.text, face.unit)
    ratio = face.pixel_ratio
    image = QImage(ceil(width * ratio), ceil(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_chip(painter, QRectF(0, 0, width, height), face)
    painter.end()
    return image


def _fonts(unit: float) -> tuple[QFont, QFont, QFont]:
    return (
        font(round(23 * unit), QFont.Weight.Bold, tabular=True),
        font(max(11, round(12 * unit)), QFont.Weight.Medium),
        font(max(12, round(15 * unit)), QFont.Weight.DemiBold),
    )


def chip_size(text: ChipText, unit: float) -> tuple[float, float]:
    head, small, words = (QFontMetricsF(each) for each in _fonts(unit))
    heading = 30 * unit + head.horizontalAdvance(text.name) + 16 * unit + head.horizontalAdvance(text.percent)
    width = max(heading, small.horizontalAdvance(text.label), words.horizontalAdvance(text.verdict)) + 26 * unit
    height = head.height() + small.height() + (words.height() if text.verdict else 0) + 22 * unit
    return width, height


def _paint_chip(painter: QPainter, place: QRectF, face: ChipFace) -> None:
    text, unit, colour = face.text, face.unit, QColor(face.colour)
    head, small, words = _fonts(unit)
    ground = QColor(CHIP_GROUND)
    ground.setAlpha(228)
    path = QPainterPath()
    path.addRoundedRect(place, 7 * unit, 7 * unit)
    painter.fillPath(path, ground)
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(QRectF(place.left(), place.top(), 5 * unit, place.height()), colour)
    painter.restore()
    inner = place.adjusted(15 * unit, 6 * unit, -11 * unit, -9 * unit)
    line = QFontMetricsF(head).height()
    _paint_glyph(painter, QRectF(inner.left(), inner.top() + line / 2 - 10 * unit, 20 * unit, 20 * unit), face, colour)
    painter.setFont(head)
    painter.setPen(QColor(CHIP_TEXT))
    row = QRectF(inner.left() + 28 * unit, inner.top(), inner.width() - 28 * unit, line)
    painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text.name)
    painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text.percent)
    below = QRectF(inner.left(), row.bottom(), inner.width(), QFontMetricsF(small).height())
    painter.setFont(small)
    painter.setPen(QColor(CHIP_MUTED))
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text.label)
    if text.verdict:
        said = QRectF(inner.left(), below.bottom(), inner.width(), QFontMetricsF(words).height())
        painter.setFont(words)
        painter.setPen(colour.lighter(135) if colour.lightnessF() < 0.6 else colour)
        painter.drawText(said, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text.verdict)
    bar = QRectF(inner.left(), inner.bottom() - 2 * unit, inner.width(), 5 * unit)
    _paint_bar(painter, bar, face.percent, colour, unit)


def _paint_glyph(painter: QPainter, place: QRectF, face: ChipFace, colour: QColor) -> None:
    """A tick or a cross once decided, before that a pie that fills with the grade."""
    if face.verdict in _GLYPHS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(place)
        painter.setPen(QColor(CHIP_GROUND))
        painter.setFont(font(round(place.height() * 0.8), QFont.Weight.Bold))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _GLYPHS[face.verdict])
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, place.width() * 0.1))
    ring = place.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.drawEllipse(ring)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(ring.adjusted(2, 2, -2, -2), 90 * 16, -round(_PIE[face.grade] * 360 * 16))


def _paint_bar(painter: QPainter, bar: QRectF, percent: int, colour: QColor, unit: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 255, 255, 56))
    painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
    painter.setBrush(colour)
    filled = QRectF(bar.left(), bar.top(), bar.width() * min(100, percent) / 100, bar.height())
    painter.drawRoundedRect(filled, bar.height() / 2, bar.height() / 2)
    tick = bar.left() + bar.width() * ACCEPT_FROM
    painter.setPen(QPen(QColor(CHIP_TEXT), 2.2 * unit))
    painter.drawLine(QPointF(tick, bar.top() - 3.5 * unit), QPointF(tick, bar.bottom() + 3.5 * unit))
