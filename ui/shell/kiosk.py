"""The way out of a station that fills the screen: asked of a supervisor, or held, where nobody has a secret."""

import logging
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import OperationalError
from app.domain.people import Actor, nobody_at
from app.use_cases.kiosk import Kiosk
from ui.errand import Errand
from ui.language import said_error
from ui.office.ask_person import AskPerson, Authenticate, centred
from ui.shell.sign_in import PinPad
from ui.shell.window import StationWindow
from ui.theme.hold_button import HoldButton
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

log = logging.getLogger(__name__)
HOLD_MS = 3_000
_REPEAT_MS = 120
"""A key that is pressed again so soon was not let go."""
_WIDTH = 520
_LIMIT_S = 15.0
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class HoldPanel(QFrame):
    """``held``: somebody means it. Keys: Enter, held; Escape leaves."""

    held = Signal()
    cancelled = Signal()

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("holdPanel")
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column, row = QVBoxLayout(self), QHBoxLayout()
        margin = 3 * sizes.gap
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(2 * sizes.gap)
        column.addWidget(label("title", self.tr("Leave the full screen?")))
        why = label("muted", self.tr("Hold the button, or Enter, for three seconds. What is packed goes on."))
        why.setWordWrap(True)
        column.addWidget(why)
        self.hold = HoldButton(self.tr("Hold to leave"), "holdToLeave", HOLD_MS, colours.accent)
        self.stay = ActionButton(self.tr("Stay"), "stayInKiosk", "quiet")
        for button in (self.stay, self.hold):
            button.setMinimumHeight(sizes.touch)
            row.addWidget(button, 1)
        row.setSpacing(sizes.touch_gap)
        column.addLayout(row)
        self.setFixedWidth(round(_WIDTH * sizes.unit))
        self._let_go = QTimer(self, interval=_REPEAT_MS, singleShot=True)
        self._let_go.timeout.connect(self.hold.stop)
        self.hold.held.connect(self.held)
        self.stay.clicked.connect(self.cancelled)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in _ENTER:
            self._let_go.stop()
            if not self.hold.running:
                self.hold.begin()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A key that is held repeats itself, and X tells each repetition as a release and a press."""
        if event.key() in _ENTER:
            self._let_go.start()


def _with_pad(panel: AskPerson, sizes: Sizes) -> QWidget:
    """Beside it keys for the PIN: a kiosk may have no keyboard. A password with letters needs one."""
    pad, holder = PinPad(sizes), QWidget()
    pad.typed.connect(panel.secret.insert)
    pad.deleted.connect(panel.secret.backspace)
    pad.entered.connect(panel.go.click)
    row = QHBoxLayout(holder)
    row.setSpacing(3 * sizes.gap)
    row.addWidget(panel)
    row.addWidget(pad)
    return holder


class KioskExit(QObject):
    """Belongs to ``window``. What ``kiosk`` does happens on threads of its own."""

    def __init__(self, window: StationWindow, kiosk: Kiosk, authenticate: Authenticate, station_id: str) -> None:
        super().__init__(window)
        self._window, self._kiosk, self._authenticate = window, kiosk, authenticate
        self._nobody = nobody_at(station_id)
        self._ask, self._leave = Errand(self, "who-leaves"), Errand(self, "leave-kiosk")
        self._ask.done.connect(self._asked)
        self._ask.failed.connect(self._refused)
        self._leave.done.connect(self._left)
        self._leave.failed.connect(self._refused)
        window.leave_asked.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        if not self._ask.running and not self._leave.running:
            self._ask.begin(self._kiosk.guarded, _LIMIT_S)

    @Slot(object)
    def _asked(self, guarded: object) -> None:
        if not self._window.kiosk:
            return
        if guarded:
            self._ask_person()
        else:
            self._ask_to_hold()

    def _ask_person(self) -> None:
        window = self._window
        title = self.tr("Who leaves the full screen?")
        why = self.tr("A supervisor or an administrator. What is packed goes on.")
        panel = AskPerson(self._authenticate, window.sizes, title=title, why=why)
        panel.agreed.connect(self._go)
        panel.cancelled.connect(window.close_popover)
        window.open_page(centred(_with_pad(panel, window.sizes)))
        panel.ask()

    def _ask_to_hold(self) -> None:
        window = self._window
        panel = HoldPanel(window.look.colours, window.sizes)
        panel.held.connect(self._held)
        panel.cancelled.connect(window.close_popover)
        window.open_page(centred(panel))
        panel.setFocus()

    @Slot()
    def _held(self) -> None:
        self._go(self._nobody)

    @Slot(object)
    def _go(self, actor: Actor) -> None:
        self._leave.begin(partial(self._kiosk.leave, actor), _LIMIT_S)

    @Slot(object)
    def _left(self, _: object) -> None:
        self._window.leave_kiosk()

    @Slot(object)
    def _refused(self, error: OperationalError) -> None:
        log.warning("the full screen was not left: %s", error)
        self._window.close_popover()
        self._window.say(str(said_error(error)), tone="bad")
