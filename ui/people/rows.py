"""The list of people: an item model, in a table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QColor

from ui.language import moment
from ui.office.words import role_words
from ui.people.view_model import PersonRow, Standing
from ui.people.words import standing_words
from ui.theme.plain_text import shown
from ui.theme.record_table import Index, RecordModel, RecordTable
from ui.theme.tokens import Palette, Sizes

_AT_MOST = 60


class Column(IntEnum):
    BADGE = 0
    NAME = 1
    ROLE = 2
    STANDING = 3
    CHANGED = 4


_SHARES: Mapping[int, float] = {Column.BADGE: 0.18, Column.NAME: 0.3, Column.ROLE: 0.16, Column.STANDING: 0.16}


class PeopleTable(RecordModel):
    """GUI thread. What people typed is made harmless."""

    def __init__(self, colours: Palette) -> None:
        super().__init__(len(Column))
        self.rows: tuple[PersonRow, ...] = ()
        self._muted, self._caution = QColor(colours.muted), QColor(colours.caution)

    def show_rows(self, rows: Sequence[PersonRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def _count(self) -> int:
        return len(self.rows)

    def _headings(self) -> tuple[str, ...]:
        return self.tr("Badge"), self.tr("Name"), self.tr("Role"), self.tr("Sign-in"), self.tr("Changed")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == Column.NAME:
            return shown(row.name)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, Column(index.column()))
        return None

    def _cell(self, row: PersonRow, column: Column) -> str:
        match column:
            case Column.BADGE:
                return shown(row.badge, _AT_MOST)
            case Column.NAME:
                name = shown(row.name, _AT_MOST)
                return self.tr("{name} (you)").format(name=name) if row.own else name
            case Column.ROLE:
                return role_words(row.role)
            case Column.STANDING:
                return standing_words(row.standing)
            case _:
                return moment(datetime.fromisoformat(row.changed_at))

    def _colour(self, row: PersonRow, column: Column) -> QColor | None:
        if row.standing is Standing.REMOVED or column is Column.CHANGED:
            return self._muted
        return self._caution if row.standing is Standing.NO_SECRET and column is Column.STANDING else None


class PeopleList(RecordTable):
    """``chosen``: a PersonRow, or None."""

    chosen = Signal(object)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        table = PeopleTable(colours)
        super().__init__(table, round(34 * sizes.text), _SHARES)
        self.table = table
        self.setObjectName("peopleList")
        self.setAccessibleName(self.tr("People"))
        self.selectionModel().currentRowChanged.connect(self._moved)

    @property
    def chosen_row(self) -> PersonRow | None:
        at = self.currentIndex().row()
        return self.table.rows[at] if 0 <= at < len(self.table.rows) else None

    def show_rows(self, rows: Sequence[PersonRow], wanted: str = "") -> None:
        """What was chosen stays so; ``wanted``: this badge instead. The first one where neither is there."""
        before = self.chosen_row
        badge = wanted or (before.badge if before else "")
        self.table.show_rows(rows)
        place = next((at for at, row in enumerate(rows) if row.badge == badge), 0 if rows else -1)
        if place >= 0:
            self.setCurrentIndex(self.table.index(place, 0))
        else:
            self.chosen.emit(None)

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.chosen_row)
