"""The list of the audit: an item model that grows page by page, in a table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent

from app.domain.audit import AuditLine
from ui.audit.view_model import is_readable
from ui.audit.words import deeds
from ui.language import moment
from ui.theme.plain_text import shown
from ui.theme.record_table import Index, RecordModel, RecordTable
from ui.theme.tokens import Palette, Sizes

_AT_MOST = 80


class Column(IntEnum):
    LINE = 0
    TIME = 1
    WHO = 2
    DEED = 3
    SUBJECT = 4
    REASON = 5


_SHARES: Mapping[int, float] = {
    Column.LINE: 0.08,
    Column.TIME: 0.25,
    Column.WHO: 0.13,
    Column.DEED: 0.2,
    Column.SUBJECT: 0.2,
}


class AuditTable(RecordModel):
    """GUI thread. Every word of a cell that comes from outside is made harmless."""

    def __init__(self, colours: Palette) -> None:
        super().__init__(len(Column))
        self.lines: tuple[AuditLine, ...] = ()
        self._muted, self._bad = QColor(colours.muted), QColor(colours.bad)
        self._deeds = deeds()

    def show_lines(self, lines: Sequence[AuditLine]) -> None:
        """Those that are there already stay where they are, and with them what is chosen."""
        kept = len(self.lines)
        if tuple(lines[:kept]) == self.lines and kept:
            if len(lines) > kept:
                self.beginInsertRows(QModelIndex(), kept, len(lines) - 1)
                self.lines = tuple(lines)
                self.endInsertRows()
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def _count(self) -> int:
        return len(self.lines)

    def _headings(self) -> tuple[str, ...]:
        first = (self.tr("Line"), self.tr("Time"), self.tr("Who"), self.tr("Deed"), self.tr("About"))
        return (*first, self.tr("Reason"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(line, Column(index.column()))
        if role == Qt.ItemDataRole.ForegroundRole:
            if not is_readable(line.act):
                return self._bad
            return self._muted if index.column() in {Column.LINE, Column.TIME} else None
        return None

    def _cell(self, line: AuditLine, column: Column) -> str:
        act = line.act
        match column:
            case Column.LINE:
                return str(line.seq)
            case Column.TIME:
                return when(act.at)
            case Column.WHO:
                return who(act.by, act.second)
            case Column.DEED:
                return self._deeds.get(act.deed, shown(act.deed, _AT_MOST))
            case Column.SUBJECT:
                return shown(act.subject, _AT_MOST)
            case _:
                return shown(act.reason, _AT_MOST)


def when(at: str) -> str:
    """On the wall's clock; as it stands there if it is no time."""
    try:
        return moment(datetime.fromisoformat(at))
    except (ValueError, OverflowError, OSError):
        return shown(at, _AT_MOST)


def who(by: str, second: str) -> str:
    """“–”: the program itself."""
    name = shown(by, _AT_MOST) or "–"
    return f"{name} + {shown(second, _AT_MOST)}" if second else name


class AuditList(RecordTable):
    """``chosen``: the row, -1 for none. ``more_wanted``: the end is in sight."""

    chosen = Signal(int)
    more_wanted = Signal()

    def __init__(self, table: AuditTable, sizes: Sizes) -> None:
        super().__init__(table, round(30 * sizes.text), _SHARES)
        self.setObjectName("auditList")
        self.setAccessibleName(self.tr("Lines of the audit"))
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the page."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(now.row())

    @Slot(int)
    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - 5:
            self.more_wanted.emit()
