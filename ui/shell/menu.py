"""What an operator needs seldom: language, colours, size of the text, paper, settings, help, About, signing out."""

from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ui.shell.look import Look
from ui.theme.icons import icon
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton

_KEYS = (*"1234567890", "?", "F9", "F12", "Esc")
"""What stands on the items, in their order; the last two are the window's own keys."""
_FUNCTION_KEYS = {Qt.Key.Key_F9: "F9"}
"""Of those on the items the ones that type nothing, and that are the window's only while the menu is closed."""
_COLUMN_WIDTH = 300


class MenuItem(StrEnum):
    LANGUAGE = "language"
    THEME = "theme"
    TEXT = "text"
    FULL_SCREEN = "full_screen"
    COMMANDS = "print"
    SETTINGS = "settings"
    SHIFT = "office_shift"
    OFFICE = "office"
    HELP = "help"
    TOUR = "tour"
    ABOUT = "about"
    DOCTOR = "office_doctor"
    SIGN_OUT = "sign_out"
    CLOSE = "close"


class MenuPanel(QFrame):
    """``chosen``: a MenuItem, by its button or by the key that stands on it. In two columns; in three or four where
    ``room`` is too low for fewer. What would stand alone in the last row fills it. In a
    ``kiosk`` the item of the full screen leaves it."""

    chosen = Signal(object)

    def __init__(self, look: Look, sizes: Sizes, parent: QWidget, room: QRect, *, kiosk: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("menuPanel")
        self.setProperty("role", "popover")
        self.setAccessibleName(self.tr("Menu"))
        self._look, self._sizes, self._kiosk = look, sizes, kiosk
        grid, margin = QGridLayout(self), round(18 * sizes.unit)
        grid.setContentsMargins(margin, margin, margin, margin)
        grid.setSpacing(sizes.touch_gap)
        buttons = [self._button(item, words) for item, words in self._words(look).items()]
        columns = next((each for each in (2, 3) if self._height(len(buttons), each, margin) <= room.height()), 4)
        for place, button in enumerate(buttons):
            alone = place == len(buttons) - 1 and place % columns == 0
            grid.addWidget(button, place // columns, place % columns, 1, columns if alone else 1)
        self.setFixedWidth(min(room.width(), round(columns * _COLUMN_WIDTH * sizes.unit)))

    def _height(self, buttons: int, columns: int, margin: int) -> int:
        rows = -(-buttons // columns)
        return rows * self._sizes.touch + (rows - 1) * self._sizes.touch_gap + 2 * margin

    def _button(self, item: MenuItem, words: str) -> ActionButton:
        key = _KEYS[list(MenuItem).index(item)]
        button = ActionButton(f"{key}   {words}", f"menu_{item.name.lower()}", "choice")
        side = round(26 * self._sizes.unit)
        button.setIcon(icon(item.value, self._look.colours.text, side))
        button.setIconSize(QSize(side, side))
        button.setFixedHeight(self._sizes.touch)
        button.setProperty("item", item.value)
        button.clicked.connect(self._choose)
        return button

    def _words(self, look: Look) -> dict[MenuItem, str]:
        return {
            MenuItem.LANGUAGE: look.other_language.own_name,
            MenuItem.THEME: self.tr("Light or dark"),
            MenuItem.TEXT: self.tr("Text {percent} %").format(percent=look.text_percent),
            MenuItem.FULL_SCREEN: self.tr("Leave (F11)") if self._kiosk else self.tr("Full screen (F11)"),
            MenuItem.COMMANDS: self.tr("Command codes"),
            MenuItem.SETTINGS: self.tr("Settings"),
            MenuItem.SHIFT: self.tr("Shift"),
            MenuItem.OFFICE: self.tr("Supervisor"),
            MenuItem.HELP: self.tr("Help (F1)"),
            MenuItem.TOUR: self.tr("Guided tour"),
            MenuItem.ABOUT: self.tr("About"),
            MenuItem.DOCTOR: self.tr("Check-up"),
            MenuItem.SIGN_OUT: self.tr("Sign out"),
            MenuItem.CLOSE: self.tr("Close the menu"),
        }

    def stand(self, room: QRect) -> None:
        """In its upper right corner, under the button that opens it."""
        self.adjustSize()
        self.move(room.right() + 1 - self.width(), room.top())

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key was an item's, which it then chooses."""
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        said = _FUNCTION_KEYS.get(Qt.Key(event.key()), event.text())
        found = said in _KEYS and not held
        if found:
            self.chosen.emit(list(MenuItem)[_KEYS.index(said)])
        return found

    @Slot()
    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton):
            self.chosen.emit(MenuItem(str(button.property("item"))))
