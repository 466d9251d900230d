"""The escape rates as a table: each with how much was judged, its interval in figures and as a bar."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.domain.judging import EscapeRow, Grouping
from ui.judging.view_model import RateBar, axis_end, rate_bar
from ui.judging.words import percent, rate_words
from ui.language import number
from ui.theme.plain_text import shown
from ui.theme.style import set_tabular
from ui.theme.tokens import Palette, Sizes

_Index = QModelIndex | QPersistentModelIndex
_BAR = Qt.ItemDataRole.UserRole
_PART, _STATION, _JUDGED, _WRONG, _RATE, _INTERVAL, _UNSURE, _BAD = range(8)
_NOWHERE = QModelIndex()


class RatesModel(QAbstractTableModel):
    """One row for all, then those of the groups."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[EscapeRow, ...] = ()
        self._end = 1.0

    def show_rows(self, rows: Sequence[EscapeRow]) -> None:
        self.beginResetModel()
        self._rows, self._end = tuple(rows), axis_end(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else _BAD + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            _PART: self.tr("Part"),
            _STATION: self.tr("Station"),
            _JUDGED: self.tr("Judged"),
            _WRONG: self.tr("Wrong"),
            _RATE: self.tr("Escape rate, 95 % interval"),
            _INTERVAL: self.tr("0 to {end} %").format(end=percent(self._end)),
            _UNSURE: self.tr("Unsure"),
            _BAD: self.tr("Bad pictures"),
        }[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == _BAR and index.column() == _INTERVAL:
            return rate_bar(row, self._end)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == _INTERVAL:
            return rate_words(row.rate)
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        figures = column in {_JUDGED, _WRONG, _UNSURE, _BAD}
        across = Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft
        return across | Qt.AlignmentFlag.AlignVCenter

    def _text(self, row: EscapeRow, column: int) -> str:
        return {
            _PART: shown(row.part, 60) or self.tr("all parts"),
            _STATION: shown(row.station_id, 40) or self.tr("all stations"),
            _JUDGED: number(row.rate.judged),
            _WRONG: number(row.rate.wrong),
            _RATE: rate_words(row.rate),
            _INTERVAL: "",
            _UNSURE: number(row.unsure),
            _BAD: number(row.bad_pictures),
        }[column]


class _IntervalDelegate(QStyledItemDelegate):
    """Paints the bar: from one end of the interval to the other, with a mark at the share of the sample."""

    def __init__(self, parent: QTableView, colours: Palette, sizes: Sizes) -> None:
        super().__init__(parent)
        self._colours, self._sizes = colours, sizes

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002  # Qt's own
        return QSize(round(180 * self._sizes.unit), round(30 * self._sizes.unit))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        place: QRectF = QRectF(option.rect)
        margin = 10 * self._sizes.unit
        room = place.adjusted(margin, 0, -margin, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colours.line), 1))
        painter.drawLine(QPointF(room.left(), room.center().y()), QPointF(room.right(), room.center().y()))
        bar = index.data(_BAR)
        if isinstance(bar, RateBar):
            self._paint_bar(painter, bar, room)
        painter.restore()

    def _paint_bar(self, painter: QPainter, bar: RateBar, room: QRectF) -> None:
        left, right = room.left() + bar.low * room.width(), room.left() + bar.high * room.width()
        middle, half = room.center().y(), 4 * self._sizes.unit
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.muted))
        painter.drawRoundedRect(QRectF(left, middle - half, max(2.0, right - left), 2 * half), half / 2, half / 2)
        if bar.cut:
            painter.setPen(QPen(QColor(self._colours.text), 2))
            tip = QPointF(room.right() + half, middle)
            painter.drawLine(tip - QPointF(half, half), tip)
            painter.drawLine(tip - QPointF(half, -half), tip)
        if bar.point is not None:
            x = room.left() + bar.point * room.width()
            painter.setPen(QPen(QColor(self._colours.text), 3))
            painter.drawLine(QPointF(x, middle - 2 * half), QPointF(x, middle + 2 * half))


class RatesTable(QTableView):
    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("ratesTable")
        self.setProperty("role", "records")
        self.setAccessibleName(self.tr("Escape rates"))
        self.rates = RatesModel()
        self.setModel(self.rates)
        self.setItemDelegateForColumn(_INTERVAL, _IntervalDelegate(self, colours, sizes))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(34 * sizes.unit))
        figures = self.font()
        set_tabular(figures)
        self.setFont(figures)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_INTERVAL, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)

    def show_rows(self, rows: Sequence[EscapeRow], by: Grouping) -> None:
        self.rates.show_rows(rows)
        self.setColumnHidden(_PART, by is Grouping.STATION)
        self.setColumnHidden(_STATION, by is Grouping.PART)
