"""Keys on the screen, for a station that has none: letters, figures and the signs of codes. Each is large enough for a
glove; what is typed stands above them, unless it is a secret."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label

_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM./_")
_SIGN_NAMES = {"-": "minus", ".": "stop", "/": "slash", "_": "underline"}


class Keypad(QFrame):
    """Types into ``target``, as a keyboard would; lies over the window's lower part. ``closed``: the keys are not
    wanted any more; so with Enter, for then the answer is."""

    closed = Signal()

    def __init__(self, target: QLineEdit, sizes: Sizes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keypad")
        self.setProperty("role", "popover")
        self._target, self._sizes, self._over = target, sizes, parent
        self._echo = label("hero", name="keypadEcho")
        self._space = ActionButton(self.tr("Space"), "keypadSpace")
        self._shift = ActionButton("⇧", "keypadShift", "segment")
        self._shift.setCheckable(True)
        self._shift.setChecked(True)
        self._shift.setAccessibleName(self.tr("Capital or small letters"))
        self._shift.setVisible(self._hidden)
        self._letters: list[ActionButton] = []
        self._delete = ActionButton("⌫", "keypadDelete")
        self._enter = ActionButton(self.tr("Enter"), "keypadEnter", "primary")
        self._close = ActionButton(self.tr("Close"), "keypadClose")
        self._delete.setAccessibleName(self.tr("Delete the last character"))
        self._build()
        self._delete.clicked.connect(self._delete_last)
        self._enter.clicked.connect(self._finish)
        self._close.clicked.connect(self.closed)
        self._space.clicked.connect(self._press)
        self._shift.clicked.connect(self._change_case)
        target.textChanged.connect(self._show_text)
        self._show_text(target.text())

    def _build(self) -> None:
        column, keys, top, bottom = QVBoxLayout(self), QGridLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._echo, 1)
        top.addWidget(self._delete)
        for row, characters in enumerate(_ROWS):
            for place, character in enumerate(characters):
                button = ActionButton(character, f"key_{_SIGN_NAMES.get(character, character)}", "key")
                button.clicked.connect(self._press)
                button.setFixedHeight(self._sizes.touch)
                keys.addWidget(button, row, place)
                self._letters.append(button)
        for button, share in ((self._close, 2), (self._shift, 2), (self._space, 5), (self._enter, 4)):
            bottom.addWidget(button, share)
        for button in (self._close, self._shift, self._space, self._enter, self._delete):
            button.setFixedHeight(self._sizes.touch)
        self._delete.setFixedWidth(2 * self._sizes.touch)
        column.addLayout(top)
        column.addLayout(keys)
        column.addLayout(bottom)
        for layout in (column, keys, top, bottom):
            layout.setSpacing(self._sizes.touch_gap)
        margin = self._sizes.gap
        column.setContentsMargins(margin, margin, margin, margin)

    def stand(self) -> None:
        """At the parent's lower edge, as wide as it."""
        height = self.sizeHint().height()
        self.setGeometry(0, self._over.height() - height, self._over.width(), height)

    @Slot()
    def _press(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton):
            self._target.insert(" " if button is self._space else button.text())

    @property
    def _hidden(self) -> bool:
        return self._target.echoMode() is not QLineEdit.EchoMode.Normal

    @Slot()
    def _change_case(self) -> None:
        """Codes have capitals only; a password may have both."""
        capitals = self._shift.isChecked()
        for button in self._letters:
            button.setText(button.text().upper() if capitals else button.text().lower())

    @Slot()
    def _delete_last(self) -> None:
        self._target.backspace()

    @Slot()
    def _finish(self) -> None:
        """What Enter does in the field."""
        self._target.returnPressed.emit()
        self.closed.emit()

    @Slot(str)
    def _show_text(self, text: str) -> None:
        self._echo.setText(("●" * len(text) if self._hidden else text) or "…")
