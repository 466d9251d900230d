"""What can be done about something, as a list of large buttons on a panel."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label

_DIGITS = "123456789"


class ChoicePanel(QFrame):
    """``chosen``: a key of ``choices``; ``closed``: none of them. Keys: the digit on a button, Escape."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, title: str, choices: Mapping[str, str], sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("choicePanel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys = list(choices)
        column = QVBoxLayout(self)
        column.setSpacing(sizes.gap)
        column.addWidget(label("title", title, name="choiceTitle"))
        for digit, (key, words) in zip(_DIGITS, choices.items(), strict=False):
            button = ActionButton(f"{digit}   {words}", f"choice_{key}", "choice")
            button.setProperty("key", key)
            button.setFixedHeight(round(46 * sizes.unit))
            button.clicked.connect(self._press)
            column.addWidget(button)
        self.setMinimumWidth(round(460 * sizes.unit))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = _DIGITS.find(event.text()) if event.text() else -1
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif 0 <= place < len(self._keys):
            self.chosen.emit(self._keys[place])
        else:
            super().keyPressEvent(event)

    @Slot()
    def _press(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton):
            self.chosen.emit(str(button.property("key")))
