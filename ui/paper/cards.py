"""Sheets of cards to cut out and keep: the commands, and the badges of operators. Each has a picture, words and a bar
code that is wide enough for a cheap scanner held in a glove."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from ui.paper.document import page_words
from ui.paper.ink import Ink, mm
from ui.paper.page import Paper

_BOLD, _STRONG = QFont.Weight.Bold, QFont.Weight.DemiBold
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_ROWS, _HEAD, _NARROWEST, _MARGIN = 5, 17.0, 85.0, 6.0


@dataclass(frozen=True, slots=True)
class Card:
    """``icon``: its name among the icons; ``code`` is what the bar code says."""

    icon: str
    caption: str
    words: str
    code: str


class CardSheet:
    """Implements Document. Cards go down a column, then to the next; the first ones are the first column's."""

    def __init__(self, title: str, hint: str, file_name: str, cards: Sequence[Card], paper: Paper) -> None:
        self.title, self.file_name = title, file_name
        self._hint, self._cards, self._paper = hint, tuple(cards), paper
        self.width_mm, self.height_mm = paper.width_mm, paper.height_mm
        self._columns = max(1, int(paper.inner_mm / _NARROWEST))
        self.pages = max(1, ceil(len(self._cards) / (self._columns * _ROWS)))

    def paint(self, painter: QPainter, number: int) -> None:
        ink, first = Ink(painter), number * self._columns * _ROWS
        self._head(ink, number)
        for place, card in enumerate(self._cards[first : first + self._columns * _ROWS]):
            column, row = divmod(place, _ROWS)
            _draw(ink, self._cell(column, row), card)

    def _head(self, ink: Ink, number: int) -> None:
        p, s = self._paper, self._paper.scale
        ink.text(mm(p.margin_mm, p.margin_mm, p.inner_mm - 25 * s, 7 * s), self.title, 5.5 * s, _BOLD)
        ink.text(mm(p.margin_mm, p.margin_mm + 7.2 * s, p.inner_mm, 4 * s), self._hint, 2.8 * s)
        if self.pages > 1:
            corner = mm(p.width_mm - p.margin_mm - 25 * s, p.margin_mm, 25 * s, 7 * s)
            ink.text(corner, page_words(number, self.pages), 2.8 * s, _STRONG, _RIGHT)

    def _cell(self, column: int, row: int) -> QRectF:
        p = self._paper
        top = p.margin_mm + _HEAD * p.scale
        width, height = p.inner_mm / self._columns, (p.height_mm - p.margin_mm - top) / _ROWS
        return mm(p.margin_mm + column * width, top + row * height, width, height)


def _draw(ink: Ink, cell: QRectF, card: Card) -> None:
    """Heights are shares of the card's. Between the bars and the cut is white for their quiet zone."""
    for corner in (cell.topRight(), cell.bottomLeft()):
        ink.cut(cell.topLeft(), corner)
        ink.cut(corner, cell.bottomRight())
    high, left, top = cell.height() * 0.88, cell.x() + _MARGIN, cell.y() + cell.height() * 0.07
    width = cell.width() - 2 * _MARGIN
    side = high * 0.36
    ink.icon(mm(left, top, side, side), card.icon)
    beside, rest = left + side + 4, width - side - 4
    ink.text(mm(beside, top, rest, high * 0.1), card.caption, high * 0.07)
    ink.text(mm(beside, top + high * 0.1, rest, high * 0.33), card.words, high * 0.15, _BOLD, _TOP, wrap=True)
    bars = mm(left, top + high * 0.47, cell.right() - left, high * 0.4)
    ink.barcode(bars, card.code, Qt.AlignmentFlag.AlignLeft)
    ink.text(mm(left, top + high * 0.88, width, high * 0.12), card.code, high * 0.075, _STRONG)
