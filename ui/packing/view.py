"""The right-hand side: the line being worked on, the note's parts, the labels, and the buttons that end a session."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.packing_session import LineStatus
from app.domain.part_number import PartNumber
from app.use_cases.desk_state import DeskState
from ui.packing.card import LineCard
from ui.packing.empty import EmptyNote
from ui.packing.flash import RowFlash
from ui.packing.focus import current_after, filter_offered, flashed, rows_listed
from ui.packing.labels import LabelsList
from ui.packing.parts import PartsList
from ui.packing.view_model import Actions, Empty, PackingState, Stage, packing_state
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

SETTLE_MS = 250
"""What flickers before the camera moves neither card nor list."""
_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class PackingView(QWidget):
    """``part_chosen``: a :class:`PartNumber` whose labels are asked for, or None: back to the list. Who shows states
    answers with a state that has it ``chosen``."""

    submit_asked = Signal()
    new_note_asked = Signal()
    reopen_asked = Signal()
    take_back_asked = Signal(str)
    part_chosen = Signal(object)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self._state = packing_state(DeskState(), Stage.LIVE)
        self._current: PartNumber | None = None
        self._seen: frozenset[PartNumber] = frozenset()
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._flash = RowFlash(self)
        self.card = LineCard(colours, sizes, self._flash)
        self.parts, self.labels = PartsList(colours, sizes, self._flash), LabelsList(colours, sizes)
        self._no_note = EmptyNote(colours, sizes)
        self._make_controls()
        self._lay_out()
        self._connect()
        self.set_sizes(sizes)
        self.show_state(self._state)

    def _make_controls(self) -> None:
        self._parts_sum = label("section", tabular=True, name="partsSum")
        self._open_only = ActionButton(self.tr("Open only"), "openOnlyButton", "choice")
        self._open_only.setCheckable(True)
        self._back = ActionButton(self.tr("‹ All parts"), "backToPartsButton")
        self._labels_sum = label("section", tabular=True, name="labelsSum")
        self._submit = ActionButton(self.tr("Submit"), "submitButton", "primary")
        self._new_note = ActionButton(self.tr("Next note"), "newNoteButton")
        self._reopen = ActionButton(self.tr("Reopen"), "reopenButton", "primary")

    def _lay_out(self) -> None:
        self._sums = QBoxLayout(_ACROSS)
        self._sums.addStretch()
        self._sums.addWidget(self._parts_sum)
        self._sums.addStretch(1)
        self._sums.addWidget(self._labels_sum)
        self._sums.addStretch()
        self._heading, self._buttons = QHBoxLayout(), QHBoxLayout()
        self._heading.addWidget(self._back)
        self._heading.addLayout(self._sums, 1)
        self._heading.addWidget(self._open_only)
        self._buttons.addWidget(self._new_note, 3)
        self._buttons.addWidget(self._reopen, 5)
        self._buttons.addWidget(self._submit, 5)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card)
        self._column.addLayout(self._heading)
        self._column.addWidget(self._no_note, 1000)
        self._column.addWidget(self.parts, 0)
        self._column.addWidget(self.labels, 1)
        self._column.addLayout(self._buttons)

    def _connect(self) -> None:
        self._submit.clicked.connect(self.submit_asked)
        self._new_note.clicked.connect(self.new_note_asked)
        self._reopen.clicked.connect(self.reopen_asked)
        self._back.clicked.connect(self.back)
        self._open_only.toggled.connect(self._list_rows)
        self._settle.timeout.connect(self._camera_settled)
        self.parts.line_chosen.connect(self.part_chosen)
        self.labels.take_back_asked.connect(self.take_back_asked)

    def set_sizes(self, sizes: Sizes) -> None:
        self._column.setSpacing(round(7 * sizes.unit))
        for row in (self._buttons, self._heading):
            row.setSpacing(sizes.touch_gap)
        for button in (self._submit, self._reopen, self._new_note):
            button.setFixedHeight(sizes.primary)
        for button in (self._open_only, self._back):
            button.setFixedHeight(sizes.touch)
        for view in (self.card, self.parts, self.labels, self._no_note):
            view.set_sizes(sizes)

    # -- what it shows ------------------------------------------------------------------------------------------------

    def show_state(self, state: PackingState) -> None:
        self._state = state
        news = flashed(state.parts)
        lit = self._flash.start(news)
        self._current = news.part if news and lit else current_after(self._current, state.parts, frozenset())
        self._show_parts(state)
        self._show_actions(state.actions)
        self._show_line()
        self.labels.show_rows(state.labels, self._empty_words(state))
        self.labels.show_bar(state.chosen is not None)

    @Slot(object)
    def set_seen(self, seen: frozenset[PartNumber]) -> None:
        """What is in view is lit at once; it becomes the current line when the view has settled."""
        if seen == self._seen:
            return
        self._seen = seen
        self.parts.set_seen(seen)
        self.card.set_seen(seen)
        self._settle.start()

    @Slot()
    def _camera_settled(self) -> None:
        before, self._current = self._current, current_after(self._current, self._state.parts, self._seen)
        if self._current != before:
            self._show_line()

    def _show_line(self) -> None:
        state = self._state
        self.card.show_line(state, state.chosen or state.row(self._current))
        self._list_rows()
        self.parts.reveal(self._current)

    @Slot()
    def _list_rows(self) -> None:
        only = self._open_only.isChecked() and filter_offered(self._state)
        self.parts.show_rows(rows_listed(self._state.parts, only, self._current))

    def _show_parts(self, state: PackingState) -> None:
        """Either the list, or the labels of one of its lines, or why there is none."""
        listed, chosen, long = state.empty is Empty.NO, state.chosen is not None, filter_offered(state)
        self._no_note.show_reason(state.empty)
        shown: dict[QWidget, bool] = {
            self.card: listed,
            self.labels: listed,
            self._labels_sum: listed,
            self.parts: listed and not chosen,
            self._parts_sum: listed and not chosen,
            self._open_only: long and not chosen,
            self._back: chosen,
        }
        for widget, visible in shown.items():
            widget.setVisible(visible)
        self._stack_sums(long and not chosen)
        fulfilled = f"{state.fulfilled} / {len(state.parts)} {LineStatus.FULFILLED}"
        self._parts_sum.setText(fulfilled if state.note_seen else self.tr("Parts by their labels"))
        counted = self.tr("Labels: {labels}   Pieces: {pieces}").format(labels=len(state.labels), pieces=state.pieces)
        self._labels_sum.setText(counted)

    def _stack_sums(self, stacked: bool) -> None:
        """One above the other beside the filter's button, else at the two ends of the line."""
        self._sums.setDirection(_DOWN if stacked else _ACROSS)
        for place, stretch in zip((0, 2, 4), (1, 0, 1) if stacked else (0, 1, 0), strict=True):
            self._sums.setStretch(place, stretch)

    def _empty_words(self, state: PackingState) -> str:
        if state.chosen is None:
            return self.tr("No label scanned yet.")
        return self.tr("No label of {part} yet.").format(part=state.chosen.name)

    def _show_actions(self, actions: Actions) -> None:
        for button, offered in (
            (self._submit, actions.submit),
            (self._reopen, actions.reopen),
            (self._new_note, actions.next_note),
        ):
            button.setVisible(offered)
            button.setEnabled(actions.enabled)

    # -- by key, from whoever has the keys ----------------------------------------------------------------------------

    def walk(self, delta: int) -> None:
        """Walk ``delta`` rows down (up, when negative) the list in front: the parts, or the chosen line's labels."""
        self._front.walk(delta)

    def choose_current(self) -> None:
        """Open the line walked to; of a chosen line take back the label walked to."""
        self._front.choose_current()

    @Slot()
    def back(self) -> None:
        """From a line's labels to the list."""
        self.part_chosen.emit(None)

    @property
    def _front(self) -> PartsList | LabelsList:
        return self.labels if self._state.chosen else self.parts
