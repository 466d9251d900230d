"""How the page of people says it. The roles' names are those of the window."""

from PySide6.QtCore import QCoreApplication

from app.domain.people import PersonProblem, SecretProblem
from app.messages import sentence
from ui.language import SCREEN
from ui.people.view_model import EntryProblem, Field, Problem, Standing, Task


def standing_words(standing: Standing) -> str:
    tr = QCoreApplication.translate
    return {
        Standing.ACTIVE: tr("PeoplePage", "Active"),
        Standing.NO_SECRET: tr("PeoplePage", "No PIN yet"),
        Standing.REMOVED: tr("PeoplePage", "Removed"),
    }[standing]


def task_words(task: Task) -> str:
    tr = QCoreApplication.translate
    return {
        Task.ADD: tr("PeoplePage", "Add somebody"),
        Task.CHANGE: tr("PeoplePage", "Details"),
        Task.SECRET: tr("PeoplePage", "PIN"),
        Task.REMOVE: tr("PeoplePage", "Remove"),
        Task.RESTORE: tr("PeoplePage", "Bring back"),
    }[task]


def deed_words(task: Task) -> str:
    """On the button that does it."""
    tr = QCoreApplication.translate
    return {
        Task.ADD: tr("PeoplePage", "Add"),
        Task.CHANGE: tr("PeoplePage", "Save"),
        Task.SECRET: tr("PeoplePage", "Set PIN"),
        Task.REMOVE: tr("PeoplePage", "Remove"),
        Task.RESTORE: tr("PeoplePage", "Bring back"),
    }[task]


def explanation(task: Task) -> str:
    tr = QCoreApplication.translate
    return {
        Task.ADD: tr("PeoplePage", "The badge's number as the scanner reads it. A PIN can be set later as well."),
        Task.CHANGE: "",
        Task.SECRET: tr("PeoplePage", "6 digits or more that are no simple row, or 10 characters or more."),
        Task.REMOVE: tr(
            "PeoplePage",
            "Whoever is removed can sign in nowhere, once each station has heard of it. What they did stays.",
        ),
        Task.RESTORE: tr("PeoplePage", "Whoever comes back gets a new PIN."),
    }[task]


def done_words(task: Task, badge: str) -> str:
    tr = QCoreApplication.translate
    return {
        Task.ADD: tr("PeoplePage", "✓ {badge} was added."),
        Task.CHANGE: tr("PeoplePage", "✓ {badge} was changed."),
        Task.SECRET: tr("PeoplePage", "✓ {badge} has a new PIN."),
        Task.REMOVE: tr("PeoplePage", "✓ {badge} was removed."),
        Task.RESTORE: tr("PeoplePage", "✓ {badge} is back."),
    }[task].format(badge=badge)


def field_words(field: Field) -> str:
    tr = QCoreApplication.translate
    return {
        Field.BADGE: tr("PeoplePage", "Badge"),
        Field.NAME: tr("PeoplePage", "Name"),
        Field.ROLE: tr("PeoplePage", "Role"),
        Field.OLD: tr("PeoplePage", "Your PIN or password of now"),
        Field.SECRET: tr("PeoplePage", "New PIN or password"),
        Field.AGAIN: tr("PeoplePage", "The same again"),
    }[field]


def problem_words(problem: Problem) -> str:
    tr = QCoreApplication.translate
    if isinstance(problem, PersonProblem | SecretProblem):
        return str(sentence(problem, {}, SCREEN))
    return {
        EntryProblem.DIFFERS: tr("PeoplePage", "It was not typed the same twice."),
        EntryProblem.OLD_MISSING: tr("PeoplePage", "Type the one you have now."),
    }[problem]
