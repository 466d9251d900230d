"""The list of sessions with what is to be said of it: why it is empty, what is missing, how many there are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from ui.language import number, said_error
from ui.review.rows import SessionTable
from ui.review.session_list import SessionList
from ui.review.view_model import ListState
from ui.review.words import emptiness_words, source_words
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label, set_tone


class ListPane(QWidget):
    def __init__(self, table: SessionTable, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("reviewList")
        self.list = SessionList(table, colours, sizes)
        self._empty = label("empty", name="reviewEmpty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._count = label("caption", name="reviewCount", tabular=True)
        self._missing = label("body", name="reviewMissing")
        self._missing.setWordWrap(True)
        set_tone(self._missing, "bad")
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(6 * sizes.unit))
        for widget, stretch in ((stack, 1), (self._missing, 0), (self._count, 0)):
            column.addWidget(widget, stretch)

    def show_state(self, state: ListState) -> None:
        self._stack.setCurrentIndex(0 if state.emptiness is None else 1)
        self._empty.setText("" if state.emptiness is None else emptiness_words(state.emptiness))
        self._count.setText(self._counted(state))
        told = [f"{source_words(each.source)} {said_error(each.error)}" for each in state.missing]
        if state.error:
            told.append(str(said_error(state.error)))
        self._missing.setText("\n".join(told))
        self._missing.setVisible(bool(told))

    def _counted(self, state: ListState) -> str:
        if not state.shown:
            return ""
        count = number(state.shown)
        if state.bounded:
            return self.tr("The newest {count} are shown, and there are more: narrow the search.").format(count=count)
        if state.more:
            return self.tr("{count} shown, there are more below").format(count=count)
        return self.tr("All {count} shown").format(count=count)
