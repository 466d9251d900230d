"""Void or reopen a session: exactly what will happen, why, who agrees, and what came of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor
from app.domain.voiding import REASON_AT_MOST, SessionBooking
from app.ports.session_acts import ActDone
from app.use_cases.session_acts import SessionActs, new_act_id
from ui.errand import Errand
from ui.language import number, said_error
from ui.office.ask_person import Authenticate, centred
from ui.settling.fact_table import FactTable
from ui.settling.second_person import SecondPersonPanel, agreement_words
from ui.settling.view_model import BookingState, SessionDeed, booking_state
from ui.settling.words import booking_heading, deed_button, deed_title, done_words, effect_lines, fate_words
from ui.theme.keys import answer_keys
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone

LIMIT_S = 60.0
_ROWS_SHOWN = 7


class ActPanel(QWidget):
    """``done``: the act is done (a SessionBooking, as it was before); ``closed``: the panel may go. :meth:`refresh`
    loads what it shows; everything slow is one errand.

    Keys: Enter or Ctrl+Enter goes on, Escape leaves, F5 looks again.
    """

    done = Signal(object)
    closed = Signal()

    def __init__(
        self,
        acts: SessionActs,
        authenticate: Authenticate,
        actor: Actor,
        deed: SessionDeed,
        session_id: str,
        colours: Palette,
        sizes: Sizes,
    ) -> None:
        super().__init__()
        self.setObjectName("actPanel")
        self._acts, self._actor, self._deed, self._session_id = acts, actor, deed, session_id
        self._colours, self._sizes, self._act_id = colours, sizes, new_act_id()
        self._booking: SessionBooking | None = None
        self.state: BookingState | None = None
        self._errand = Errand(self, "session-act")
        self._make(authenticate)
        self._build()
        self._connect()
        self._show_nothing()

    def refresh(self) -> None:
        """What the session has booked now."""
        if self._errand.running:
            return
        self._say(self.tr("Loading…"))
        self._go.setEnabled(False)
        self._begin(partial(self._acts.booking, self._actor, self._session_id))

    def close_page(self) -> None:
        """An act under way is done or not, and known by its id; nobody waits for it."""
        self._errand.cancel()
        self.second.close_page()

    # -- built once -------------------------------------------------------------------------------------------------

    def _make(self, authenticate: Authenticate) -> None:
        sizes = self._sizes
        self._title = label("title", deed_title(self._deed), name="actTitle")
        self._heading = label("muted", name="actHeading")
        self._effect = label("body", name="actEffect")
        for words in (self._heading, self._effect):
            words.setWordWrap(True)
        headings = (self.tr("Part"), self.tr("Asked for"), self.tr("Now"), self.tr("Afterwards"))
        says = self.tr("What becomes of the note's parts")
        self.parts = FactTable("actParts", says, headings, sizes, numbers=(1, 2, 3), stretches=0)
        headings = (self.tr("Label"), self.tr("Part"), self.tr("Pieces"), self.tr("What happens to it"))
        says = self.tr("The labels that the session counted")
        self.labels = FactTable("actLabels", says, headings, sizes, numbers=(2,), stretches=3)
        self.reason = QLineEdit()
        self.reason.setObjectName("actReason")
        self.reason.setProperty("role", "setting")
        self.reason.setMaxLength(REASON_AT_MOST)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Reason: why this has to be"))
        self._said = label("strong", name="actSaid")
        self._said.setWordWrap(True)
        self._go = ActionButton(deed_button(self._deed), "actGo", "deskPrimary")
        self._leave = ActionButton(self.tr("Close"), "actClose", "quiet")
        self.second = SecondPersonPanel(authenticate, self._colours, sizes)

    def _build(self) -> None:
        sizes, form = self._sizes, QWidget()
        column, below = QVBoxLayout(form), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        for widget in (self._title, self._heading, self._effect, self.parts, self.labels, self._said):
            column.addWidget(widget)
        column.addStretch(1)
        below.setSpacing(sizes.gap)
        below.addWidget(self.reason, 1)
        for button in (self._leave, self._go):
            button.setFixedSize(round(150 * sizes.unit), round(42 * sizes.unit))
            below.addWidget(button)
        self.reason.setFixedHeight(round(42 * sizes.unit))
        column.addLayout(below)
        self._stack = QStackedWidget()
        self._stack.addWidget(form)
        self._stack.addWidget(centred(self.second))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        least = {SessionDeed.VOID: 560, SessionDeed.REOPEN: 420}[self._deed]
        self.setMinimumSize(round(820 * sizes.unit), round(least * sizes.unit))
        self.setFocusProxy(self.reason)

    def _connect(self) -> None:
        self._go.clicked.connect(self._go_on)
        self.reason.returnPressed.connect(self._go_on)
        self._leave.clicked.connect(self.closed)
        self.second.agreed.connect(self._agreed)
        self.second.cancelled.connect(self._back)
        self._errand.done.connect(self._brought)
        self._errand.failed.connect(self._failed)
        self._errand.too_late.connect(self._no_answer)
        answer_keys(self, {"Ctrl+Return": self._go_on, "F5": self.refresh})

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _show_nothing(self) -> None:
        for table in (self.parts, self.labels):
            table.hide()
        self._go.setEnabled(False)

    def _show(self, state: BookingState) -> None:
        self.state = state
        self._heading.setText(booking_heading(state))
        self._effect.setText("\n".join(f"• {line}" for line in effect_lines(state)))
        self.parts.show_rows(
            [
                (shown(each.part_number.text, 60), number(each.note_quantity), number(each.before), number(each.after))
                for each in state.parts
            ]
        )
        self.parts.setVisible(bool(state.parts))
        self.parts.setFixedHeight(self.parts.height_of(min(len(state.parts), _ROWS_SHOWN)))
        rows = state.rows if state.deed is SessionDeed.VOID and state.possible else ()
        self.labels.show_rows(
            [
                (
                    shown(row.label, 60),
                    shown(row.part_number, 60),
                    number(row.pieces) if row.pieces else "",
                    fate_words(row),
                )
                for row in rows
            ],
            ["" if row.lost_by is None else self._colours.muted for row in rows],
        )
        self.labels.setVisible(bool(rows))
        self.labels.setFixedHeight(self.labels.height_of(min(len(rows), _ROWS_SHOWN)))
        self._go.setEnabled(state.possible)
        self.reason.setEnabled(state.possible)
        self._say("")

    # -- what is done -----------------------------------------------------------------------------------------------

    @Slot()
    def _go_on(self) -> None:
        state, booking = self.state, self._booking
        if state is None or booking is None or not self._go.isEnabled() or self._errand.running:
            return
        if not self.reason.text().strip():
            self._say(str(said_error(OperationalError(ErrorCode.REASON_NEEDED))), "bad")
            self.reason.setFocus()
        elif state.two_people:
            self._stack.setCurrentIndex(1)
            what = [deed_title(state.deed), booking_heading(state), *effect_lines(state)]
            self.second.ask(agreement_words(self._actor, what, self.reason.text()), self._actor)
        else:
            self._do(partial(self._acts.reopen, self._actor, booking, self.reason.text(), self._act_id))

    @Slot(object)
    def _agreed(self, second: Actor) -> None:
        self._back()
        if self._booking is not None:
            reason = self.reason.text()
            self._do(partial(self._acts.void, self._actor, second, self._booking, reason, self._act_id))

    @Slot()
    def _back(self) -> None:
        self._stack.setCurrentIndex(0)
        self.reason.setFocus()

    def _do(self, job: Callable[[], ActDone]) -> None:
        self._go.setEnabled(False)
        self.reason.setEnabled(False)
        self._say(self.tr("One moment…"))
        self._begin(job)

    def _begin(self, job: Callable[[], object]) -> None:
        self._errand.begin(job, LIMIT_S)

    @Slot(object)
    def _brought(self, found: SessionBooking | ActDone) -> None:
        if isinstance(found, SessionBooking):
            self._booking = found
            self._show(booking_state(self._deed, found))
            self.reason.setFocus()
            return
        if self.state is not None:
            self._say(f"✓ {done_words(self.state)}", "good")
        self._leave.setText(self.tr("Done"))
        self.done.emit(self._booking)

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        """What was tried may be tried again: the act keeps its id, and is done once."""
        words = str(said_error(error))
        if error.code is ErrorCode.ACT_TOO_LATE:
            words = self.tr("{trouble} F5 looks again.").format(trouble=words)
        self._say(f"✗ {words}", "bad")
        self._may_go_on()

    @Slot()
    def _no_answer(self) -> None:
        self._say(self.tr("There was no answer. It may have been done: try again, it is never done twice."), "bad")
        self._may_go_on()

    def _may_go_on(self) -> None:
        possible = self.state is not None and self.state.possible
        self._go.setEnabled(possible)
        self.reason.setEnabled(possible)
        self.reason.setFocus()

    def _say(self, words: str, tone: str = "plain") -> None:
        self._said.setText(words)
        set_tone(self._said, tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
