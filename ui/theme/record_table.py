"""Tables of records: what the item models and the views of them have alike."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

Index = QModelIndex | QPersistentModelIndex
ALIGNED = {
    False: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    True: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}
"""By whether they are numbers."""


class RecordModel(QAbstractTableModel):
    """Read-only, GUI thread. What it is made for adds ``_count``, ``_headings`` and ``data``."""

    def __init__(self, columns: int, numbers: Collection[int] = ()) -> None:
        """``numbers``: the columns whose headings stand at the right."""
        super().__init__()
        self._columns, self._numbers = columns, numbers

    def _count(self) -> int:
        """Of the records."""
        raise NotImplementedError

    def _headings(self) -> Sequence[str]:
        """One for each column, in the language of the screen."""
        raise NotImplementedError

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count()

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNED[section in self._numbers]
        return self._headings()[section] if role == Qt.ItemDataRole.DisplayRole else None


class RecordTable(QTableView):
    """One row is chosen at a time, and nothing is edited in it; Tab leaves it."""

    def __init__(self, model: RecordModel, row_height: int, shares: Mapping[int, float] | None = None) -> None:
        """``row_height``: pixels. ``shares``: of the width, by column; the last column has the rest."""
        super().__init__()
        self._shares = dict(shares or {})
        self.setProperty("role", "records")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._set_headers(row_height)

    def _set_headers(self, row_height: int) -> None:
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(row_height)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setStretchLastSection(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, share in self._shares.items():
            self.setColumnWidth(column, round(share * self.viewport().width()))
