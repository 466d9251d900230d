"""First of all: the language, which changes at once."""

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from ui.language import Language, chosen_language
from ui.setup.page import SetupPage, choice_button, no_margins, wrapped
from ui.theme.tokens import Sizes

_LARGE = 2
"""The buttons are as high as two primary ones."""


class LanguagePage(SetupPage):
    """``setting``: ui.language as it is."""

    def __init__(self, setting: str, sizes: Sizes) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons = {
            language: choice_button(place, language.own_name, f"language_{language}")
            for place, language in enumerate(sorted(Language, reverse=True))
        }
        self._buttons[chosen_language(setting, QLocale.system())].setChecked(True)
        self._row = QHBoxLayout()
        column = QVBoxLayout(self)
        no_margins(column)
        column.addWidget(wrapped("muted", self.tr("It can be changed at any time, also while somebody works.")))
        column.addStretch(1)
        column.addLayout(self._row)
        column.addStretch(2)
        for button in self._buttons.values():
            button.setProperty("role", "bigChoice")
            self._group.addButton(button)
            self._row.addWidget(button)
        self._group.buttonClicked.connect(self._chosen, Qt.ConnectionType.QueuedConnection)  # it rebuilds this page
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._row.setSpacing(2 * sizes.touch_gap)
        for button in self._buttons.values():
            button.setFixedHeight(_LARGE * sizes.primary)

    def choose(self, place: int) -> None:
        if place < len(self._buttons):
            list(self._buttons.values())[place].setChecked(True)
            self._chosen()

    @Slot()
    def _chosen(self) -> None:
        language = next(language for language, button in self._buttons.items() if button.isChecked())
        self.answered.emit({"ui.language": str(language)})
