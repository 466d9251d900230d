"""A report on A4: sections of rows under heads, from page to page, each page numbered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from ui.paper.document import page_words
from ui.paper.ink import Ink, mm
from ui.paper.page import A4
from ui.paper.report_layout import HEAD, SectionHeights, laid_out

BOLD, STRONG, PLAIN = QFont.Weight.Bold, QFont.Weight.DemiBold, QFont.Weight.Normal
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
LEFT, WIDTH = A4.margin_mm, A4.inner_mm
TEXT, SMALL = 2.9, 2.3
"""Sizes of type, millimetres."""
_LATER_HEAD, _FOOT = 9.0, 8.0
_TABLE_ROW, _TITLE, _COLUMNS_HEAD = 5.4, 9.0, 5.6
_GAP, _GAP_OF_FIGURES = 2.0, 4.5

Paint = Callable[[Ink, QRectF], None]


@dataclass(frozen=True, slots=True)
class Block:
    """As high as it says; ``paint`` draws into the place that it is given, which is as wide as the page."""

    height_mm: float
    paint: Paint


@dataclass(frozen=True, slots=True)
class Section:
    head: Block
    rows: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` of the page's width; ``right``: its cells are figures."""

    heading: str
    share: float
    right: bool = False


class ReportDocument:
    """Implements Document. ``running``: the words at the head of every page but the first, and at every foot."""

    width_mm, height_mm = A4.width_mm, A4.height_mm

    def __init__(self, title: str, running: str, file_name: str, first: Block, sections: Sequence[Section]) -> None:
        self.title, self.file_name, self._running = title, file_name, running
        self._first, self._sections = first, tuple(sections)
        heights = [
            SectionHeights(section.head.height_mm, tuple(row.height_mm for row in section.rows))
            for section in self._sections
        ]
        margin = A4.margin_mm
        self._layout = laid_out(heights, margin + first.height_mm, margin + _LATER_HEAD, A4.height_mm - margin - _FOOT)
        self.pages = len(self._layout)

    def paint(self, painter: QPainter, number: int) -> None:
        ink, margin = Ink(painter), A4.margin_mm
        if number == 0:
            self._first.paint(ink, mm(LEFT, margin, WIDTH, self._first.height_mm))
        else:
            ink.text(mm(LEFT, margin, WIDTH, 5), self._running, TEXT, STRONG)
            ink.rule(LEFT, margin + 5.6, WIDTH)
        for place in self._layout[number]:
            section = self._sections[place.section]
            block = section.head if place.row == HEAD else section.rows[place.row]
            block.paint(ink, mm(LEFT, place.top, WIDTH, block.height_mm))
        self._foot(ink, number)

    def _foot(self, ink: Ink, number: int) -> None:
        row = mm(LEFT, A4.height_mm - A4.margin_mm - 4, WIDTH, 4)
        ink.text(row.adjusted(0, 0, -35, 0), self._running, SMALL)
        ink.text(row, page_words(number, self.pages), SMALL, STRONG, RIGHT)


def table(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], empty: str, row_mm: float = _TABLE_ROW
) -> Section:
    """``empty``: what is said where there are no rows."""
    if not rows:
        return Section(_title_block(title), (sentence(empty),))

    def paint_head(ink: Ink, place: QRectF) -> None:
        _paint_title(ink, place, title)
        line = mm(place.x(), place.y() + _TITLE, place.width(), _COLUMNS_HEAD - 1)
        _cells(ink, line, columns, [column.heading for column in columns], STRONG)
        ink.rule(place.x(), place.y() + _TITLE + _COLUMNS_HEAD - 0.8, place.width(), 0.4)

    head = Block(_TITLE + _COLUMNS_HEAD, paint_head)
    return Section(head, tuple(_row(columns, cells, row_mm) for cells in rows))


def sentence(words: str, height_mm: float = 7.0) -> Block:
    def paint(ink: Ink, place: QRectF) -> None:
        ink.text(place.adjusted(0, 1.6, 0, 0), words, TEXT, align=TOP, wrap=True)

    return Block(height_mm, paint)


def facts_block(facts: Sequence[tuple[str, str]], columns: int = 4) -> Block:
    """Names above their values, some in a row."""
    lines = -(-len(facts) // columns)

    def paint(ink: Ink, place: QRectF) -> None:
        width = place.width() / columns
        for number, (name, value) in enumerate(facts):
            cell = mm(place.x() + number % columns * width, place.y() + number // columns * 10, width - 3, 9)
            ink.text(mm(cell.x(), cell.y(), cell.width(), 3.4), name, SMALL)
            ink.text(mm(cell.x(), cell.y() + 3.4, cell.width(), 4.8), value, 3.4, STRONG)

    return Block(10.0 * lines + 2, paint)


def band(title: str, words: str) -> Section:
    """What whoever reads the report must not overlook."""

    def paint(ink: Ink, place: QRectF) -> None:
        frame = place.adjusted(0, 1, 0, -2)
        ink.frame(frame, 0.7)
        inner = frame.adjusted(3, 1.4, -3, -1.2)
        ink.text(mm(inner.x(), inner.y(), inner.width(), 5), title, 4, BOLD)
        ink.text(inner.adjusted(0, 5.4, 0, 0), words, TEXT, align=TOP, wrap=True)

    return Section(Block(20.0, paint))


def title_and_facts(caption: str, title: str, facts: Sequence[tuple[str, str]]) -> Block:
    """The head of a report's first page."""
    grid = facts_block(facts)

    def paint(ink: Ink, place: QRectF) -> None:
        ink.text(mm(place.x(), place.y(), place.width(), 4.5), caption, 3.2, STRONG)
        ink.text(mm(place.x(), place.y() + 4.5, place.width(), 11), title, 9, BOLD)
        ink.rule(place.x(), place.y() + 17, place.width(), 0.6)
        grid.paint(ink, mm(place.x(), place.y() + 20, place.width(), grid.height_mm))

    return Block(20 + grid.height_mm, paint)


def _title_block(title: str) -> Block:
    def paint(ink: Ink, place: QRectF) -> None:
        _paint_title(ink, place, title)

    return Block(_TITLE, paint)


def _paint_title(ink: Ink, place: QRectF, title: str) -> None:
    ink.text(mm(place.x(), place.y() + 2.4, place.width(), 5.6), title, 4.2, BOLD)


def _row(columns: Sequence[Column], cells: Sequence[str], height_mm: float) -> Block:
    def paint(ink: Ink, place: QRectF) -> None:
        _cells(ink, place.adjusted(0, 0, 0, -0.4), columns, cells)
        ink.rule(place.x(), place.bottom() - 0.2, place.width(), 0.1)

    return Block(height_mm, paint)


def _cells(
    ink: Ink, row: QRectF, columns: Sequence[Column], cells: Sequence[str], weight: QFont.Weight = QFont.Weight.Normal
) -> None:
    left = row.x()
    for column, cell in zip(columns, cells, strict=True):
        width = column.share * row.width()
        align, gap = (RIGHT, _GAP_OF_FIGURES) if column.right else (Qt.AlignmentFlag.AlignVCenter, _GAP)
        ink.text(mm(left, row.y(), width - gap, row.height()), cell, TEXT, weight, align)
        left += width
