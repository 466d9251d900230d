"""The page of people: the list at the left, one of them at the right, and what can be done about them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import OperationalError
from app.domain.people import Actor
from app.use_cases.people import Listed, People
from ui.errand import Errand
from ui.language import said_error
from ui.people.form import DO_IT, PersonForm
from ui.people.rows import PeopleList
from ui.people.view_model import Entries, PersonRow, Secrets, Task, entry_problem, place_of, rows, tasks_for
from ui.people.words import done_words, problem_words
from ui.theme.keys import answer_keys
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

LIMIT_S = 60.0
Prove = Callable[[str, str], Actor]
"""Badge and secret, counted and locked as every sign-in is. Slow; raises OperationalError."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Everybody, and what was done before: nothing, or a task about a badge."""

    people: Sequence[Listed]
    task: Task | None = None
    badge: str = ""


class PeoplePage(QWidget):
    """GUI thread; the database and argon2id are asked beside it, one errand at a time.

    Keys: Ctrl+F searches, Ctrl+N adds somebody, F2 name and role, F3 the PIN, F8 removes or brings back, Ctrl+Enter
    does what the form says, Escape leaves it, F5 loads again.
    """

    def __init__(self, people: People, prove: Prove, actor: Actor, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("peoplePage")
        self._people, self._prove, self._actor, self._sizes = people, prove, actor, sizes
        self._known: Sequence[Listed] = ()
        self._errand = Errand(self, "people")
        self._make(colours)
        self._build()
        self._connect()

    def refresh(self) -> None:
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.list.setFocus()
        if not self._errand.running:
            self._begin(lambda: Looked(self._people.listed(self._actor)))

    def close_page(self) -> None:
        self._errand.cancel()
        self.form.forget_secrets()

    # -- built once -------------------------------------------------------------------------------------------------

    def _make(self, colours: Palette) -> None:
        s = self._sizes
        self.search = QLineEdit()
        self.search.setObjectName("peopleSearch")
        self.search.setProperty("role", "filter")
        self.search.setPlaceholderText(self.tr("Search badge or name"))
        self.search.setAccessibleName(self.tr("Search badge or name"))
        self.search.setMaxLength(100)
        self.search.setClearButtonEnabled(True)
        self.removed = QCheckBox(self.tr("Removed as well"))
        self.removed.setObjectName("peopleRemoved")
        self.add = ActionButton(self.tr("Add somebody"), "peopleAdd", "deskPrimary")
        self.add.setToolTip("Ctrl+N")
        self.add.setFixedWidth(round(190 * s.text))
        for each in (self.search, self.add):
            each.setFixedHeight(round(40 * s.unit))
        self.list = PeopleList(colours, s)
        self._empty = label("empty", name="peopleEmpty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self.form = PersonForm(s)
        self.form.setFixedWidth(round(390 * s.text))

    def _build(self) -> None:
        unit = self._sizes.unit
        above, left, whole = QHBoxLayout(), QVBoxLayout(), QHBoxLayout(self)
        above.addWidget(self.search, 1)
        above.addWidget(self.removed)
        above.addWidget(self.add)
        left.addLayout(above)
        left.addWidget(self.list, 1)
        left.addWidget(self._empty, 1)
        whole.addLayout(left, 1)
        whole.addWidget(self.form)
        margin = round(12 * unit)
        whole.setContentsMargins(margin, margin, margin, margin)
        for layout, gap in ((above, 10), (left, 8), (whole, 14)):
            layout.setSpacing(round(gap * unit))
        self._show_list()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.removed.toggled.connect(self._filter)
        self.add.clicked.connect(self._add)
        self.list.chosen.connect(self._show_row)
        self.list.activated.connect(self.form.focus_first)
        self.form.asked.connect(self._ask)
        self._errand.done.connect(self._looked)
        self._errand.failed.connect(self._failed)
        self._errand.too_late.connect(self._no_answer)
        answer_keys(
            self,
            {
                "Ctrl+F": self._to_search,
                "Ctrl+N": self._add,
                "F2": partial(self._to_task, Task.CHANGE),
                "F3": partial(self._to_task, Task.SECRET),
                "F8": self._to_removal,
                "F5": self.refresh,
                DO_IT: self.form.ask,
                "Ctrl+Enter": self.form.ask,
                "Escape": self._leave_form,
            },
        )

    # -- what is seen -----------------------------------------------------------------------------------------------

    @Slot()
    def _filter(self) -> None:
        self._show_list()

    def _show_list(self, wanted: str = "") -> None:
        found = rows(self._known, self._actor, self.search.text(), removed=self.removed.isChecked())
        self.list.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._empty.setText(self._empty_words())
        self.list.show_rows(found, wanted)

    def _empty_words(self) -> str:
        if self._known:
            return self.tr("Nobody is called so.")
        return self.tr("Loading…") if self._errand.running else self.tr("Nothing here yet: the list was not loaded.")

    @Slot(object)
    def _show_row(self, row: PersonRow | None) -> None:
        if self.form.task is Task.ADD and self.form.row is None and row is not None and self._typing:
            return
        self.form.show_person(row, self.form.task)

    @property
    def _typing(self) -> bool:
        """Somebody new is half written: the list may move under it."""
        focused = QApplication.focusWidget()
        return focused is not None and self.form.isAncestorOf(focused)

    @Slot()
    def _add(self) -> None:
        self.form.show_person(None, Task.ADD)
        self.form.focus_first()

    def _to_task(self, task: Task) -> None:
        """Of the person who is chosen, if it can be done about them."""
        row = self.list.chosen_row
        if row is not None and task in tasks_for(row):
            self.form.show_person(row, task)
            self.form.focus_first()

    @Slot()
    def _to_removal(self) -> None:
        """Nothing is done before Ctrl+Enter or the button."""
        self._to_task(Task.REMOVE)
        self._to_task(Task.RESTORE)

    @Slot()
    def _leave_form(self) -> None:
        self.list.setFocus()
        row = self.list.chosen_row
        self.form.show_person(None)
        self.form.show_person(row)

    @Slot()
    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    # -- what is done -----------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _ask(self, task: Task, entries: Entries) -> None:
        if self._errand.running:
            return
        row = self.form.row
        own = row is not None and row.own
        problem = entry_problem(task, entries, own=own)
        if problem is not None:
            self.form.show_problem(problem[0], problem_words(problem[1]))
            return
        self.form.show_problem(None, "")
        self.form.say(self.tr("One moment…"))
        self._begin(partial(self._do, task, entries, own=own))

    def _do(self, task: Task, entries: Entries, *, own: bool) -> Looked:
        """On the errand's thread."""
        people, actor, badge, secrets = self._people, self._actor, entries.badge, entries.secrets or Secrets()
        match task:
            case Task.ADD:
                badge = people.add(actor, badge, entries.name, entries.role, secrets.new).user_name
            case Task.CHANGE:
                people.change(actor, badge, entries.name, entries.role)
            case Task.SECRET if own:
                self._prove(actor.user_name, secrets.old)
                people.set_own_secret(actor, secrets.old, secrets.new)
            case Task.SECRET:
                people.set_secret(actor, badge, secrets.new)
            case Task.REMOVE:
                people.remove(actor, badge)
            case Task.RESTORE:
                people.bring_back(actor, badge, secrets.new)
        return Looked(people.listed(actor), task, badge)

    def _begin(self, job: Callable[[], Looked]) -> None:
        self._errand.begin(job, LIMIT_S)
        self.form.set_busy(True)
        self._empty.setText(self._empty_words())

    @Slot(object)
    def _looked(self, looked: Looked) -> None:
        self._known = looked.people
        self.form.set_busy(False)
        if looked.task is not None:
            self.form.forget_secrets()
            self.form.show_person(None)
        elif not self._typing:
            self.form.say("")
        self._show_list(looked.badge)
        if looked.task is not None:
            self.form.set_busy(False)
            self.form.say(done_words(looked.task, shown(looked.badge, 40)), "good")
            self.list.setFocus()

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        self._not_done(error, str(said_error(error)))

    @Slot()
    def _no_answer(self) -> None:
        self._not_done(None, self.tr("There was no answer. Load the list again (F5) before you try once more."))

    def _not_done(self, error: OperationalError | None, words: str) -> None:
        self.form.set_busy(False)
        place = place_of(error, self.form.on_show) if error is not None else None
        if self._known:
            self.form.show_problem(place, words)
        else:
            self._empty.setText(words)
