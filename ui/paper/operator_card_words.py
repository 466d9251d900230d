"""What the operator's card says, in the language of the screen."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.command import Command, code_of
from app.domain.grade import Grade
from app.domain.notices import Tone
from ui.live.view_model import Verdict


@dataclass(frozen=True, slots=True)
class Step:
    icon: str
    words: str
    more: str


@dataclass(frozen=True, slots=True)
class ToneEntry:
    """``sounds``: how many pulses, and what they are heard for."""

    tone: Tone
    words: str
    more: str
    sounds: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class BoxEntry:
    grade: Grade
    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True)
class Refusal:
    what: str
    action: str


@dataclass(frozen=True, slots=True)
class CodeEntry:
    icon: str
    words: str
    code: str
    key: str


def steps() -> tuple[Step, ...]:
    tr = QCoreApplication.translate
    return (
        Step("badge", tr("OperatorCard", "Scan your badge"), tr("OperatorCard", "Then type your PIN.")),
        Step(
            "paper",
            tr("OperatorCard", "Scan the delivery note"),
            tr("OperatorCard", "The screen lists its parts."),
        ),
        Step(
            "camera",
            tr("OperatorCard", "Show a cover to the camera"),
            tr("OperatorCard", "Hold it still until ✓. One part at a time."),
        ),
        Step(
            "scanner",
            tr("OperatorCard", "Scan its carton label"),
            tr("OperatorCard", "3 and 4 again, until every part is Terpenuhi."),
        ),
        Step(
            "check",
            tr("OperatorCard", "Confirm"),
            tr("OperatorCard", "The large button, or the code below. Undo: a few seconds."),
        ),
    )


def tones() -> tuple[ToneEntry, ...]:
    tr = QCoreApplication.translate
    return (
        ToneEntry(
            Tone.INFO,
            tr("OperatorCard", "Next"),
            tr("OperatorCard", "Do what the large words say."),
            (),
        ),
        ToneEntry(
            Tone.GOOD,
            tr("OperatorCard", "Right"),
            tr("OperatorCard", "Go on."),
            (
                (1, tr("OperatorCard", "label")),
                (2, tr("OperatorCard", "cover")),
                (4, tr("OperatorCard", "note done")),
            ),
        ),
        ToneEntry(
            Tone.REFUSED,
            tr("OperatorCard", "Refused"),
            tr("OperatorCard", "Stop. Set it aside."),
            ((5, tr("OperatorCard", "low")),),
        ),
        ToneEntry(
            Tone.TROUBLE,
            tr("OperatorCard", "Trouble"),
            tr("OperatorCard", "Read what helps."),
            ((3, tr("OperatorCard", "with pauses")),),
        ),
    )


def boxes() -> tuple[BoxEntry, ...]:
    tr = QCoreApplication.translate
    return (
        BoxEntry(Grade.DIM, Verdict.LOOKING, tr("OperatorCard", "Looking")),
        BoxEntry(Grade.AMBER, Verdict.LOOKING, tr("OperatorCard", "A guess")),
        BoxEntry(Grade.ORANGE, Verdict.LOOKING, tr("OperatorCard", "Nearly sure")),
        BoxEntry(Grade.GREEN, Verdict.RIGHT, tr("OperatorCard", "Right")),
        BoxEntry(Grade.GREEN, Verdict.WRONG, tr("OperatorCard", "Wrong part")),
    )


def refusals() -> tuple[Refusal, ...]:
    tr = QCoreApplication.translate
    return (
        Refusal(
            tr("OperatorCard", "Cover not on the note"),
            tr("OperatorCard", "Set the cover aside."),
        ),
        Refusal(
            tr("OperatorCard", "Label used, inactive or unknown"),
            tr("OperatorCard", "Set the carton aside. Ask the supervisor."),
        ),
        Refusal(
            tr("OperatorCard", "Label and camera disagree"),
            tr("OperatorCard", "Show a cover of this carton, then scan again."),
        ),
    )


def codes() -> tuple[CodeEntry, ...]:
    """The reasons of a discrepancy stand on the sheet of commands."""
    tr = QCoreApplication.translate
    return (
        CodeEntry("check", tr("OperatorCard", "Confirm, understood"), code_of(Command.CONFIRM), "Ctrl+Enter"),
        CodeEntry("undo", tr("OperatorCard", "Undo, take back"), code_of(Command.UNDO), "Ctrl+Z"),
        CodeEntry("next", tr("OperatorCard", "Next note"), code_of(Command.NEXT), "F2"),
        CodeEntry("discrepancy", tr("OperatorCard", "Discrepancy"), code_of(Command.DISCREPANCY), "F3"),
        CodeEntry("sign_out", tr("OperatorCard", "Sign out"), code_of(Command.SIGN_OUT), "F12"),
    )
