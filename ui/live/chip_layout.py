"""Where each thing of a label chip stands. Every length is a share of ``em``, the size of the part's name."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from ui.theme.style import font

_SMALLEST_TYPE = 11
_PAD, _GAP, _STRIPE = 0.24, 0.26, 0.12
_GLYPH, _BAR, _WORDS, _PERCENT, _SMALL = 0.74, 0.18, 0.6, 0.54, 0.29
_HEAD, _LINE, _FOOT = 1.0, 0.78, 0.34
_TOP, _BOTTOM = 0.1, 0.1


class Form(StrEnum):
    """One row to stand above or below a cover, or a block to stand beside it."""

    ROW = "row"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class ChipText:
    """The words of one chip, already in the operator's language; ``icon`` stands before ``words``."""

    name: str
    percent: str
    label: str
    words: str
    target: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class ChipLayout:
    """Rectangles from the chip's own corner, in pixels. ``bar`` is None where there is nothing to raise."""

    size: QSizeF
    glyph: QRectF
    name: QRectF
    percent: QRectF
    label: QRectF
    icon: QRectF
    words: QRectF
    bar: QRectF | None
    target: QRectF


@dataclass(frozen=True, slots=True)
class ChipFonts:
    name: QFont
    percent: QFont
    words: QFont
    small: QFont


@lru_cache(maxsize=32)
def chip_fonts(em: int) -> ChipFonts:
    return ChipFonts(
        font(em, QFont.Weight.Bold, tabular=True),
        font(round(em * _PERCENT), QFont.Weight.Bold, tabular=True),
        font(max(_SMALLEST_TYPE, round(em * _WORDS)), QFont.Weight.DemiBold),
        font(max(_SMALLEST_TYPE, round(em * _SMALL)), QFont.Weight.Medium, tabular=True),
    )


@lru_cache(maxsize=256)
def chip_layout(text: ChipText, em: int, form: Form, *, bar: bool) -> ChipLayout:
    return (_row if form is Form.ROW else _block)(text, em, bar)


def _row(text: ChipText, em: int, bar: bool) -> ChipLayout:
    """Name, then percent over label, then the words; the bar under all of it."""
    fonts = chip_fonts(em)
    small = QFontMetricsF(fonts.small).height()
    top, head = _TOP * em, max(_HEAD * em, _PERCENT * 1.15 * em + small)
    glyph = QRectF((_STRIPE + _PAD) * em, top + (head - _GLYPH * em) / 2, _GLYPH * em, _GLYPH * em)
    name = QRectF(glyph.right() + _GAP * em, top, _wide(fonts.name, text.name), head)
    wide = max(_wide(fonts.percent, text.percent), _wide(fonts.small, text.label))
    percent = QRectF(name.right() + _GAP * em * 1.3, top, wide, head - small)
    label = QRectF(percent.left(), percent.bottom(), wide, small)
    icon, words = _said(text, em, fonts, percent.right() + _GAP * em * 1.7, top, head)
    right = words.right() if text.words else percent.right()
    return _closed(text, em, fonts, (glyph, name, percent, label, icon, words), right, top + head, bar)


def _block(text: ChipText, em: int, bar: bool) -> ChipLayout:
    """Name and percent, the label under them, the words, the bar."""
    fonts = chip_fonts(em)
    top, head, left = _TOP * em, _HEAD * em, (_STRIPE + _PAD) * em
    glyph = QRectF(left, top + (head - _GLYPH * em) / 2, _GLYPH * em, _GLYPH * em)
    name = QRectF(glyph.right() + _GAP * em, top, _wide(fonts.name, text.name), head)
    percent = QRectF(name.right() + _GAP * em * 1.3, top, _wide(fonts.percent, text.percent), head)
    label = QRectF(left, top + head, _wide(fonts.small, text.label), QFontMetricsF(fonts.small).height())
    icon, words = _said(text, em, fonts, left, label.bottom(), _LINE * em)
    bottom = words.bottom() if text.words else label.bottom()
    right = max(percent.right(), label.right(), words.right() if text.words else 0.0)
    percent.moveRight(right)
    return _closed(text, em, fonts, (glyph, name, percent, label, icon, words), right, bottom, bar)


def _said(text: ChipText, em: int, fonts: ChipFonts, left: float, top: float, height: float) -> tuple[QRectF, QRectF]:
    side = _LINE * em * 0.92 if text.icon else 0.0
    icon = QRectF(left, top + (height - side) / 2, side, side)
    words_left = icon.right() + (_GAP * em * 0.7 if text.icon else 0.0)
    return icon, QRectF(words_left, top, _wide(fonts.words, text.words), height)


Parts = tuple[QRectF, QRectF, QRectF, QRectF, QRectF, QRectF]


def _closed(
    text: ChipText, em: int, fonts: ChipFonts, parts: Parts, right: float, bottom: float, bar: bool
) -> ChipLayout:
    """With the foot, which holds the bar and what it is to reach, and the margins."""
    left = (_STRIPE + _PAD) * em
    target = QRectF(right, bottom, 0.0, 0.0)
    place = None
    if bar:
        wide, foot = _wide(fonts.small, text.target), max(_FOOT * em, QFontMetricsF(fonts.small).height())
        target = QRectF(right - wide, bottom, wide, foot)
        height = _BAR * em
        place = QRectF(left, bottom + (foot - height) / 2, target.left() - _GAP * em * 0.8 - left, height)
    height = target.bottom() + _BOTTOM * em
    return ChipLayout(QSizeF(right + _PAD * em * 1.1, height), *parts, place, target)


def _wide(made: QFont, text: str) -> float:
    return QFontMetricsF(made).horizontalAdvance(text)
