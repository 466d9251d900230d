"""Who are you? A badge and its PIN or password, asked on a panel of the window."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import SECRET_AT_MOST, USER_NAME_AT_MOST, Actor
from ui.errand import Errand
from ui.language import said_error
from ui.theme.plain_text import shown
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label, set_tone

Authenticate = Callable[[str, str], Actor]
"""Badge and secret; raises OperationalError. Slow on purpose: it runs on a thread of its own."""
_LIMIT_S = 30.0


class AskPerson(QFrame):
    """``agreed``: somebody has proved who they are. ``cancelled``: nobody wants to. The secret is forgotten as soon as
    it has been sent, whatever comes of it. Keys: Enter goes on, Escape leaves."""

    agreed = Signal(object)
    cancelled = Signal()

    def __init__(
        self, authenticate: Authenticate, sizes: Sizes, *, title: str, why: str = "", may_cancel: bool = True
    ) -> None:
        super().__init__()
        self.setObjectName("askPerson")
        self.setProperty("role", "card")
        self._authenticate = authenticate
        self._errand = Errand(self, "sign-in")
        self._make(title, why, may_cancel)
        self._build(sizes)
        self._errand.done.connect(self._proved)
        self._errand.failed.connect(self._refused)
        self._errand.too_late.connect(self._no_answer)

    def _make(self, title: str, why: str, may_cancel: bool) -> None:
        self._title = label("title", title, name="askPersonTitle")
        self._why = label("muted", why, name="askPersonWhy")
        self._why.setWordWrap(True)
        self._why.setVisible(bool(why))
        self.badge = self._field("askPersonBadge", self.tr("Badge"), USER_NAME_AT_MOST)
        self.secret = self._field("askPersonSecret", self.tr("PIN or password"), SECRET_AT_MOST)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._said = label("strong", name="askPersonSaid")
        self._said.setWordWrap(True)
        self.go = ActionButton(self.tr("Sign in"), "askPersonGo", "primary")
        self.leave = ActionButton(self.tr("Cancel"), "askPersonCancel", "quiet")
        self.leave.setVisible(may_cancel)
        self.badge.returnPressed.connect(self.secret.setFocus)
        self.secret.returnPressed.connect(self._begin)
        self.go.clicked.connect(self._begin)
        self.leave.clicked.connect(self.cancelled)

    def _field(self, name: str, words: str, at_most: int) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setPlaceholderText(words)
        field.setMaxLength(at_most)
        return field

    def _build(self, sizes: Sizes) -> None:
        column = QVBoxLayout(self)
        margin = 3 * sizes.gap
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(sizes.gap)
        for widget in (self._title, self._why, self.badge, self.secret, self._said):
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        high = round(44 * sizes.unit)
        for button in (self.badge, self.secret, self.go, self.leave):
            button.setFixedHeight(high)
        self.setFixedWidth(round(460 * sizes.unit))

    def ask(self, badge: str = "") -> None:
        """From the beginning; with a badge that is known already, for its secret alone."""
        self.badge.setText(badge)
        self.secret.clear()
        self._said.clear()
        (self.secret if badge else self.badge).setFocus()

    def take_code(self, code: str) -> None:
        """A scanned badge; never a secret."""
        self.ask(shown(code, USER_NAME_AT_MOST))

    def close_page(self) -> None:
        self._errand.cancel()
        self.secret.clear()

    @Slot()
    def _begin(self) -> None:
        badge, secret = self.badge.text().strip(), self.secret.text()
        if self._errand.running or not badge or not secret:
            (self.secret if badge else self.badge).setFocus()
            return
        self.secret.clear()
        self.go.setEnabled(False)
        self._say(self.tr("One moment…"), "plain")
        self._errand.begin(partial(self._authenticate, badge, secret), _LIMIT_S)

    @Slot(object)
    def _proved(self, actor: Actor) -> None:
        self.go.setEnabled(True)
        self._said.clear()
        self.agreed.emit(actor)

    @Slot(object)
    def _refused(self, error: OperationalError) -> None:
        self.go.setEnabled(True)
        self._say(str(said_error(error)), "bad")
        (self.badge if error.code is ErrorCode.SIGN_IN_LOCKED else self.secret).setFocus()

    @Slot()
    def _no_answer(self) -> None:
        self.go.setEnabled(True)
        self._say(self.tr("There was no answer. Try again."), "bad")
        self.secret.setFocus()

    def _say(self, words: str, tone: str) -> None:
        self._said.setText(words)
        set_tone(self._said, tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.leave.isVisibleTo(self):
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


def centred(panel: QWidget) -> QWidget:
    """The panel in the middle of all the room there is."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.addStretch(1)
    column = QVBoxLayout()
    column.addStretch(1)
    column.addWidget(panel)
    column.addStretch(2)
    row.addLayout(column)
    row.addStretch(1)
    return holder
