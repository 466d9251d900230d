"""One person, and what can be done about them: the fields that it takes, each with its trouble beside it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.people import SECRET_AT_MOST, SHOWN_NAME_AT_MOST, USER_NAME_AT_MOST, Role
from ui.office.words import role_words
from ui.people.view_model import SECRETS, Entries, Field, PersonRow, Secrets, Task, fields_of, tasks_for
from ui.people.words import deed_words, explanation, field_words, task_words
from ui.theme.plain_text import shown
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label, set_role, set_tone

DO_IT = "Ctrl+Return"
_AT_MOST = {Field.BADGE: USER_NAME_AT_MOST, Field.NAME: SHOWN_NAME_AT_MOST}


class PersonForm(QFrame):
    """``asked``: the Task on show, with what was typed (Entries); Enter in the last field asks as well. Secrets leave
    the fields as soon as they are asked with, or another task comes."""

    asked = Signal(object, object)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("personForm")
        self.setProperty("role", "card")
        self._sizes = sizes
        self.row: PersonRow | None = None
        self.task: Task | None = None
        self._busy = False
        self._title, self._about = label("title", name="personTitle"), label("muted", name="personAbout")
        self._why, self.said = label("muted", name="personWhy"), label("strong", name="personSaid")
        for each in (self._title, self._about, self._why, self.said):
            each.setWordWrap(True)
        self.role = self._chooser()
        self.fields: dict[Field, QLineEdit] = {each: self._field(each) for each in Field if each is not Field.ROLE}
        self._blocks: dict[Field, QWidget] = {}
        self._problems: dict[Field, QLabel] = {}
        self._tabs = {task: self._tab(task) for task in Task if task is not Task.ADD}
        self.go = ActionButton("", "personGo", "deskPrimary")
        self.go.setFixedHeight(round(42 * sizes.unit))
        self.go.setToolTip(QKeySequence(DO_IT).toString(QKeySequence.SequenceFormat.NativeText))
        self.go.clicked.connect(self.ask)
        self._build()
        self.show_person(None)

    # -- built once -------------------------------------------------------------------------------------------------

    def _field(self, field: Field) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(f"person_{field.value}")
        made.setProperty("role", "setting")
        made.setAccessibleName(field_words(field))
        made.setMaxLength(_AT_MOST.get(field, SECRET_AT_MOST))
        made.setFixedHeight(round(40 * self._sizes.unit))
        if field in SECRETS:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        made.returnPressed.connect(self._next_field)
        return made

    def _chooser(self) -> QComboBox:
        made = QComboBox()
        made.setObjectName("person_role")
        made.setProperty("role", "chooser")
        made.setAccessibleName(field_words(Field.ROLE))
        made.setFixedHeight(round(40 * self._sizes.unit))
        for role in Role:
            made.addItem(role_words(role), role)
        return made

    def _tab(self, task: Task) -> ActionButton:
        made = ActionButton(task_words(task), f"person_{task.value}_tab", "segment")
        made.setCheckable(True)
        made.setFixedHeight(round(36 * self._sizes.unit))
        made.clicked.connect(self._choose_tab)
        return made

    def _build(self) -> None:
        s = self._sizes
        column, tabs = QVBoxLayout(self), QHBoxLayout()
        margin = round(16 * s.unit)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(round(8 * s.unit))
        self._group = QButtonGroup(self)
        for button in self._tabs.values():
            self._group.addButton(button)
            tabs.addWidget(button)
        tabs.setSpacing(round(4 * s.unit))
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(tabs)
        for field in Field:
            self._blocks[field] = self._block(field)
            column.addWidget(self._blocks[field])
        for widget in (self._why, self.go, self.said):
            column.addWidget(widget)
        column.addStretch(1)

    def _block(self, field: Field) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(3 * self._sizes.unit))
        problem = self._problems[field] = label("body", name=f"person_{field.value}_problem")
        problem.setWordWrap(True)
        set_tone(problem, "bad")
        column.addWidget(label("caption", field_words(field)))
        column.addWidget(self.role if field is Field.ROLE else self.fields[field])
        column.addWidget(problem)
        return block

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_person(self, row: PersonRow | None, task: Task | None = None) -> None:
        """``row`` None: somebody new, or nobody at all when ``task`` is None as well."""
        offered = tasks_for(row) if row else (None, Task.ADD)
        chosen = task if task in offered else offered[0]
        same = (row, chosen) == (self.row, self.task)
        self.row, self.task = row, chosen
        if not same:
            self._fill()
        self._show_task()

    def show_problem(self, field: Field | None, words: str) -> None:
        """Beside its field, which gets the keys; None: below all."""
        self.say("" if field else words, "bad")
        for each, problem in self._problems.items():
            problem.setText(words if each is field else "")
            problem.setVisible(each is field)
        if field is not None:
            (self.role if field is Field.ROLE else self.fields[field]).setFocus()

    def say(self, words: str, tone: str = "plain") -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        set_tone(self.said, tone)

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._show_task()

    def forget_secrets(self) -> None:
        for field in SECRETS:
            self.fields[field].clear()

    @property
    def on_show(self) -> tuple[Field, ...]:
        own = self.row is not None and self.row.own
        return fields_of(self.task, own=own) if self.task is not None else ()

    def _fill(self) -> None:
        self.forget_secrets()
        self.show_problem(None, "")
        row = self.row
        self.fields[Field.BADGE].setText(row.badge if row else "")
        self.fields[Field.NAME].setText(row.name if row else "")
        self.role.setCurrentIndex(list(Role).index(row.role if row else Role.OPERATOR))

    def _show_task(self) -> None:
        row, task = self.row, self.task
        self.setVisible(task is not None)
        self.go.setEnabled(task is not None and not self._busy)
        if task is None:
            return
        self._title.setText(shown(row.name, 80) if row else task_words(Task.ADD))
        self._about.setText(f"{shown(row.badge, 40)} · {role_words(row.role)}" if row else "")
        self._about.setVisible(row is not None)
        for each, button in self._tabs.items():
            button.setVisible(each in tasks_for(row))
            button.setChecked(each is task)
        for field, block in self._blocks.items():
            block.setVisible(field in self.on_show)
        self._why.setText(explanation(task))
        self._why.setVisible(bool(explanation(task)))
        self.go.setText(deed_words(task))
        set_role(self.go, "plain" if task is Task.REMOVE else "deskPrimary")

    # -- what is done -----------------------------------------------------------------------------------------------

    @property
    def entries(self) -> Entries:
        text = {field: each.text() for field, each in self.fields.items()}
        role = self.role.currentData(Qt.ItemDataRole.UserRole)
        secrets = Secrets(text[Field.OLD], text[Field.SECRET], text[Field.AGAIN])
        return Entries(text[Field.BADGE], text[Field.NAME], Role(role), secrets)

    @Slot()
    def ask(self) -> None:
        if self.task is not None and self.go.isEnabled():
            self.asked.emit(self.task, self.entries)

    @Slot()
    def _choose_tab(self) -> None:
        task = next((task for task, button in self._tabs.items() if button is self.sender()), None)
        self.show_person(self.row, task)
        self.focus_first()

    def focus_first(self) -> None:
        if self.on_show:
            self.fields[self.on_show[0]].setFocus()

    @Slot()
    def _next_field(self) -> None:
        typed = [self.fields[field] for field in self.on_show if field is not Field.ROLE]
        at = next((place for place, each in enumerate(typed) if each is self.sender()), len(typed))
        if at + 1 < len(typed):
            typed[at + 1].setFocus()
        else:
            self.ask()
