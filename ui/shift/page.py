"""The summary of a shift: how much was done, what the next one has to know, and a word to them."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.domain.errors import OperationalError
from app.domain.free_text import REASON_AT_MOST
from app.domain.people import Actor
from app.use_cases.shift import Shifts
from ui.errand import Errand
from ui.language import moment, number, said_error
from ui.shift.view_model import ShiftSeen, ShiftState, shift_state
from ui.shift.words import check_words, figure_words, matter_words, title_words
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, ContentScroll, label, set_tone

_LIMIT_S = 30.0
_LINES_AT_MOST = 12


class ShiftPage(QWidget):
    """``print_asked``: the ShiftState on paper. ``changed``: the check was gone over, or something handed over."""

    print_asked = Signal(object)
    changed = Signal()

    def __init__(self, shifts: Shifts, actor: Actor, colours: Palette, sizes: Sizes) -> None:  # noqa: ARG002 (as every page)
        super().__init__()
        self.setObjectName("shiftPage")
        self._shifts, self._actor, self._sizes = shifts, actor, sizes
        self._ago = 0
        self._seen: ShiftSeen | None = None
        self._state: ShiftState | None = None
        self._errand = Errand(self, "shift")
        self._errand.done.connect(self._arrived)
        self._errand.failed.connect(self._failed)
        self._errand.too_late.connect(self._late)
        self._make()
        self._build()

    def _make(self) -> None:
        self._title = label("title", self.tr("Shift"), name="shiftTitle")
        self._said = label("strong", name="shiftSaid")
        self._check = label("strong", name="shiftCheck")
        self._people = label("muted", name="shiftPeople")
        self._told = label("body", name="shiftTold")
        for words in (self._said, self._people, self._told):
            words.setWordWrap(True)
        self._other = self._button(self.tr("The shift before"), "shiftOther", self._turn)
        self._print = self._button(self.tr("Print"), "shiftPrint", self._ask_print)
        self._over = self._button(self.tr("Go on without the check"), "shiftOver", self._go_over)
        self._give = self._button(self.tr("Hand over"), "shiftGive", self._hand_over, "primary")
        self.words = QLineEdit()
        self.words.setObjectName("shiftWords")
        self.words.setMaxLength(REASON_AT_MOST)
        self.words.setAccessibleName(self.tr("A word to the next shift"))
        self.words.setPlaceholderText(self.tr("A word to the next shift"))

    def _button(self, words: str, name: str, pressed: object, role: str = "plain") -> ActionButton:
        button = ActionButton(words, name, role)
        button.clicked.connect(pressed)
        button.setFixedHeight(round(44 * self._sizes.unit))
        return button

    def _build(self) -> None:
        s = self._sizes
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        for button in (self._other, self._print):
            button.setMaximumWidth(round(220 * s.unit))
            head.addWidget(button)
        self._figures, self._matters = QGridLayout(), QVBoxLayout()
        self._figures.setSpacing(s.gap)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(s.gap)
        column.addLayout(self._figures)
        for widget in (self._check, self._people, self._told):
            column.addWidget(widget)
        column.addLayout(self._matters)
        column.addStretch(1)
        scroll = ContentScroll()
        scroll.setWidget(inside)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        foot = QHBoxLayout()
        self.words.setFixedHeight(round(44 * s.unit))
        foot.addWidget(self.words, 1)
        for button in (self._over, self._give):
            button.setMaximumWidth(round(260 * s.unit))
            foot.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * s.gap, s.gap, 2 * s.gap, s.gap)
        whole.setSpacing(s.gap)
        whole.addLayout(head)
        whole.addWidget(self._said)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)
        self._over.setVisible(False)

    # -- loading ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self._say(self.tr("One moment…"), "plain")
        self._errand.begin(partial(self._read, self._ago), _LIMIT_S)

    def close_page(self) -> None:
        self._errand.cancel()

    def _read(self, ago: int) -> ShiftSeen:
        """On the errand's thread."""
        summary = self._shifts.summary(self._actor, ago)
        return ShiftSeen(
            summary, not ago, self._shifts.rules.check, self._shifts.due() is not None, self._shifts.handed_over()
        )

    @Slot(object)
    def _arrived(self, result: object) -> None:
        if not isinstance(result, ShiftSeen):
            self.words.clear()
            self.changed.emit()
            self.refresh()
            return
        self._seen, self._state = result, shift_state(result, self._actor)
        self._say("", "plain")
        self._show(self._state)

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        self._say(str(said_error(error)), "bad")

    @Slot()
    def _late(self) -> None:
        self._say(self.tr("There was no answer. Try again."), "bad")

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show(self, state: ShiftState) -> None:
        self._title.setText(title_words(state))
        self._other.setText(self.tr("The shift before") if state.running else self.tr("This shift"))
        words, tone = check_words(state.check)
        self._check.setText(words)
        self._check.setVisible(bool(words))
        set_tone(self._check, tone)
        names = ", ".join(shown(each, 40) for each in state.operators)
        self._people.setText(self.tr("Worked here: {names}").format(names=names) if names else "")
        self._people.setVisible(bool(names))
        self._show_told(state)
        self._show_figures(state)
        self._show_matters(state)
        for widget in (self.words, self._give):
            widget.setVisible(state.running)
        self._over.setVisible(state.may_go_over_check)

    def _show_told(self, state: ShiftState) -> None:
        self._told.setVisible(state.told is not None)
        if state.told is not None:
            said = self.tr("{who} said at {time}: {words}")
            who, words = shown(state.told.by, 40) or "–", shown(state.told.words, REASON_AT_MOST)
            self._told.setText(said.format(who=who, time=moment(state.told.at), words=f"“{words}”"))

    def _show_figures(self, state: ShiftState) -> None:
        _empty(self._figures)
        for place, (figure, count) in enumerate(state.figures):
            card = QFrame()
            card.setProperty("role", "card")
            column = QVBoxLayout(card)
            column.addWidget(label("title", number(count), tabular=True, name=f"shift_{figure.value}"))
            column.addWidget(label("muted", figure_words(figure)))
            self._figures.addWidget(card, 0, place)

    def _show_matters(self, state: ShiftState) -> None:
        _empty(self._matters)
        for matter, lines in state.matters:
            self._matters.addSpacing(self._sizes.gap)
            self._matters.addWidget(label("section", matter_words(matter), name=f"shift_{matter.value}"))
            for line in lines[:_LINES_AT_MOST]:
                self._matters.addWidget(label("body", shown(line)))
            if len(lines) > _LINES_AT_MOST:
                more = self.tr("… and {count} more").format(count=number(len(lines) - _LINES_AT_MOST))
                self._matters.addWidget(label("muted", more))
        if not state.matters:
            nothing = label("empty", self.tr("Nothing is left over."), name="shiftNothing")
            nothing.setAlignment(Qt.AlignmentFlag.AlignLeft)
            self._matters.addWidget(nothing)

    def _say(self, words: str, tone: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        set_tone(self._said, tone)

    # -- doing ------------------------------------------------------------------------------------------------------

    @Slot()
    def _turn(self) -> None:
        self._ago = 0 if self._ago else 1
        self.refresh()

    @Slot()
    def _ask_print(self) -> None:
        if self._state is not None:
            self.print_asked.emit(self._state)

    @Slot()
    def _hand_over(self) -> None:
        if self._seen is not None and not self._errand.running:
            deed = partial(self._shifts.hand_over, self._actor, self._seen.summary, self.words.text())
            self._errand.begin(deed, _LIMIT_S)

    @Slot()
    def _go_over(self) -> None:
        """What is typed is the reason."""
        if not self._errand.running:
            self._errand.begin(partial(self._shifts.override, self._actor, self.words.text()), _LIMIT_S)


def _empty(layout: QGridLayout | QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if isinstance(widget, QWidget | QLabel):
            widget.hide()
            widget.deleteLater()
