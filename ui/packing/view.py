"""The right-hand side: the note's parts, the labels, and the buttons that end a session."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.packing_session import LineStatus
from app.domain.part_number import PartNumber
from ui.packing.empty import EmptyNote
from ui.packing.labels import LabelsList
from ui.packing.parts import PartsList
from ui.packing.view_model import Actions, PackingState
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label


class PackingView(QWidget):
    submit_asked = Signal()
    new_note_asked = Signal()
    reopen_asked = Signal()
    take_back_asked = Signal(str)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.parts = PartsList(colours, sizes)
        self.labels = LabelsList(sizes)
        self._no_note = EmptyNote(colours)
        self._parts_title = label("section", self.tr("Parts on the note"))
        self._parts_sum = label("section", tabular=True, name="partsSum")
        self._labels_title = label("section", self.tr("Carton labels"))
        self._labels_sum = label("section", tabular=True, name="labelsSum")
        self._submit = ActionButton(self.tr("Submit"), "submitButton", "primary")
        self._new_note = ActionButton(self.tr("New note"), "newNoteButton")
        self._reopen = ActionButton(self.tr("Reopen"), "reopenButton", "primary")
        self._build()
        self._connect()
        self.set_sizes(sizes)

    def _build(self) -> None:
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self._new_note, 2)
        self._buttons.addWidget(self._reopen, 5)
        self._buttons.addWidget(self._submit, 5)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(_heading(self._parts_title, self._parts_sum))
        self._column.addWidget(self._no_note, 1000)
        self._column.addWidget(self.parts, 0)
        self._labels_heading = _heading(self._labels_title, self._labels_sum)
        self._column.addLayout(self._labels_heading)
        self._column.addWidget(self.labels, 1)
        self._column.addLayout(self._buttons)

    def _connect(self) -> None:
        self._submit.clicked.connect(self.submit_asked)
        self._new_note.clicked.connect(self.new_note_asked)
        self._reopen.clicked.connect(self.reopen_asked)
        self.labels.take_back_asked.connect(self.take_back_asked)

    def set_sizes(self, sizes: Sizes) -> None:
        self._column.setSpacing(round(7 * sizes.unit))
        self._buttons.setSpacing(sizes.touch_gap)
        for button in (self._submit, self._reopen, self._new_note):
            button.setFixedHeight(sizes.primary)
        self.parts.set_sizes(sizes)
        self.labels.set_sizes(sizes)

    def show_state(self, state: PackingState) -> None:
        self.parts.show_rows(state.parts)
        self.labels.show_rows(state.labels)
        open_note = bool(state.parts)
        self._no_note.setVisible(not open_note)
        for widget in (self.parts, self.labels, self._labels_title, self._labels_sum):
            widget.setVisible(open_note)
        seen = self.tr("Parts on the note") if state.note_seen else self.tr("Parts by their labels")
        self._parts_title.setText(seen)
        fulfilled = f"{state.fulfilled} / {len(state.parts)} {LineStatus.FULFILLED}"
        self._parts_sum.setText(fulfilled if open_note and state.note_seen else "")
        self._labels_sum.setText(self._labels_words(state) if state.labels else "")
        self._show_actions(state.actions)

    def _labels_words(self, state: PackingState) -> str:
        return self.tr("{labels} scanned, {pieces} pieces").format(labels=len(state.labels), pieces=state.pieces)

    def _show_actions(self, actions: Actions) -> None:
        self._submit.setVisible(actions.submit_visible)
        self._submit.setEnabled(actions.submit_enabled)
        self._reopen.setVisible(actions.reopen_visible)
        self._new_note.setEnabled(actions.new_note_enabled)

    @Slot(object)
    def set_seen(self, seen: frozenset[PartNumber]) -> None:
        self.parts.set_seen(seen)


def _heading(title: QLabel, total: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(title)
    row.addStretch(1)
    row.addWidget(total)
    return row
