"""What the pages of the supervisor's window, and the roles, are called."""

from PySide6.QtCore import QCoreApplication

from app.domain.people import Role
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
    }[page]


def role_words(role: Role) -> str:
    tr = QCoreApplication.translate
    return {
        Role.OPERATOR: tr("OfficeWindow", "Operator"),
        Role.SUPERVISOR: tr("OfficeWindow", "Supervisor"),
        Role.ADMIN: tr("OfficeWindow", "Administrator"),
    }[role]
