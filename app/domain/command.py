"""What an operator can say with a printed bar code instead of a button."""

from enum import StrEnum

PREFIX = "CSIGN."
"""Its letters and its stop sit on the same keys of the layouts in use (US, Indonesian, German, French but for the
stop), so that a scanner set to another layout types them alike. No DN number, badge or carton label begins so."""


class Command(StrEnum):
    """The reasons are those of a discrepancy, by their place in the list that the screen shows."""

    CONFIRM = "CONFIRM"
    UNDO = "UNDO"
    NEXT = "NEXT"
    DISCREPANCY = "DISCREP"
    SIGN_OUT = "SIGNOUT"
    REASON_1 = "REASON1"
    REASON_2 = "REASON2"
    REASON_3 = "REASON3"
    REASON_4 = "REASON4"
    REASON_5 = "REASON5"


REASONS = (Command.REASON_1, Command.REASON_2, Command.REASON_3, Command.REASON_4, Command.REASON_5)


def code_of(command: Command) -> str:
    """What is printed and scanned, e.g. ``CSIGN.UNDO``."""
    return PREFIX + command.value


def is_command(text: str) -> bool:
    """Also of one that this version does not know: it is never taken for a DN number or a label."""
    return text.strip().upper().startswith(PREFIX)


def parse_command(text: str) -> Command | None:
    """Rule K1: a command's code in any case (Caps Lock turns it round); None for anything else."""
    word = text.strip().upper().removeprefix(PREFIX)
    return next((command for command in Command if command.value == word), None) if is_command(text) else None
