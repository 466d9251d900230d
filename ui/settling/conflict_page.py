"""The page of conflicts: the list at the left, the chosen one at the right with its choices, and who must agree."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor
from app.domain.settlement import ConflictCase
from app.domain.voiding import REASON_AT_MOST
from app.ports.session_acts import ActDone, ConflictSummary
from app.use_cases.session_acts import SessionActs, new_act_id
from ui.errand import Errand
from ui.language import said_error
from ui.office.ask_person import Authenticate, centred
from ui.settling.conflict_case import CaseView
from ui.settling.conflict_list import ConflictList
from ui.settling.second_person import SecondPersonPanel, agreement_words
from ui.settling.view_model import CaseState, ChoiceState, case_state
from ui.settling.words import choice_effect, choice_title
from ui.theme.keys import answer_keys
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone

LIMIT_S = 60.0
_SETTLE_MS = 120
"""A row that is only passed by on the way to another is not asked about."""
_LIST_WIDTH = 320


@dataclass(frozen=True, slots=True)
class _Listed:
    open_ones: Sequence[ConflictSummary]
    settled: Sequence[ConflictSummary]


class ConflictPage(QWidget):
    """GUI thread; everything slow is one errand at a time. ``session_asked``: the id of a session to be looked at;
    ``settled``: a conflict was.

    Keys: arrows in the list and among the choices, Ctrl+Enter settles, Escape leaves the second person's fields, F5
    looks again.
    """

    session_asked = Signal(str)
    settled = Signal(str)

    def __init__(
        self, acts: SessionActs, authenticate: Authenticate, actor: Actor, colours: Palette, sizes: Sizes
    ) -> None:
        super().__init__()
        self.setObjectName("conflictPage")
        self._acts, self._actor, self._sizes = acts, actor, sizes
        self._case: ConflictCase | None = None
        self.state: CaseState | None = None
        self._act_id = new_act_id()
        self._turn = threading.Lock()
        self._lists, self._cases = Errand(self, "conflicts"), Errand(self, "conflict")
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._acting = False
        self._make(authenticate, colours)
        self._build()
        self._connect()
        self._show_nothing("")

    def refresh(self) -> None:
        """Load the list again; what was chosen stays chosen."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.list.setFocus()
        if not self._acting and not self._lists.running:
            self._say(self.tr("Loading…"))
            self._lists.begin(partial(self._in_turn, self._look), LIMIT_S)

    def close_page(self) -> None:
        """An act under way is done or not, and known by its id; nobody waits for it."""
        self._settle.stop()
        self._lists.cancel()
        self._cases.cancel()
        self.second.close_page()

    def take_code(self, code: str) -> None:
        """A scanned badge, where the second person is asked for."""
        if self._stack.currentIndex() == 1:
            self.second.take_code(code)

    # -- built once -------------------------------------------------------------------------------------------------

    def _make(self, authenticate: Authenticate, colours: Palette) -> None:
        sizes = self._sizes
        self.list = ConflictList(colours, sizes)
        self.list.setFixedWidth(round(_LIST_WIDTH * sizes.unit))
        self.case = CaseView(colours, sizes)
        self._empty = label("empty", name="conflictsEmpty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said = label("strong", name="conflictSaid")
        self._said.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setObjectName("settleReason")
        self.reason.setProperty("role", "setting")
        self.reason.setMaxLength(REASON_AT_MOST)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Reason: what was found out"))
        self.go = ActionButton(self.tr("Settle…"), "settleGo", "deskPrimary")
        self.go.setToolTip("Ctrl+Enter")
        self.second = SecondPersonPanel(authenticate, colours, sizes)

    def _build(self) -> None:
        sizes = self._sizes
        high, margin = round(42 * sizes.unit), round(12 * sizes.unit)
        self.reason.setFixedHeight(high)
        self.go.setFixedSize(round(170 * sizes.unit), high)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(sizes.gap)
        below.addWidget(self.reason, 1)
        below.addWidget(self.go)
        self._stack = QStackedWidget()
        for page in (self.case, centred(self.second), self._empty):
            self._stack.addWidget(page)
        right, whole = QVBoxLayout(), QHBoxLayout(self)
        right.setSpacing(sizes.gap)
        for widget in (self._stack, self._said, self._below):
            right.addWidget(widget)
        right.setStretch(0, 1)
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(round(14 * sizes.unit))
        whole.addWidget(self.list)
        whole.addLayout(right, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self._settle.timeout.connect(self._load)
        self.case.choice_changed.connect(self._show_go)
        self.case.session_asked.connect(self.session_asked)
        self.reason.textChanged.connect(self._show_go)
        self.reason.returnPressed.connect(self._go_on)
        self.go.clicked.connect(self._go_on)
        self.second.agreed.connect(self._do)
        self.second.cancelled.connect(self._back)
        for errand, brought in ((self._lists, self._listed), (self._cases, self._brought)):
            errand.done.connect(brought)
            errand.failed.connect(self._failed)
            errand.too_late.connect(self._no_answer)
        answer_keys(self, {"Ctrl+Return": self._go_on, "F5": self.refresh})

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _look(self) -> _Listed:
        return _Listed(
            self._acts.conflicts(self._actor, settled=False), self._acts.conflicts(self._actor, settled=True)
        )

    def _in_turn(self, job: Callable[[], object]) -> object:
        """On an errand's thread: the one before may be under way still, given up."""
        with self._turn:
            return job()

    @Slot(object)
    def _listed(self, found: _Listed) -> None:
        if self._said.text() == self.tr("Loading…"):
            self._say("")
        self.list.show_rows(found.open_ones, found.settled)
        if not self.list.chosen_id:
            self._show_nothing(
                self.tr("No conflicts: every session that was sent has been taken over. Nothing is to be settled.")
            )

    @Slot(str)
    def _chosen(self, conflict_id: str) -> None:
        if conflict_id and not self._acting:
            self._settle.start()

    @Slot()
    def _load(self) -> None:
        if self.list.chosen_id and not self._acting:
            job = partial(self._acts.conflict, self._actor, self.list.chosen_id)
            self._cases.begin(partial(self._in_turn, job), LIMIT_S)

    @Slot(object)
    def _brought(self, found: ConflictCase | ActDone) -> None:
        if isinstance(found, ActDone):
            self._done(found)
            return
        other = self.state is None or self.state.conflict_id != found.conflict.conflict_id
        self._case, self.state = found, case_state(found)
        if other:
            self._act_id = new_act_id()
            self.reason.clear()
            self._say("")
        self.case.show_state(self.state)
        self._below.setVisible(self.state.open)
        self._stack.setCurrentIndex(0)
        self._show_go()

    def _show_nothing(self, why: str) -> None:
        self._case = self.state = None
        self._empty.setText(why)
        self._stack.setCurrentIndex(2)
        self._below.hide()

    @Slot()
    def _show_go(self) -> None:
        choice = self.case.choices.chosen
        asks = choice is not None and choice.settlement.books
        self.go.setText(self.tr("Settle…") if asks or choice is None else self.tr("Settle"))
        self.go.setEnabled(choice is not None and choice.possible and not self._acting)

    # -- what is done -----------------------------------------------------------------------------------------------

    @Slot()
    def _go_on(self) -> None:
        choice = self.case.choices.chosen
        if choice is None or not self.go.isEnabled() or self._stack.currentIndex() != 0:
            return
        if not self.reason.text().strip():
            self._say(str(said_error(OperationalError(ErrorCode.REASON_NEEDED))), "bad")
            self.reason.setFocus()
        elif choice.settlement.books:
            self._ask_second(choice)
        else:
            self._do(None)

    def _ask_second(self, choice: ChoiceState) -> None:
        self._say("")
        self._stack.setCurrentIndex(1)
        self._below.hide()
        self.list.setEnabled(False)
        dn = shown(self.state.ours.dn, 60) if self.state else ""
        what = [self.tr("DN {dn}").format(dn=dn), choice_title(choice.settlement), choice_effect(choice)]
        self.second.ask(agreement_words(self._actor, what, self.reason.text()), self._actor)

    @Slot()
    def _back(self) -> None:
        self._stack.setCurrentIndex(0)
        self._below.show()
        self.list.setEnabled(True)
        self.reason.setFocus()

    @Slot(object)
    def _do(self, second: Actor | None) -> None:
        self._back()
        choice = self.case.choices.chosen
        if choice is None or self._case is None:
            return
        self._set_acting(acting=True)
        self._say(self.tr("One moment…"))
        reason, act_id = self.reason.text(), self._act_id
        job = partial(self._acts.settle, self._actor, second, self._case, choice.settlement, reason, act_id)
        self._settle.stop()
        self._cases.begin(partial(self._in_turn, job), LIMIT_S)

    def _done(self, done: ActDone) -> None:
        self._set_acting(acting=False)
        words = self.tr("It is settled.")
        if done.packing_code:
            words = self.tr("It is settled, and booked as {code}.").format(code=shown(done.packing_code, 80))
        conflict_id = self.list.chosen_id
        self.refresh()
        self._say(f"✓ {words}", "good")
        self.settled.emit(conflict_id)

    def _set_acting(self, *, acting: bool) -> None:
        self._acting = acting
        self.list.setEnabled(not acting)
        self.reason.setEnabled(not acting)
        self.case.choices.set_busy(acting)
        self._show_go()

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        """What was tried may be tried again: the act keeps its id, and is done once. What stands otherwise by now is
        shown as it stands."""
        if self._acting:
            self._set_acting(acting=False)
            self.reason.setFocus()
        self._say(f"✗ {said_error(error)}", "bad")
        if error.code is ErrorCode.ACT_TOO_LATE:
            self._load()

    @Slot()
    def _no_answer(self) -> None:
        self._set_acting(acting=False)
        self._say(self.tr("There was no answer. It may have been done: try again, it is never done twice."), "bad")

    def _say(self, words: str, tone: str = "plain") -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        set_tone(self._said, tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex() == 1:
            self._back()
        else:
            super().keyPressEvent(event)
