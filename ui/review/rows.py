"""The list of sessions: an item model that grows page by page, in a table that paints what is in sight."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.domain.notices import Tone
from app.domain.review import ReviewState, SessionState
from app.ports.session_reports import SessionKey, SessionSummary
from ui.language import moment, number
from ui.review.view_model import PREFETCH_ROWS, STATE_TONES
from ui.review.words import moment_of, review_words, state_words
from ui.theme.plain_text import shown
from ui.theme.style import font
from ui.theme.tokens import GLYPHS, Palette, Sizes

Index = QModelIndex | QPersistentModelIndex
_CELL_AT_MOST = 60
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Column(IntEnum):
    TIME = 0
    DN = 1
    STATE = 2
    REVIEW = 3
    LABELS = 4
    OPERATOR = 5
    STATION = 6


class SessionTable(QAbstractTableModel):
    """GUI thread. A row's words are made once, when it first comes into sight."""

    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self.sessions: list[SessionSummary] = []
        self._cells: dict[int, tuple[str, ...]] = {}
        tones = {Tone.GOOD: colours.good, Tone.TROUBLE: colours.caution, Tone.REFUSED: colours.bad}
        self._inks = {tone: QColor(ink) for tone, ink in tones.items()}
        self._text, self._muted = QColor(colours.text), QColor(colours.muted)

    def show_rows(self, sessions: Sequence[SessionSummary]) -> None:
        self.beginResetModel()
        self.sessions = list(sessions)
        self._cells.clear()
        self.endResetModel()

    def append(self, sessions: Sequence[SessionSummary]) -> None:
        if sessions:
            first = len(self.sessions)
            self.beginInsertRows(QModelIndex(), first, first + len(sessions) - 1)
            self.sessions.extend(sessions)
            self.endInsertRows()

    def replace(self, summary: SessionSummary) -> None:
        """The row of this session, as it is now."""
        row = self.row_of(summary.key)
        if row is not None:
            self.sessions[row] = summary
            self._cells.pop(row, None)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def row_of(self, key: SessionKey) -> int | None:
        return next((row for row, each in enumerate(self.sessions) if each.key == key), None)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.sessions)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == Column.LABELS else _LEFT
        return self._headings()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _headings(self) -> tuple[str, ...]:
        first = (self.tr("Time"), self.tr("Delivery note"), self.tr("State"), self.tr("Review"), self.tr("Labels"))
        return (*first, self.tr("Operator"), self.tr("Station"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.words(index.row())[index.column()]
        return None

    def words(self, row: int) -> tuple[str, ...]:
        cells = self._cells.get(row)
        if cells is None:
            cells = self._cells[row] = _cells(self.sessions[row])
        return cells

    def ink(self, row: int, column: int) -> QColor:
        of = self.sessions[row]
        if column == Column.STATE:
            return self._inks.get(STATE_TONES[of.state], self._text)
        if column == Column.REVIEW:
            tones = {ReviewState.REVIEWED: Tone.GOOD, ReviewState.REOPENED: Tone.TROUBLE}
            return self._inks[tones[of.review]] if of.review in tones else self._muted
        return self._muted if column in {Column.OPERATOR, Column.STATION} else self._text


def _cells(of: SessionSummary) -> tuple[str, ...]:
    at = moment_of(of.key.submitted_at)
    return (
        moment(at) if at else "",
        shown(of.dn, _CELL_AT_MOST),
        f"{GLYPHS[STATE_TONES[of.state]]} {state_words(of.state)}",
        _reviewed(of.review),
        number(of.labels),
        shown(of.operator, _CELL_AT_MOST),
        shown(of.station_id, _CELL_AT_MOST),
    )


def _reviewed(state: ReviewState) -> str:
    """Most are not reviewed: a dash says so."""
    return "–" if state is ReviewState.NOT_REVIEWED else review_words(state)


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
        painter.drawText(room, _RIGHT if column == Column.LABELS else _LEFT, text)


class SessionList(QTableView):
    """``chosen``: another row is the current one (its number). ``more_wanted``: the end comes near."""

    chosen = Signal(int)
    more_wanted = Signal()

    def __init__(self, model: SessionTable, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("sessionList")
        self.setProperty("role", "records")
        self.setAccessibleName(self.tr("Sessions"))
        self.setModel(model)
        self.setItemDelegate(_Cells(self, model, colours, sizes))
        self._ground = QColor(colours.surface)
        self._row_height = round(30 * sizes.text)
        self._widths = self._wanted_widths(model, sizes)
        self._set_up()
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)

    def _wanted_widths(self, model: SessionTable, sizes: Sizes) -> list[int]:
        """Of each column, by what stands in it as a rule, in the language of the screen."""
        texts = QFontMetrics(font(sizes.body, tabular=True))
        rule = {
            Column.TIME: (moment(datetime(2026, 12, 28, 20, 58, 58, tzinfo=UTC)),),
            Column.DN: ("KSS007317A",),
            Column.STATE: tuple(f"{GLYPHS[STATE_TONES[each]]} {state_words(each)}" for each in SessionState),
            Column.REVIEW: tuple(map(_reviewed, ReviewState)),
            Column.LABELS: ("000",),
            Column.OPERATOR: ("OP-123",),
            Column.STATION: ("station-100",),
        }
        across = Qt.Orientation.Horizontal
        said = {column: (str(model.headerData(column, across)), *words) for column, words in rule.items()}
        padding = round(12 * sizes.unit)
        return [max(map(texts.horizontalAdvance, said[column])) + padding for column in Column]

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        down = self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(1)
        down.setDefaultSectionSize(self._row_height)
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setStretchLastSection(True)
        across.setMinimumSectionSize(1)

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
        room = self.viewport().width()
        share = min(1.0, room / sum(self._widths))
        for column, width in enumerate(self._widths[:-1]):
            self.setColumnWidth(column, round(share * width))
        self.setColumnWidth(Column.STATION, room - self.columnViewportPosition(Column.STATION))
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
