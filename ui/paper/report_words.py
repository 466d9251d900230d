"""Words that the reports share, in the language of the screen."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.domain.packing_session import Agreement
from app.domain.review import ReviewDeed
from ui.packing.discrepancy import reason_words
from ui.paper.slip import reason_and_remark
from ui.theme.plain_text import shown

NOTHING = "–"
_MOMENT, _CLOCK, _DAY = "d MMM yyyy, HH:mm", "d MMM, HH:mm:ss", "d MMMM yyyy"
_WHOLE_DAY = timedelta(days=1)
_REASON_AT_MOST = 300


def moment_words(iso_utc: str) -> str:
    """On the wall's clock, with the month's name; NOTHING for what is no time."""
    return _formatted(iso_utc, _MOMENT)


def clock_words(iso_utc: str) -> str:
    """To the second, of a year that is told elsewhere."""
    return _formatted(iso_utc, _CLOCK)


def span_words(since: str, until: str) -> str:
    """From one time to before another; a day on the wall's clock is called by its name."""
    first, end = _moment(since), _moment(until)
    if first and end and end - first == _WHOLE_DAY and first.astimezone().strftime("%H%M%S") == "000000":
        return _formatted(since, _DAY)
    words = QCoreApplication.translate("Report", "{since} to {until}")
    return words.format(since=moment_words(since), until=moment_words(until))


def figure(value: int) -> str:
    return QLocale().toString(value)


def share(value: float | None) -> str:
    return NOTHING if value is None else f"{QLocale().toString(100 * value, 'f', 1)} %"


def discrepancy_words(recorded: str) -> str:
    """The record's reason in the reader's language, and what was typed as it was typed."""
    reason, remark = reason_and_remark(recorded)
    told = (reason_words(reason) if reason else "", shown(remark, _REASON_AT_MOST))
    return ": ".join(each for each in told if each)


def agreement_words(agreement: str) -> str:
    tr = QCoreApplication.translate
    known: dict[str, str] = {
        Agreement.THREE_WAY: tr("Report", "Camera, label and note"),
        Agreement.TWO_WAY: tr("Report", "Label and note"),
        Agreement.LABEL_ALONE: tr("Report", "Label alone"),
    }
    return known.get(agreement, shown(agreement))


def act_words(act: str) -> str:
    tr = QCoreApplication.translate
    known = {"counted": tr("Report", "counted"), "removed": tr("Report", "removed")}
    return known.get(act, shown(act))


def verdict_words(verdict: str) -> str:
    tr = QCoreApplication.translate
    known = {
        "accepted": tr("Report", "Accepted"),
        "refused": tr("Report", "Refused"),
        "undecided": tr("Report", "Undecided"),
    }
    return known.get(verdict, shown(verdict))


def review_deed_words(deed: str) -> str:
    tr = QCoreApplication.translate
    known: dict[str, str] = {
        ReviewDeed.REVIEWED: tr("Report", "Reviewed"),
        ReviewDeed.NOTED: tr("Report", "Noted"),
        ReviewDeed.REOPENED: tr("Report", "Review opened again"),
        ReviewDeed.SESSION_REOPENED: tr("Report", "Session opened again"),
        ReviewDeed.VOIDED: tr("Report", "Voided"),
    }
    return known.get(deed, shown(deed))


def journal_deed_words(deed: str) -> str:
    tr = QCoreApplication.translate
    known = {
        "opened": tr("Report", "Opened"),
        "cover_accepted": tr("Report", "Cover accepted"),
        "cover_refused": tr("Report", "Cover refused"),
        "cover_undecided": tr("Report", "Cover undecided"),
        "label_counted": tr("Report", "Label counted"),
        "label_taken_back": tr("Report", "Label taken back"),
        "submitted": tr("Report", "Submitted"),
        "left": tr("Report", "Put back"),
    }
    return known.get(deed, shown(deed))


def _formatted(iso_utc: str, pattern: str) -> str:
    moment = _moment(iso_utc)
    if moment is None:
        return NOTHING
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), pattern)


def _moment(iso_utc: str) -> datetime | None:
    """None: it is no time."""
    try:
        moment = datetime.fromisoformat(iso_utc)
        moment.timestamp()
    except (ValueError, OverflowError):
        return None
    return moment
