"""The lines of a slip, each as high as the layout has it."""

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, Qt
from PySide6.QtGui import QFont

from app.domain.packing_session import LineStatus
from ui.paper.ink import WHITE, Ink, mm
from ui.paper.page import Paper
from ui.paper.slip import SlipLine
from ui.paper.slip_layout import LINE, TABLE_HEAD
from ui.paper.slip_words import quantity_words

_BOLD, _STRONG, _MEDIUM = QFont.Weight.Bold, QFont.Weight.DemiBold, QFont.Weight.Medium
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_NUMBER, _QUANTITY, _STATUS, _GAP = 8.0, 17.0, 30.0, 4.0


class SlipTable:
    def __init__(self, ink: Ink, paper: Paper) -> None:
        self._ink, self._roll, self._scale = ink, paper.roll, paper.scale
        self._left, self._width = paper.margin_mm, paper.inner_mm

    def draw(self, top: float, lines: tuple[SlipLine, ...], before: int) -> None:
        """``before``: how many lines the pages before have."""
        s = self._scale
        self._head(top)
        top += TABLE_HEAD * s
        for place, line in enumerate(lines):
            self._line(mm(self._left, top, self._width, LINE * s), before + place + 1, line)
            top += LINE * s
            self._ink.rule(self._left, top - 0.15, self._width, 0.15)

    # -- the columns ------------------------------------------------------------------------------------------------

    def _head(self, top: float) -> None:
        s, tr = self._scale, QCoreApplication.translate
        row = mm(self._left, top, self._width, 5 * s)
        self._ink.text(self._part(row), tr("Slip", "Part"), 2.6 * s, _STRONG)
        if self._roll:
            both = tr("Slip", "Labelled / asked")
            self._ink.text(self._right(row, self._width / 2), both, 2.6 * s, _STRONG, _RIGHT)
        else:
            self._ink.text(self._labelled(row), tr("Slip", "Labelled"), 2.6 * s, _STRONG, _RIGHT)
            self._ink.text(self._asked(row), tr("Slip", "Asked"), 2.6 * s, _STRONG, _RIGHT)
            self._ink.text(self._right(row, _STATUS * s), tr("Slip", "Status"), 2.6 * s, _STRONG)
        self._ink.rule(self._left, top + 5.4 * s, self._width, 0.5)

    def _line(self, row: QRectF, number: int, line: SlipLine) -> None:
        s = self._scale
        labelled, asked = quantity_words(line)
        name = self._part(row)
        upper = mm(name.x(), row.y() + 0.6 * s, name.width(), 4.8 * s)
        lower = mm(name.x(), row.y() + 5.3 * s, name.width(), 3.5 * s)
        self._ink.text(upper, line.short, 4 * s, _BOLD)
        self._ink.text(lower, line.part, 2.6 * s)
        if self._roll:
            self._ink.text(self._right(upper, 32), f"{labelled} / {asked}", 4 * s, _BOLD, _RIGHT)
            self._status(self._right(lower, 28), line)
            return
        self._ink.text(mm(row.x(), row.y(), _NUMBER * s, row.height()), QLocale().toString(number), 2.6 * s)
        self._ink.text(self._labelled(row), labelled, 4 * s, _BOLD, _RIGHT)
        self._ink.text(self._asked(row), asked, 4 * s, _MEDIUM, _RIGHT)
        self._status_and_missing(self._right(row, _STATUS * s), line)

    def _part(self, row: QRectF) -> QRectF:
        s = self._scale
        if self._roll:
            return mm(row.x(), row.y(), row.width() - 33, row.height())
        others = (_NUMBER + 2 * _QUANTITY + _GAP + _STATUS) * s
        return mm(row.x() + _NUMBER * s, row.y(), row.width() - others, row.height())

    def _labelled(self, row: QRectF) -> QRectF:
        return self._right(row, (2 * _QUANTITY + _GAP + _STATUS) * self._scale, _QUANTITY * self._scale)

    def _asked(self, row: QRectF) -> QRectF:
        return self._right(row, (_QUANTITY + _GAP + _STATUS) * self._scale, _QUANTITY * self._scale)

    def _right(self, row: QRectF, from_right: float, width: float | None = None) -> QRectF:
        right = self._left + self._width
        return mm(right - from_right, row.y(), from_right if width is None else width, row.height())

    # -- the status -------------------------------------------------------------------------------------------------

    def _status_and_missing(self, cell: QRectF, line: SlipLine) -> None:
        s = self._scale
        if not line.missing:
            self._status(cell, line)
            return
        self._status(mm(cell.x(), cell.y() + 0.7 * s, cell.width(), 4.3 * s), line)
        words = QCoreApplication.translate("Slip", "{missing} missing")
        below = mm(cell.x(), cell.y() + 5.2 * s, cell.width(), 3.6 * s)
        self._ink.text(below, words.format(missing=QLocale().toString(line.missing)), 2.6 * s, _STRONG)

    def _status(self, cell: QRectF, line: SlipLine) -> None:
        """What is open is white on black: it is found without reading, and without colour."""
        s = self._scale
        align = _RIGHT if self._roll else Qt.AlignmentFlag.AlignVCenter
        if not line.known:
            words = QCoreApplication.translate("Slip", "not checked yet")
            self._ink.text(cell, words, 2.8 * s, _STRONG, align)
        elif line.status is LineStatus.FULFILLED:
            self._ink.text(cell, f"✓ {line.status.value}", 2.8 * s, _STRONG, align)
        else:
            self._ink.fill(cell)
            self._ink.text(cell.adjusted(1, 0, -1, 0), line.status.value, 2.8 * s, _BOLD, _MIDDLE, colour=WHITE)
