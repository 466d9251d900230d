"""The commands an operator can scan, and the badges, as cards in the language of the screen."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.command import REASONS, Command, code_of
from app.domain.notices import DiscrepancyReason
from ui.packing.discrepancy import reason_words
from ui.paper.cards import Card, CardSheet
from ui.paper.page import A4, Paper

_REASON_ICONS = {
    DiscrepancyReason.SHORT_DELIVERY: "reason_short",
    DiscrepancyReason.DAMAGED: "reason_damaged",
    DiscrepancyReason.WRONG_PART: "reason_wrong",
    DiscrepancyReason.LABEL_MISSING: "reason_label",
    DiscrepancyReason.COUNT_DIFFERS: "reason_count",
}


def command_sheet(paper: Paper = A4) -> CardSheet:
    """All commands on one A4 page, or on two of A6: what to do, and why there is a discrepancy."""
    tr = QCoreApplication.translate
    return CardSheet(
        tr("CommandSheet", "Commands to scan"),
        tr("CommandSheet", "Cut out, and keep at the station. Scanning a card is the same as pressing its button."),
        "commands.pdf",
        (*_commands(), *_reasons()),
        paper,
    )


def badge_sheet(badges: Sequence[str], paper: Paper = A4) -> CardSheet:
    """A card for each operator. ValueError (when it is painted) for a badge that no bar code can hold."""
    tr = QCoreApplication.translate
    caption = tr("CommandSheet", "Operator")
    return CardSheet(
        tr("CommandSheet", "Operators' badges"),
        tr("CommandSheet", "Cut out. Whoever holds a badge works under its name: keep it as you keep a key."),
        "badges.pdf",
        [Card("badge", caption, badge, badge) for badge in badges],
        paper,
    )


def _commands() -> list[Card]:
    tr = QCoreApplication.translate
    caption = tr("CommandSheet", "Command")
    words = {
        Command.CONFIRM: ("check", tr("CommandSheet", "Confirm")),
        Command.UNDO: ("undo", tr("CommandSheet", "Undo")),
        Command.NEXT: ("next", tr("CommandSheet", "Next note")),
        Command.DISCREPANCY: ("discrepancy", tr("CommandSheet", "Discrepancy")),
        Command.SIGN_OUT: ("sign_out", tr("CommandSheet", "Sign out")),
    }
    return [Card(icon, caption, says, code_of(command)) for command, (icon, says) in words.items()]


def _reasons() -> list[Card]:
    caption = QCoreApplication.translate("CommandSheet", "Reason for a discrepancy")
    reasons = zip(REASONS, DiscrepancyReason, strict=True)
    return [Card(_REASON_ICONS[why], caption, reason_words(why), code_of(command)) for command, why in reasons]
