"""What can be done about the chosen alias: a reason, the buttons, and what came of it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.alias import MAX_REASON
from ui.aliases.view_model import Deed, Offer
from ui.aliases.words import deed_words
from ui.theme.keys import answer_keys
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label, set_tone


def desk_field(name: str, words: str, sizes: Sizes) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setProperty("role", "setting")
    field.setAccessibleName(words)
    field.setPlaceholderText(words)
    field.setFixedHeight(round(42 * sizes.unit))
    return field


class AliasActions(QWidget):
    """``asked``: a Deed and its reason, of an act that is offered. ``owner`` is the widget in which its keys count:
    Ctrl+Enter proposes or approves, Ctrl+Delete revokes."""

    asked = Signal(object, str)

    def __init__(self, owner: QWidget, sizes: Sizes) -> None:
        super().__init__()
        self._offers: tuple[Offer, ...] = ()
        self.reason = desk_field("aliasReason", self.tr("Reason: what was looked at, and why it is so"), sizes)
        self.reason.setMaxLength(MAX_REASON)
        self._said = label("strong", name="aliasSaid")
        self._said.setWordWrap(True)
        self.main = self._button("aliasMain", "deskPrimary", "Ctrl+Enter", sizes)
        self.revoke = self._button("aliasRevoke", "plain", "Ctrl+Delete", sizes)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.reason, 1)
        row.addWidget(self.revoke)
        row.addWidget(self.main)
        column.addWidget(self._said)
        column.addLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        for layout in (row, column):
            layout.setSpacing(round(8 * sizes.unit))
        self.main.clicked.connect(self._ask_main)
        self.revoke.clicked.connect(self._ask_revoke)
        answer_keys(
            owner,
            {
                "Ctrl+Return": self._ask_main,
                "Ctrl+Enter": self._ask_main,
                "Ctrl+Delete": self._ask_revoke,
            },
        )

    def _button(self, name: str, role: str, key: str, sizes: Sizes) -> ActionButton:
        button = ActionButton("", name, role)
        button.setFixedHeight(round(42 * sizes.unit))
        button.setFixedWidth(round(150 * sizes.unit))
        button.setToolTip(key)
        return button

    def show_offers(self, offers: tuple[Offer, ...], *, busy: bool) -> None:
        self._offers = offers
        main = next((each for each in offers if each.deed is not Deed.REVOKE), None)
        revoke = next((each for each in offers if each.deed is Deed.REVOKE), None)
        for button, offer in ((self.main, main), (self.revoke, revoke)):
            button.setVisible(offer is not None)
            button.setEnabled(offer is not None and offer.possible and not busy)
            button.setText(deed_words(offer.deed) if offer else "")
        self.reason.setEnabled(any(each.possible for each in offers))

    def say(self, words: str, tone: str = "plain") -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        set_tone(self._said, tone)

    @Slot()
    def _ask_main(self) -> None:
        self._ask(self.main, next((each.deed for each in self._offers if each.deed is not Deed.REVOKE), None))

    @Slot()
    def _ask_revoke(self) -> None:
        self._ask(self.revoke, Deed.REVOKE)

    def _ask(self, button: ActionButton, deed: Deed | None) -> None:
        if deed is None or not (button.isEnabled() and button.isVisible()):
            return
        reason = self.reason.text().strip()
        if reason:
            self.asked.emit(deed, reason)
            return
        self.say(self.tr("Say why, in a few words."), "caution")
        self.reason.setFocus()
