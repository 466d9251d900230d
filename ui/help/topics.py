"""Which help belongs to which screen, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.use_cases.desk_state import DeskState, Phase


class Topic(StrEnum):
    SIGN_IN = "sign_in"
    NOTE = "note"
    PACKING = "packing"
    REFUSAL = "refusal"
    DISCREPANCY = "discrepancy"
    SUBMITTED = "submitted"
    REOPEN = "reopen"
    SHIFT_CHECK = "shift_check"
    COLOURS = "colours"
    KEYS = "keys"


def topic_of(state: DeskState) -> Topic:
    """What somebody who asks for help now is looking at."""
    if state.held:
        return Topic.REFUSAL
    if state.asking_reason and state.phase is Phase.PACKING:
        return Topic.DISCREPANCY
    return {
        Phase.SIGNED_OUT: Topic.SIGN_IN,
        Phase.SIGNING_IN: Topic.SIGN_IN,
        Phase.LOCKED: Topic.SIGN_IN,
        Phase.SHIFT_CHECK: Topic.SHIFT_CHECK,
        Phase.WAITING_FOR_NOTE: Topic.NOTE,
        Phase.ALREADY_PACKED: Topic.REOPEN,
        Phase.PACKING: Topic.PACKING,
        Phase.SUBMITTING: Topic.SUBMITTED,
        Phase.SUBMITTED: Topic.SUBMITTED,
    }[state.phase]


@dataclass(frozen=True, slots=True)
class HelpText:
    title: str
    steps: tuple[str, ...]


def help_texts() -> Mapping[Topic, HelpText]:
    """In the language of now. COLOURS and KEYS are drawn, and have a title alone."""
    tr = QCoreApplication.translate
    return {
        Topic.SIGN_IN: HelpText(
            tr("Help", "Signing in"),
            (
                tr("Help", "Scan your badge, show it to the camera, or type its number and press Enter."),
                tr("Help", "Then type your PIN or password, where one is asked for; Esc goes back."),
                tr("Help", "Another operator takes over by scanning their own badge. The open note stays open."),
                tr("Help", "To leave the station, scan Sign out or press F12."),
            ),
        ),
        Topic.NOTE: HelpText(
            tr("Help", "Opening a delivery note"),
            (
                tr("Help", "Scan the bar code on the delivery note, or type its number and press Enter."),
                tr("Help", "Its parts appear at the right, with how many pieces of each are asked for."),
                tr("Help", "If the ERP does not answer, the note is packed by its labels and checked later."),
            ),
        ),
        Topic.PACKING: HelpText(
            tr("Help", "Showing parts and scanning labels"),
            (
                tr("Help", "Hold a cover under the camera until its box turns green and has a tick."),
                tr("Help", "Follow the advice beside the box: closer, less glare, hold still."),
                tr("Help", "Then scan the carton's label. Its pieces are added to the line, which lights up."),
                tr("Help", "A wrong scan is taken back with Undo, or in the line's own list of labels: tap the line."),
                tr("Help", "When every line is fulfilled, press Submit."),
            ),
        ),
        Topic.REFUSAL: HelpText(
            tr("Help", "Something was refused"),
            (
                tr("Help", "The red line says what is wrong, and what it was compared with."),
                tr("Help", "Do what the large letters say: most often set the carton or the cover aside."),
                tr("Help", "Then press Understood, or scan Confirm. Nothing is counted before."),
            ),
        ),
        Topic.DISCREPANCY: HelpText(
            tr("Help", "Submitting with open parts"),
            (
                tr("Help", "The list shows what is missing. Go on packing with Back, if it can still come."),
                tr("Help", "Otherwise choose the reason, scan its code, or type it, and confirm."),
                tr("Help", "The supervisor sees the missing parts and the reason."),
            ),
        ),
        Topic.SUBMITTED: HelpText(
            tr("Help", "After submitting"),
            (
                tr("Help", "While the ring runs out, Undo takes everything back. Nothing has left yet."),
                tr("Help", "The next delivery note can be scanned at once; then the session leaves immediately."),
                tr("Help", "Slip prints the receipt with the packing code."),
                tr("Help", "Without the database the session waits safely on this station and is sent by itself."),
            ),
        ),
        Topic.REOPEN: HelpText(
            tr("Help", "A note that is packed already"),
            (
                tr("Help", "Reopen it to add labels or to take some out, or scan another note."),
                tr("Help", "Changes count once the note is submitted again."),
            ),
        ),
        Topic.SHIFT_CHECK: HelpText(
            tr("Help", "The check of the shift"),
            (
                tr("Help", "Before a shift's first note the camera shows that it still tells right from wrong."),
                tr("Help", "Show the bad piece until it is refused, then the good one until it is accepted."),
                tr("Help", "If it fails, confirm and try again. A supervisor can go over it: Menu, Shift."),
            ),
        ),
        Topic.COLOURS: HelpText(tr("Help", "What the colours mean"), ()),
        Topic.KEYS: HelpText(tr("Help", "Keys and command codes"), ()),
    }


def key_rows() -> tuple[tuple[str, str], ...]:
    """Key, and what it does; the command codes of the printed sheet do the same."""
    tr = QCoreApplication.translate
    return (
        ("Ctrl+Enter", tr("Help", "Confirm: submit, reopen, or understood")),
        ("Ctrl+Z", tr("Help", "Undo: the submission, or the newest label")),
        ("Esc", tr("Help", "Back; closes what lies over the screen")),
        ("F2", tr("Help", "Next note")),
        ("F3", tr("Help", "Submit with a discrepancy; again: type the reason")),
        ("F5 – F9", tr("Help", "The reasons, in the order of the list")),
        ("↑ ↓  F4", tr("Help", "Walk the list; open a line, take a label back")),
        ("F1", tr("Help", "Help for this screen")),
        ("F10  F11", tr("Help", "Menu, then the digit of an item; full screen")),
        ("Ctrl+1 – 6", tr("Help", "What a lamp of the status bar means")),
        ("F12", tr("Help", "Sign out")),
    )
