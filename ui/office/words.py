"""What the pages of the supervisor's window, and the roles, are called."""

from PySide6.QtCore import QCoreApplication

from app.domain.people import RIGHTS, Right, Role
from ui.office.view_model import PageName


def page_words(page: PageName) -> str:
    tr = QCoreApplication.translate
    return {
        PageName.SESSIONS: tr("OfficeWindow", "Sessions"),
        PageName.CONFLICTS: tr("OfficeWindow", "Conflicts"),
        PageName.ALIASES: tr("OfficeWindow", "Aliases"),
        PageName.JUDGING: tr("OfficeWindow", "Model"),
        PageName.CHARTS: tr("OfficeWindow", "Charts"),
        PageName.SHIFT: tr("OfficeWindow", "Shift"),
        PageName.PEOPLE: tr("OfficeWindow", "People"),
        PageName.AUDIT: tr("OfficeWindow", "Audit"),
        PageName.DOCTOR: tr("OfficeWindow", "Check-up"),
    }[page]


def role_words(role: Role) -> str:
    tr = QCoreApplication.translate
    return {
        Role.OPERATOR: tr("OfficeWindow", "Operator"),
        Role.SUPERVISOR: tr("OfficeWindow", "Supervisor"),
        Role.ADMIN: tr("OfficeWindow", "Administrator"),
    }[role]


def session_choices(role: Role) -> dict[str, str]:
    """What somebody of this role may ask for about a session, by ``reopen``, ``void``, ``report``, ``bundle``."""
    tr = QCoreApplication.translate
    choices = (
        (Right.REOPEN_SESSION, "reopen", tr("OfficeWindow", "Reopen the note for correction…")),
        (Right.VOID_SESSION, "void", tr("OfficeWindow", "Take back what it booked…")),
        (Right.EXPORT, "report", tr("OfficeWindow", "Report on paper (PDF)…")),
        (Right.EXPORT, "bundle", tr("OfficeWindow", "Evidence bundle…")),
    )
    return {key: words for right, key, words in choices if right in RIGHTS[role]}


def export_choices() -> dict[str, str]:
    """By ``table`` and ``day``."""
    tr = QCoreApplication.translate
    return {
        "table": tr("OfficeWindow", "A table: CSV or XLSX…"),
        "day": tr("OfficeWindow", "A report on paper of all that is listed (PDF)…"),
    }


def export_title() -> str:
    return QCoreApplication.translate("OfficeWindow", "Export what is listed")


def printed_words(printer: str) -> str:
    return QCoreApplication.translate("OfficeWindow", "Printed on {printer}.").format(printer=printer)
