"""What the figures and matters of a shift are called."""

from PySide6.QtCore import QCoreApplication

from ui.language import moment, time_of_day
from ui.shift.view_model import CheckState, Figure, Matter, ShiftState


def figure_words(figure: Figure) -> str:
    tr = QCoreApplication.translate
    return {
        Figure.SUBMITTED: tr("ShiftPage", "Notes submitted"),
        Figure.LABELS: tr("ShiftPage", "Labels"),
        Figure.PIECES: tr("ShiftPage", "Pieces"),
        Figure.ACCEPTED: tr("ShiftPage", "Covers accepted"),
        Figure.REFUSED: tr("ShiftPage", "Covers refused"),
        Figure.UNDECIDED: tr("ShiftPage", "Not decided"),
    }[figure]


def matter_words(matter: Matter) -> str:
    tr = QCoreApplication.translate
    return {
        Matter.TROUBLED: tr("ShiftPage", "✗ In conflict or set aside: the supervisor decides"),
        Matter.STILL_OPEN: tr("ShiftPage", "● Still open on the screen"),
        Matter.UNSENT: tr("ShiftPage", "↑ Saved here, not yet in the factory's database"),
        Matter.DISCREPANCIES: tr("ShiftPage", "⚠ Submitted with a discrepancy"),
    }[matter]


def check_words(check: CheckState) -> tuple[str, str]:
    """The words and their tone."""
    tr = QCoreApplication.translate
    return {
        CheckState.NOT_ASKED: ("", "plain"),
        CheckState.DUE: (tr("ShiftPage", "⚠ The check of this shift is still to be done"), "caution"),
        CheckState.PASSED: (tr("ShiftPage", "✓ The check was passed"), "good"),
        CheckState.FAILED: (tr("ShiftPage", "✗ The check failed"), "bad"),
        CheckState.OVERRIDDEN: (tr("ShiftPage", "⚠ A supervisor went over the check"), "caution"),
    }[check]


def title_words(state: ShiftState) -> str:
    tr = QCoreApplication.translate
    if state.running:
        return tr("ShiftPage", "This shift, since {began}").format(began=moment(state.began))
    return tr("ShiftPage", "The shift from {began} to {ended}").format(
        began=moment(state.began), ended=time_of_day(state.ended)
    )
