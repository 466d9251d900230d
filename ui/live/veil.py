"""What is painted over a picture that cannot be trusted: a sign, what is wrong, and what to do."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from ui.live.words import VeilWords
from ui.theme.icons import paint_icon
from ui.theme.style import font
from ui.theme.tokens import VEIL_GROUND, VEIL_MUTED, VEIL_TEXT, VEIL_WARNING, Sizes

_ALPHA = 218
_SIGN, _WHAT, _ACTION, _GAP = 1.9, 1.0, 0.6, 0.3
_WIDEST = 0.86
_FLAGS = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


def paint_veil(painter: QPainter, place: QRectF, words: VeilWords, sizes: Sizes) -> None:
    """Everything in one block in the middle; what does not fit is painted smaller."""
    ground = QColor(VEIL_GROUND)
    ground.setAlpha(_ALPHA)
    painter.fillRect(place, ground)
    em = float(sizes.hero)
    while em > 12 and _height(words, place, em) > place.height() * 0.94:
        em *= 0.9
    top = place.center().y() - _height(words, place, em) / 2
    side = _SIGN * em
    colour = VEIL_WARNING if words.action else VEIL_MUTED
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_icon(painter, words.icon, QRectF(place.center().x() - side / 2, top, side, side), colour)
    top += side + _GAP * em
    for text, share, weight, tint in _lines(words):
        painter.setFont(font(round(em * share), weight))
        painter.setPen(QColor(tint))
        height = _text_height(text, place, em * share, weight)
        room = QRectF(place.center().x() - place.width() * _WIDEST / 2, top, place.width() * _WIDEST, height)
        painter.drawText(room, _FLAGS, text)
        top += height + _GAP * em


def _lines(words: VeilWords) -> tuple[tuple[str, float, QFont.Weight, str], ...]:
    what = words.what, _WHAT, QFont.Weight.Bold, VEIL_TEXT
    action = words.action, _ACTION, QFont.Weight.Medium, VEIL_MUTED
    return (what, action) if words.action else (what,)


def _height(words: VeilWords, place: QRectF, em: float) -> float:
    texts = sum(_text_height(text, place, em * share, weight) + _GAP * em for text, share, weight, _ in _lines(words))
    return _SIGN * em + texts


def _text_height(text: str, place: QRectF, pixels: float, weight: QFont.Weight) -> float:
    room = QRectF(0, 0, place.width() * _WIDEST, 10_000)
    return QFontMetricsF(font(round(pixels), weight)).boundingRect(room, _FLAGS, text).height()
