"""The second person: somebody else agrees, with a badge and a PIN of their own."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import OperationalError
from app.domain.people import Actor
from ui.language import said_error
from ui.office.ask_person import AskPerson, Authenticate
from ui.settling.view_model import second_refusal
from ui.settling.words import wrappable
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label, set_tone


class SecondPersonPanel(QWidget):
    """``agreed``: the other person, an Actor; ``cancelled``: nobody agrees. ``authenticate`` runs on a thread of its
    own and raises OperationalError; a wrong PIN, a locked badge and the first person's own are told beside the fields.

    Keys: Enter goes on, Escape leaves.
    """

    agreed = Signal(object)
    cancelled = Signal()

    def __init__(self, authenticate: Authenticate, colours: Palette, sizes: Sizes) -> None:  # noqa: ARG002  # as every view
        super().__init__()
        self.setObjectName("secondPerson")
        self._first: Actor | None = None
        self._what = label("body", name="secondPersonWhat")
        self._what.setWordWrap(True)
        self.person = AskPerson(
            authenticate,
            sizes,
            title=self.tr("A second person"),
            why=self.tr("Another supervisor reads this, and agrees to it."),
        )
        self.person.go.setText(self.tr("I agree"))
        self._refusal = label("strong", name="secondPersonRefusal")
        self._refusal.setWordWrap(True)
        set_tone(self._refusal, "bad")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        for widget in (self._what, self.person, self._refusal):
            column.addWidget(widget)
        self._what.setFixedWidth(self.person.width())
        self._refusal.setFixedWidth(self.person.width())
        self.setFocusProxy(self.person.badge)
        self.person.agreed.connect(self._proved)
        self.person.cancelled.connect(self.cancelled)

    def ask(self, what: str, first: Actor) -> None:
        """From the beginning. ``what`` is to be done, in the language of the screen; ``first``: who wants it."""
        self._first = first
        self._what.setText(what)
        self._refuse("")
        self.person.ask()

    def take_code(self, code: str) -> None:
        """A scanned badge."""
        self.person.take_code(code)

    def close_page(self) -> None:
        self.person.close_page()

    @Slot(object)
    def _proved(self, second: Actor) -> None:
        refusal = second_refusal(self._first, second) if self._first else None
        if refusal is None:
            self._refuse("")
            self.agreed.emit(second)
            return
        self._refuse(str(said_error(OperationalError(refusal, who=shown(second.user_name, 40)))))
        self.person.ask()

    def _refuse(self, words: str) -> None:
        self._refusal.setText(words)
        self._refusal.setVisible(bool(words))


def agreement_words(first: Actor, what: Sequence[str], reason: str) -> str:
    """Above the fields: who wants it, what will be done, line by line, and why."""
    translate = QCoreApplication.translate
    asks = translate("SecondPersonPanel", "{who} asks you to agree to this:").format(who=shown(first.user_name, 40))
    why = translate("SecondPersonPanel", "Reason: {why}").format(why=wrappable(reason))
    return "\n".join([asks, *(f"• {line}" for line in what), why])
