"""One conflict: both sides beside one another, their labels, and what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.domain.settlement import Settlement
from ui.language import number
from ui.settling.fact_table import FactTable
from ui.settling.view_model import CaseRow, CaseState, ChoiceState, Side
from ui.settling.words import (
    choice_effect,
    choice_title,
    now_words,
    other_words,
    part_line,
    reason_words,
    settled_words,
    side_lines,
    when,
)
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone


class CaseView(QWidget):
    """``choice_changed``: another settlement is chosen; ``session_asked``: the id of a session to be looked at."""

    choice_changed = Signal()
    session_asked = Signal(str)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("conflictCase")
        self._colours, self._sizes = colours, sizes
        self._title = label("title", name="caseTitle")
        self._reason = label("muted", name="caseReason")
        self._reason.setWordWrap(True)
        self.ours = _SideCard(self.tr("This session"), "ours", sizes)
        self.theirs = _SideCard(self.tr("The other side"), "theirs", sizes)
        self.theirs.session_asked.connect(self.session_asked)
        headings = (
            self.tr("Label"),
            self.tr("Part"),
            self.tr("Pieces"),
            self.tr("Disputed"),
            self.tr("Now"),
            self.tr("Who has it"),
        )
        says = self.tr("The labels of this session, and who else has them")
        self.labels = FactTable("caseLabels", says, headings, sizes, numbers=(2,), stretches=5)
        self.choices = ChoiceList(sizes)
        self.choices.changed.connect(self.choice_changed)
        self._settled = label("strong", name="caseSettled")
        self._settled.setWordWrap(True)
        set_tone(self._settled, "good")
        self._build()

    def _build(self) -> None:
        column, sides = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._sizes.gap)
        sides.setSpacing(self._sizes.gap)
        for card in (self.ours, self.theirs):
            sides.addWidget(card, 1)
        column.addWidget(self._title)
        column.addWidget(self._reason)
        column.addLayout(sides)
        column.addWidget(self.labels, 1)
        column.addWidget(self.choices)
        column.addWidget(self._settled)
        column.addStretch()
        self.labels.setMinimumHeight(self.labels.height_of(2))

    def show_state(self, state: CaseState) -> None:
        self._title.setText(self.tr("DN {dn}").format(dn=shown(state.ours.dn, 60)))
        found = self.tr("{why} Found on {when}.")
        self._reason.setText(found.format(why=reason_words(state.reason.value), when=when(state.found_at)))
        self.ours.show_sides((state.ours,), "")
        nobody = self.tr("Nobody else has its labels, or nobody knows who.")
        self.theirs.show_sides(state.theirs, nobody)
        self.labels.show_rows([self._cells(row) for row in state.rows], [self._ink(row) for row in state.rows])
        self.labels.setMaximumHeight(self.labels.height_of(max(2, len(state.rows))))
        self.choices.setVisible(state.open)
        self.choices.show_choices(state.choices)
        self._settled.setVisible(not state.open)
        if state.settled is not None:
            self._settled.setText(f"✓ {settled_words(state.settled)}")

    def _cells(self, row: CaseRow) -> tuple[str, ...]:
        return (
            shown(row.label, 60),
            shown(row.part_number, 60),
            number(row.pieces),
            self.tr("yes") if row.disputed else "",
            now_words(row),
            other_words(row.other),
        )

    def _ink(self, row: CaseRow) -> str:
        """Those that stand in the way; never by colour alone, the words say it too."""
        return self._colours.bad if row.in_the_way else ""


class _SideCard(QFrame):
    session_asked = Signal(str)

    def __init__(self, title: str, name: str, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName(f"{name}Side")
        self.setProperty("role", "card")
        self._name, self._session_id = name, ""
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(round(14 * sizes.unit))
        self._grid.setVerticalSpacing(round(2 * sizes.unit))
        self._grid.setColumnStretch(1, 1)
        self._facts: list[QWidget] = []
        self._open = ActionButton(self.tr("Look at it"), f"{name}Open", "quiet")
        self._open.setFixedSize(round(130 * sizes.unit), round(32 * sizes.unit))
        self._open.setAccessibleName(self.tr("Look at the other session"))
        self._open.clicked.connect(self._ask)
        self._open.hide()
        title_words = label("section", title)
        title_words.setMinimumHeight(self._open.height())
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(title_words)
        head.addStretch(1)
        head.addWidget(self._open)
        column.setContentsMargins(*(round(12 * sizes.unit),) * 4)
        column.setSpacing(round(6 * sizes.unit))
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_sides(self, sides: Sequence[Side], nobody: str) -> None:
        """The first of them; how many there are besides."""
        for fact in self._facts:
            self._grid.removeWidget(fact)
            fact.hide()
            fact.deleteLater()
        self._facts = []
        self._session_id = sides[0].session_id if sides else ""
        self._open.setVisible(bool(self._session_id) and self._name == "theirs")
        if not sides:
            self._add(0, label("muted", nobody), wide=True)
            return
        lines = side_lines(sides[0])
        for at, (caption, value) in enumerate(lines):
            self._add(at, label("caption", caption))
            self._add(at, label("body", value), second=True)
        rest = len(sides) - 1
        if rest:
            more = self.tr("and other sessions: {count}, named in the table").format(count=number(rest))
            self._add(len(lines), label("muted", more), wide=True)

    def _add(self, row: int, widget: QWidget, *, second: bool = False, wide: bool = False) -> None:
        self._grid.addWidget(widget, row, int(second), 1, 2 if wide else 1)
        self._facts.append(widget)

    @Slot()
    def _ask(self) -> None:
        self.session_asked.emit(self._session_id)


class ChoiceList(QWidget):
    """The settlements, each with what it does; those that are not possible say why. Arrow keys go between them."""

    changed = Signal()

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("choices")
        self._group = QButtonGroup(self)
        self._states: dict[Settlement, ChoiceState] = {}
        self.buttons: dict[Settlement, QRadioButton] = {}
        self._effects = {each: label("muted", name=f"effect_{each.value}") for each in Settlement}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(2 * sizes.unit))
        for each in Settlement:
            button = QRadioButton(choice_title(each))
            button.setObjectName(f"choice_{each.value}")
            button.setProperty("role", "strongChoice")
            effect = self._effects[each]
            effect.setWordWrap(True)
            effect.setIndent(round(28 * sizes.unit))
            self._group.addButton(button)
            self.buttons[each] = button
            column.addWidget(button)
            column.addWidget(effect)
            column.addSpacing(round(4 * sizes.unit))
            button.toggled.connect(self._toggled)

    @property
    def chosen(self) -> ChoiceState | None:
        return next((self._states[each] for each, button in self.buttons.items() if button.isChecked()), None)

    def show_choices(self, states: Sequence[ChoiceState]) -> None:
        """What was chosen is chosen no more: what it does may be something else now."""
        self._states = {state.settlement: state for state in states}
        self._group.setExclusive(False)
        for state in states:
            button = self.buttons[state.settlement]
            button.setChecked(False)
            button.setEnabled(state.possible)
            words = choice_effect(state)
            button.setAccessibleDescription(words)
            self._effects[state.settlement].setText("\n".join([words, *self._parts(state)]))
        self._group.setExclusive(True)
        self.changed.emit()

    def _parts(self, state: ChoiceState) -> list[str]:
        return ["   ".join(part_line(each) for each in state.parts)] if state.parts else []

    @Slot(bool)
    def _toggled(self, checked: bool) -> None:
        if checked:
            self.changed.emit()

    def set_busy(self, busy: bool) -> None:
        for settlement, button in self.buttons.items():
            state = self._states.get(settlement)
            button.setEnabled(not busy and state is not None and state.possible)
