"""What an operator needs seldom: language, colours, size of the text, paper, settings, help, signing out."""

from enum import StrEnum

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from ui.shell.look import Look
from ui.theme.icons import icon
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

_COLUMNS = 2


class MenuItem(StrEnum):
    LANGUAGE = "language"
    THEME = "theme"
    TEXT = "text"
    FULL_SCREEN = "full_screen"
    COMMANDS = "print"
    SETTINGS = "settings"
    HELP = "help"
    TOUR = "tour"
    SIGN_OUT = "sign_out"
    CLOSE = "close"


class MenuPanel(QFrame):
    """Beside the top bar's menu button; a press anywhere in it is answered by ``chosen``."""

    chosen = Signal(object)

    def __init__(self, colours: Palette, sizes: Sizes, parent: QWidget, look: Look) -> None:
        super().__init__(parent)
        self.setObjectName("menuPanel")
        self.setProperty("role", "popover")
        self._grid = QGridLayout()
        column = QVBoxLayout(self)
        column.addWidget(label("title", self.tr("Menu")))
        column.addLayout(self._grid)
        margin = round(18 * sizes.unit)
        column.setContentsMargins(margin, margin, margin, margin)
        self._grid.setSpacing(sizes.touch_gap)
        side = round(26 * sizes.unit)
        for place, (item, words) in enumerate(self._words(look).items()):
            button = ActionButton(words, f"menu_{item.name.lower()}", "choice")
            button.setIcon(icon(item.value, colours.text, side))
            button.setIconSize(QSize(side, side))
            button.setFixedHeight(sizes.touch)
            button.setProperty("item", item.value)
            button.clicked.connect(self._choose)
            self._grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        self.setFixedWidth(round(620 * sizes.unit))

    def _words(self, look: Look) -> dict[MenuItem, str]:
        return {
            MenuItem.LANGUAGE: look.other_language.own_name,
            MenuItem.THEME: self.tr("Light or dark"),
            MenuItem.TEXT: self.tr("Text {percent} %").format(percent=look.text_percent),
            MenuItem.FULL_SCREEN: self.tr("Full screen (F11)"),
            MenuItem.COMMANDS: self.tr("Command codes"),
            MenuItem.SETTINGS: self.tr("Settings"),
            MenuItem.HELP: self.tr("Help (F1)"),
            MenuItem.TOUR: self.tr("Guided tour"),
            MenuItem.SIGN_OUT: self.tr("Sign out"),
            MenuItem.CLOSE: self.tr("Close the menu"),
        }

    def stand_under(self, right: int, top: int) -> None:
        self.adjustSize()
        self.move(right - self.width(), top)

    @Slot()
    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton):
            self.chosen.emit(MenuItem(str(button.property("item"))))
