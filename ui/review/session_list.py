"""The list of sessions: a table that paints what is in sight, and asks for more before its end."""

from datetime import UTC, datetime

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.domain.review import ReviewState, SessionState
from ui.language import moment
from ui.review.rows import Column, SessionTable, short_review
from ui.review.view_model import PREFETCH_ROWS, STATE_TONES
from ui.review.words import state_words
from ui.theme.record_table import ALIGNED, Index, RecordTable
from ui.theme.style import font
from ui.theme.tokens import GLYPHS, Palette, Sizes

_LEAST_FIRST = (Column.STATION, Column.LABELS, Column.REVIEW, Column.OPERATOR)
"""Which columns go where there is no room for all."""


class _Cells(QStyledItemDelegate):
    """Text on its ground and nothing else: the style's own painting of an item takes six times as long."""

    def __init__(self, parent: QTableView, model: SessionTable, colours: Palette, sizes: Sizes) -> None:
        super().__init__(parent)
        self._model, self._pad = model, round(5 * sizes.unit)
        self._font = font(sizes.body, tabular=True)
        self._selected, self._line = QColor(colours.selected), QColor(colours.line)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: QRect = option.rect
        row, column = index.row(), index.column()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, self._selected)
        painter.setPen(self._line)
        painter.drawLine(cell.bottomLeft(), cell.bottomRight())
        painter.setFont(self._font)
        painter.setPen(self._model.ink(row, column))
        room = cell.adjusted(self._pad, 0, -self._pad, 0)
        text = painter.fontMetrics().elidedText(
            self._model.words(row)[column], Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, ALIGNED[column == Column.LABELS], text)


class SessionList(RecordTable):
    """``chosen``: another row is the current one (its number). ``more_wanted``: the end comes near."""

    chosen = Signal(int)
    more_wanted = Signal()

    def __init__(self, model: SessionTable, colours: Palette, sizes: Sizes) -> None:
        super().__init__(model, round(30 * sizes.text))
        self.setObjectName("sessionList")
        self.setAccessibleName(self.tr("Sessions"))
        self.setItemDelegate(_Cells(self, model, colours, sizes))
        self._ground = QColor(colours.surface)
        self._widths = self._wanted_widths(model, sizes)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)

    def _wanted_widths(self, model: SessionTable, sizes: Sizes) -> list[int]:
        """Of each column, by what stands in it as a rule, in the language of the screen."""
        texts = QFontMetrics(font(sizes.body, tabular=True))
        rule = {
            Column.TIME: (moment(datetime(2026, 12, 28, 20, 58, 58, tzinfo=UTC)),),
            Column.DN: ("KSS007317A",),
            Column.STATE: tuple(f"{GLYPHS[STATE_TONES[each]]} {state_words(each)}" for each in SessionState),
            Column.REVIEW: tuple(map(short_review, ReviewState)),
            Column.LABELS: ("000",),
            Column.OPERATOR: ("OP-123",),
            Column.STATION: ("station-100",),
        }
        across = Qt.Orientation.Horizontal
        said = {column: (str(model.headerData(column, across)), *words) for column, words in rule.items()}
        padding = round(12 * sizes.unit)
        return [max(map(texts.horizontalAdvance, said[column])) + padding for column in Column]

    def showEvent(self, event: QShowEvent) -> None:
        """A ground without a hole lets a scrolled picture be moved, and only what is new of it be painted."""
        super().showEvent(event)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = QPainter(self.viewport())
        ground.fillRect(event.rect(), self._ground)
        ground.end()
        super().paintEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are the page's own keys."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What finds no room is left out, the least first: a time or a number cut short tells nothing."""
        room, shown = self.viewport().width(), list(Column)
        for column in _LEAST_FIRST:
            if sum(self._widths[each] for each in shown) > room:
                shown.remove(column)
        for column in Column:
            self.setColumnHidden(column, column not in shown)
            self.setColumnWidth(column, self._widths[column])
        self.setColumnWidth(shown[-1], room - self.columnViewportPosition(shown[-1]))
        super().resizeEvent(event)
        self._look_ahead()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(current.row())

    def choose(self, row: int) -> None:
        """Make it the current one, if there is such a row."""
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))

    def step(self, by: int) -> None:
        self.choose(self.currentIndex().row() + by)

    @Slot()
    def _look_ahead(self) -> None:
        last = self.rowAt(self.viewport().height() - 1)
        rows = self.model().rowCount()
        if rows and (last < 0 or last >= rows - PREFETCH_ROWS):
            self.more_wanted.emit()
