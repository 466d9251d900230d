"""The words of the slip, in the language of the screen."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from ui.packing.discrepancy import reason_words
from ui.paper.slip import SlipLine, SlipMark, SlipState

_NOTHING = "–"
_MOMENT = "d MMM yyyy, HH:mm"


def mark_words(mark: SlipMark, slip: SlipState) -> tuple[str, str]:
    """What is so, and what it means for whoever holds the paper."""
    tr = QCoreApplication.translate
    return {
        SlipMark.CONFLICT: (
            tr("Slip", "NOT TAKEN OVER"),
            tr("Slip", "Set the cartons aside and call the supervisor."),
        ),
        SlipMark.SET_ASIDE: (
            tr("Slip", "NOT RECORDED"),
            tr("Slip", "The factory's database refuses it. Call the supervisor."),
        ),
        SlipMark.PROVISIONAL: (
            tr("Slip", "PROVISIONAL"),
            tr("Slip", "Nobody could see the delivery note. Only the labels are known; the rest is checked later."),
        ),
        SlipMark.NOTE_REMEMBERED: (
            tr("Slip", "NOTE NOT CURRENT"),
            tr("Slip", "The ERP did not answer: the note is the one of {moment}.").format(
                moment=moment_words(slip.note_as_of)
            ),
        ),
        SlipMark.UNCONFIRMED: (
            tr("Slip", "NOT YET CONFIRMED"),
            tr("Slip", "Saved at the station and on its way to the factory's database."),
        ),
    }[mark]


def facts(slip: SlipState) -> tuple[tuple[str, str], ...]:
    """Each with its name."""
    tr, number = QCoreApplication.translate, QLocale().toString
    labels = number(slip.labels)
    if slip.removed:
        labels = tr("Slip", "{labels}, {removed} removed").format(labels=labels, removed=number(slip.removed))
    return (
        (tr("Slip", "Packed"), moment_words(slip.submitted_at)),
        (tr("Slip", "Purchase order"), ", ".join(slip.purchase_orders) or _NOTHING),
        (tr("Slip", "Station"), slip.station or _NOTHING),
        (tr("Slip", "Operator"), slip.operator or _NOTHING),
        (tr("Slip", "Labels"), labels),
        (tr("Slip", "Pieces"), number(slip.pieces)),
    )


def reason_sentence(slip: SlipState) -> str:
    chosen = reason_words(slip.reason) if slip.reason else ""
    return ": ".join(filter(None, (chosen, slip.remark)))


def quantity_words(line: SlipLine) -> tuple[str, str]:
    """Labelled and asked."""
    number = QLocale().toString
    return number(line.labelled), number(line.asked) if line.known else "?"


def moment_words(moment: datetime | None) -> str:
    """On the wall's clock, with the month's name: no reader takes the day for the month."""
    if moment is None:
        return _NOTHING
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), _MOMENT)
