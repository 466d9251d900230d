"""The office's page of people: list, add, change, PIN, remove; every trouble beside its field."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Person, PersonProblem, Role, SecretProblem
from app.use_cases.authority import Authority
from app.use_cases.people import Listed, People
from tests.fakes.people import AT, FakePeopleDirectory, FakeSecrets, WallClock, account
from tests.ui.fitting import misfits
from ui.people.view import PeoplePage
from ui.people.view_model import (
    Entries,
    EntryProblem,
    Field,
    Secrets,
    Standing,
    Task,
    entry_problem,
    fields_of,
    place_of,
    rows,
    tasks_for,
)
from ui.theme.style import stylesheet
from ui.theme.tokens import DARK, Palette, Sizes, sizes

PIN, NEW_PIN = "482915", "739164"
ADMIN = Actor("ADM-1", Role.ADMIN, "office")
HOSTILE = "<b>Budi</b>\u202e =1+1"
Kind = TypeVar("Kind", bound=QWidget)


class Desk:
    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        everybody = (
            account("ADM-1", Role.ADMIN, PIN),
            account("OP-17", secret=PIN),
            account("OP-18"),
            account("OP-9", active=False),
        )
        self.directory = FakePeopleDirectory(kept={each.person.user_name: each for each in everybody})
        clock = WallClock()
        authority = Authority(lambda name: self.directory.kept[name].person, clock)
        people = People(self.directory, FakeSecrets(), authority, clock, "office")
        self.proved: list[str] = []
        self.people = people
        self._shown: PeoplePage | None = None
        self.show_in(sizes(1366, 768, 3.78), (1150, 640))

    def show_in(self, fitting: Sizes, size: tuple[int, int], colours: Palette = DARK) -> None:
        self.close()
        self._shown = PeoplePage(self.people, self._prove, ADMIN, colours, fitting)
        self.page.setStyleSheet(stylesheet(colours, fitting) + f"#peoplePage {{ background: {colours.ground}; }}")
        self.page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.page.resize(*size)
        self.page.show()
        self.page.refresh()
        self.settled()

    @property
    def page(self) -> PeoplePage:
        assert self._shown is not None
        return self._shown

    def close(self) -> None:
        if self._shown is not None:
            self.page.close_page()
            self.page.close()
            self.page.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _prove(self, badge: str, secret: str) -> Actor:
        self.proved.append(badge)
        if secret != PIN:
            raise OperationalError(ErrorCode.SIGN_IN_REFUSED)
        return ADMIN

    def active(self, badge: str) -> bool:
        return self.directory.kept[badge].person.active

    def settled(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page._errand.running)

    def child(self, kind: type[Kind], name: str) -> Kind:
        found = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def type(self, field: Field, text: str) -> None:
        made = self.child(QLineEdit, f"person_{field.value}")
        made.clear()
        self.qtbot.keyClicks(made, text)

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.child(QPushButton, name), Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.page, key, modifier)

    def go(self) -> None:
        self.press("personGo")
        self.settled()

    def choose(self, badge: str) -> None:
        table = self.page.list.table
        at = next(place for place, row in enumerate(table.rows) if row.badge == badge)
        self.page.list.setCurrentIndex(table.index(at, 0))

    def problem(self, field: Field) -> str:
        found = self.child(QLabel, f"person_{field.value}_problem")
        return found.text() if found.isVisible() else ""

    @property
    def said(self) -> str:
        return self.page.form.said.text()

    @property
    def listed(self) -> list[str]:
        return [row.badge for row in self.page.list.table.rows]

    def verifier(self, badge: str) -> str:
        return self.directory.kept[badge].verifier


@pytest.fixture
def desk(qtbot, dressed: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.close()


# -- without a window -------------------------------------------------------------------------------------------------


def listed(badge: str, name: str = "Budi", *, active: bool = True, can: bool = True) -> Listed:
    return Listed(Person(badge, name, Role.OPERATOR, active), can and active, AT)


def test_pv1_who_is_listed() -> None:
    people = [listed("ADM-1", "Ayu"), listed("OP-1", active=False), listed("OP-2", "Sari", can=False)]
    found = rows(people, ADMIN)
    assert [(row.badge, row.standing, row.own) for row in found] == [
        ("ADM-1", Standing.ACTIVE, True), ("OP-2", Standing.NO_SECRET, False),
    ]  # fmt: skip
    assert [row.badge for row in rows(people, ADMIN, removed=True)] == ["ADM-1", "OP-2", "OP-1"]
    assert [row.badge for row in rows(people, ADMIN, "SAR op")] == ["OP-2"]
    assert [tasks_for(row)[0] for row in rows(people, ADMIN, removed=True)] == [Task.CHANGE, Task.CHANGE, Task.RESTORE]


@pytest.mark.parametrize(
    ("task", "entries", "problem"),
    [
        (Task.ADD, Entries("OP 1", "Budi"), (Field.BADGE, PersonProblem.NO_BADGE)),
        (Task.ADD, Entries("OP-1", " "), (Field.NAME, PersonProblem.NO_NAME)),
        (Task.ADD, Entries("OP-1", "Budi"), None),
        (Task.ADD, Entries("OP-1", "Budi", secrets=Secrets(again=PIN)), (Field.SECRET, SecretProblem.TOO_SHORT)),
        (Task.ADD, Entries("OP-1", "Budi", secrets=Secrets(new=PIN)), (Field.AGAIN, EntryProblem.DIFFERS)),
        (Task.ADD, Entries("OP-1", "Budi", secrets=Secrets(new=PIN, again=PIN)), None),
        (Task.CHANGE, Entries("OP-1", ""), (Field.NAME, PersonProblem.NO_NAME)),
        (Task.SECRET, Entries("OP-1"), (Field.SECRET, SecretProblem.TOO_SHORT)),
        (Task.SECRET, Entries("OP-1", secrets=Secrets(new="1" * 6)), (Field.SECRET, SecretProblem.TOO_SIMPLE)),
        (Task.REMOVE, Entries("OP-1"), None),
    ],
)  # fmt: skip
def test_pv3_what_is_wrong_is_known_before_it_is_sent(task: Task, entries: Entries, problem: object) -> None:
    assert entry_problem(task, entries) == problem
    assert PIN not in repr(entries)


def test_pv2_ones_own_secret_takes_the_old_one() -> None:
    typed = Entries("ADM-1", secrets=Secrets(new=PIN, again=PIN))
    assert entry_problem(Task.SECRET, typed, own=True) == (Field.OLD, EntryProblem.OLD_MISSING)
    assert entry_problem(Task.SECRET, typed) is None


@pytest.mark.parametrize(
    ("error", "task", "place"),
    [
        (OperationalError(ErrorCode.PERSON_EXISTS, who="X"), Task.ADD, Field.BADGE),
        (OperationalError(ErrorCode.PERSON_EXISTS, who="X"), Task.CHANGE, None),
        (OperationalError(ErrorCode.PERSON_UNUSABLE, problem=PersonProblem.NO_NAME), Task.CHANGE, Field.NAME),
        (OperationalError(ErrorCode.SECRET_UNUSABLE, problem=SecretProblem.TOO_LONG), Task.RESTORE, Field.SECRET),
        (OperationalError(ErrorCode.SIGN_IN_LOCKED, wait_s=30), Task.SECRET, None),
        (OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="away"), Task.ADD, None),
    ],
)
def test_where_an_error_is_told(error: OperationalError, task: Task, place: Field | None) -> None:
    assert place_of(error, fields_of(task)) is place


# -- with real keys and presses ---------------------------------------------------------------------------------------


def test_the_list_and_its_search(desk: Desk) -> None:
    assert desk.listed == ["ADM-1", "OP-17", "OP-18"]
    desk.page.removed.click()
    assert desk.listed == ["ADM-1", "OP-17", "OP-18", "OP-9"]
    desk.qtbot.keyClicks(desk.page.search, "of op-1")
    assert desk.listed == ["OP-17", "OP-18"]
    desk.qtbot.keyClicks(desk.page.search, "xx")
    assert desk.page._empty.isVisible()
    assert not desk.page.form.isVisible()


def test_somebody_is_added_by_keyboard_alone(desk: Desk) -> None:
    desk.page.list.setFocus()
    desk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    for text in ("op-20", "Dewi Lestari", NEW_PIN):
        desk.qtbot.keyClicks(QApplication.focusWidget(), text)
        desk.key(Qt.Key.Key_Return)
    desk.qtbot.keyClicks(QApplication.focusWidget(), NEW_PIN)
    desk.key(Qt.Key.Key_Return)
    desk.settled()
    assert desk.said == "✓ OP-20 was added."
    row = desk.page.list.chosen_row
    assert row is not None
    assert (desk.verifier("OP-20"), row.badge) == (f"kept:{NEW_PIN}", "OP-20")
    assert desk.child(QLineEdit, "person_secret").text() == ""


@pytest.mark.parametrize(
    ("badge", "pin", "again", "field", "words"),
    [
        ("OP 20", "", "", Field.BADGE, "no badge number"),
        ("op-17", "", "", Field.BADGE, "belongs to somebody already"),
        ("OP-20", "111111", "111111", Field.SECRET, "too easy to guess"),
        ("OP-20", NEW_PIN, PIN, Field.AGAIN, "not typed the same twice"),
    ],
)
def test_trouble_stands_beside_its_field_which_has_the_keys(
    desk: Desk, badge: str, pin: str, again: str, field: Field, words: str
) -> None:
    desk.press("peopleAdd")
    typed = {Field.BADGE: badge, Field.NAME: "Dewi", Field.SECRET: pin, Field.AGAIN: again}
    for each, text in typed.items():
        desk.type(each, text)
    desk.go()
    assert words in desk.problem(field)
    assert not [each for each in Field if each is not field and each is not Field.ROLE and desk.problem(each)]
    assert desk.child(QLineEdit, f"person_{field.value}").hasFocus()
    assert "OP-20" not in desk.directory.kept
    assert desk.child(QLineEdit, "person_name").text() == "Dewi", "nothing is typed again"


def test_name_and_role_are_changed(desk: Desk) -> None:
    desk.choose("OP-17")
    desk.type(Field.NAME, "Budi")
    desk.page.form.role.setCurrentIndex(1)
    desk.go()
    person = desk.directory.kept["OP-17"].person
    assert (person.shown_name, person.role) == ("Budi", Role.SUPERVISOR)
    assert desk.said == "✓ OP-17 was changed."


def test_a_pin_is_set_for_somebody_else_and_ones_own_takes_the_old_one(desk: Desk) -> None:
    desk.choose("OP-18")
    desk.press("person_secret_tab")
    assert not desk.child(QLineEdit, "person_old").isVisible()
    desk.type(Field.SECRET, NEW_PIN)
    desk.type(Field.AGAIN, NEW_PIN)
    desk.go()
    assert desk.verifier("OP-18") == f"kept:{NEW_PIN}"
    assert desk.proved == []
    desk.choose("ADM-1")
    desk.press("person_secret_tab")
    for old in ("000000", PIN):
        desk.type(Field.OLD, old)
        desk.type(Field.SECRET, NEW_PIN)
        desk.type(Field.AGAIN, NEW_PIN)
        desk.go()
        wrong = old != PIN
        assert bool(desk.problem(Field.OLD)) == wrong
        assert desk.verifier("ADM-1") == f"kept:{PIN if wrong else NEW_PIN}"
    assert desk.proved == ["ADM-1", "ADM-1"]


def test_somebody_is_removed_and_brought_back(desk: Desk) -> None:
    desk.choose("OP-17")
    desk.page.list.setFocus()
    desk.key(Qt.Key.Key_F8)
    assert desk.active("OP-17"), "not before it is confirmed"
    desk.go()
    assert desk.active("OP-17") is False
    assert desk.listed == ["ADM-1", "OP-18"]
    desk.page.removed.click()
    desk.choose("OP-17")
    desk.type(Field.SECRET, NEW_PIN)
    desk.type(Field.AGAIN, NEW_PIN)
    desk.go()
    assert (desk.active("OP-17"), desk.said) == (True, "✓ OP-17 is back.")


def test_the_last_administrator_stays_which_is_told(desk: Desk) -> None:
    desk.choose("ADM-1")
    desk.press("person_remove_tab")
    desk.go()
    assert desk.said.startswith("ADM-1 is the last administrator.")
    assert desk.page.form.go.isEnabled()


def test_another_person_or_task_forgets_what_was_typed_of_a_secret(desk: Desk) -> None:
    desk.choose("OP-17")
    for leave in (lambda: desk.press("person_change_tab"), lambda: desk.choose("OP-18"), desk.page.close_page):
        desk.choose("OP-17")
        desk.press("person_secret_tab")
        desk.type(Field.SECRET, NEW_PIN)
        leave()
        assert desk.child(QLineEdit, "person_secret").text() == ""


def test_a_database_that_is_away_is_told_and_loaded_again(desk: Desk) -> None:
    desk.directory.told.error = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="away")
    desk.choose("OP-17")
    desk.type(Field.NAME, "Budi")
    desk.go()
    assert "does not answer" in desk.said
    assert desk.child(QLineEdit, "person_name").text() == "Budi"
    desk.directory.told.error = None
    desk.key(Qt.Key.Key_F5)
    desk.settled()
    assert desk.listed == ["ADM-1", "OP-17", "OP-18"]


def test_hostile_names_are_text_and_everything_has_a_name(desk: Desk) -> None:
    before = desk.directory.kept["OP-17"]
    person = Person("OP-17", HOSTILE, Role.OPERATOR)
    desk.directory.kept["OP-17"] = type(before)(person, before.verifier, before.changed_at)
    desk.page.refresh()
    desk.settled()
    desk.choose("OP-17")
    title = desk.child(QLabel, "personTitle")
    assert (title.textFormat(), title.text()) == (Qt.TextFormat.PlainText, "<b>Budi</b>\ufffd =1+1")
    table = desk.page.list.table
    assert table.data(table.index(1, 1)) == "<b>Budi</b>\ufffd =1+1"
    fields = [each for each in desk.page.findChildren(QLineEdit) if not each.objectName().startswith("qt_")]
    assert all(each.accessibleName() and each.objectName() for each in fields)


@pytest.mark.parametrize("window", [(1000, 600), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("task", [Task.ADD, Task.CHANGE, Task.SECRET, Task.REMOVE])
def test_it_fits(desk: Desk, window: tuple[int, int], task: Task) -> None:
    fitting = sizes(*window, 3.78)
    desk.show_in(fitting, (window[0] - round(190 * fitting.unit), window[1] - round(52 * fitting.unit)))
    reach: Callable[[], None] = (
        (lambda: desk.press("peopleAdd")) if task is Task.ADD else (lambda: desk.press(f"person_{task.value}_tab"))
    )
    reach()
    if task is Task.ADD:
        desk.go()
    QApplication.processEvents()
    assert misfits(desk.page) == []
