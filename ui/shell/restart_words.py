"""What the operator is told after the station was started again."""

from PySide6.QtCore import QCoreApplication

from app.domain.restarting import StartedAfter


def restart_notice(after: StartedAfter) -> str:
    """ "" where there is nothing to say."""
    tr = QCoreApplication.translate
    return {
        StartedAfter.ASKED: tr("RestartWords", "The station was started again. Everything goes on where it was."),
        StartedAfter.CRASHED: tr(
            "RestartWords", "The station had stopped and was started again. Nothing that was counted is lost."
        ),
        StartedAfter.HUNG: tr(
            "RestartWords", "The station did not answer and was started again. Nothing that was counted is lost."
        ),
    }.get(after, "")
