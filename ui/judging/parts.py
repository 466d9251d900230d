"""The right part: found by typing some of it, and chosen from those that the label master knows."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.part_number import PartNumber
from ui.judging.view_model import matching
from ui.theme.keys import answer_keys
from ui.theme.plain_text import shown
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label

_PART = Qt.ItemDataRole.UserRole


class _Search(QLineEdit):
    """Arrows go to the list below."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class PartChooser(QWidget):
    """``chosen``: a PartNumber. ``left``: nobody chose one."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("partChooser")
        self._parts: tuple[PartNumber, ...] = ()
        self._claimed = PartNumber("")
        self._row = QSize(0, round(30 * sizes.unit))
        words = self.tr("Some of the number, such as D26R")
        self.search = _Search()
        self.search.setObjectName("partSearch")
        self.search.setProperty("role", "setting")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.search.setMaxLength(100)
        self.search.setFixedHeight(round(42 * sizes.unit))
        self.list = QListWidget()
        self.list.setObjectName("partList")
        self.list.setProperty("role", "tabs")
        self.list.setAccessibleName(self.tr("Parts of the label master"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideLeft)  # the end tells parts apart
        self._empty = label("muted", name="partsEmpty")
        self._empty.setWordWrap(True)
        take = ActionButton(self.tr("This part (Enter)"), "partTake", "deskPrimary")
        back = ActionButton(self.tr("Back (Esc)"), "partBack", "quiet")
        self._take = take
        row, column = QHBoxLayout(), QVBoxLayout(self)
        for button in (back, take):
            button.setFixedHeight(round(42 * sizes.unit))
            row.addWidget(button)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(8 * sizes.unit))
        self._instead = label("muted", name="partInstead")
        self._instead.setWordWrap(True)
        column.addWidget(label("section", self.tr("Which part is it?")))
        for widget in (self._instead, self.search, self._empty, self.list):
            column.addWidget(widget)
        column.addLayout(row)
        self.search.textChanged.connect(self._show)
        self.search.stepped.connect(self._step)
        self.list.itemDoubleClicked.connect(self.choose)
        take.clicked.connect(self.choose)
        back.clicked.connect(self.left)
        answer_keys(self, {"Escape": self.left.emit})

    def ask(self, parts: tuple[PartNumber, ...], claimed: PartNumber) -> None:
        self._parts, self._claimed = parts, claimed
        self._instead.setText(self.tr("Instead of {part}").format(part=shown(claimed.text, 100)))
        self.search.clear()
        self._show()
        self.search.setFocus()

    @Slot()
    def _show(self) -> None:
        found = matching(self._parts, self.search.text(), self._claimed)
        self.list.clear()
        for part in found:
            item = QListWidgetItem(shown(part.text, 100))
            item.setData(_PART, part)
            item.setSizeHint(self._row)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self._take.setEnabled(bool(found))
        self._empty.setVisible(not found)
        self._empty.setText(self._empty_words())

    def _empty_words(self) -> str:
        if self._parts:
            return self.tr("No part of the label master is called so.")
        return self.tr("The label master knows no part yet, so none can be chosen.")

    @Slot(int)
    def _step(self, step: int) -> None:
        last = self.list.count() - 1
        self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))

    @Slot()
    def choose(self) -> None:
        """The one that the list stands at."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(_PART))
