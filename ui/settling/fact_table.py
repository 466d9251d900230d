"""A small table to be read: plain texts, rows chosen by nobody, scrolled by keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from ui.theme.tokens import Sizes


class FactTable(QTableWidget):
    """``headings`` and, by their places, which columns are ``numbers`` (to the right) and which one ``stretches``."""

    def __init__(
        self, name: str, says: str, headings: Sequence[str], sizes: Sizes, *, numbers: Sequence[int], stretches: int
    ) -> None:
        super().__init__(0, len(headings))
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setProperty("role", "facts")
        self._numbers, self._row_height = set(numbers), round(1.9 * sizes.body)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretches, QHeaderView.ResizeMode.Stretch)
        header.setFixedHeight(round(2.1 * sizes.body))
        for place, heading in enumerate(headings):
            item = QTableWidgetItem(heading)
            item.setTextAlignment(self._side(place))
            self.setHorizontalHeaderItem(place, item)

    def show_rows(self, rows: Sequence[Sequence[str]], inks: Sequence[str] = ()) -> None:
        """``inks``: the colour of each row, "" for the usual one."""
        self.clearContents()
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            self.setRowHeight(at, self._row_height)
            for place, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(self._side(place))
                if inks and inks[at]:
                    item.setForeground(QColor(inks[at]))
                self.setItem(at, place, item)

    def height_of(self, rows: int) -> int:
        """Pixels that so many rows need, heading included."""
        return self.horizontalHeader().height() + rows * self._row_height + 2 * self.frameWidth()

    def _side(self, place: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if place in self._numbers else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
