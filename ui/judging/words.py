"""What the page of judging says, in the language of the screen."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.domain.escape_rate import EscapeRate
from app.domain.judging import Grouping, LeftOut, Verdict
from app.use_cases.judge import TrainingSetOutcome
from ui.language import number
from ui.theme.plain_text import shown


def verdict_words(verdict: Verdict) -> str:
    return {
        Verdict.CORRECT: QCoreApplication.translate("Judging", "Correct"),
        Verdict.WRONG_PART: QCoreApplication.translate("Judging", "Wrong part …"),
        Verdict.BAD_PICTURE: QCoreApplication.translate("Judging", "Bad picture"),
        Verdict.UNSURE: QCoreApplication.translate("Judging", "Unsure"),
        Verdict.TAKEN_BACK: QCoreApplication.translate("Judging", "Taken back"),
    }[verdict]


def grouping_words(by: Grouping) -> str:
    return {
        Grouping.PART: QCoreApplication.translate("Judging", "By part"),
        Grouping.STATION: QCoreApplication.translate("Judging", "By station"),
        Grouping.BOTH: QCoreApplication.translate("Judging", "By both"),
    }[by]


def percent(share: float) -> str:
    """As many decimals as such a small share needs."""
    value = 100 * share
    return number(value, 0 if value >= 10 or not value else 1 if value >= 1 else 2)


def rate_words(rate: EscapeRate) -> str:
    """Never without its interval."""
    if rate.share is None:
        return QCoreApplication.translate("Judging", "nothing judged yet")
    told = QCoreApplication.translate("Judging", "{share} % ({low} to {high} %)")
    return told.format(share=percent(rate.share), low=percent(rate.low), high=percent(rate.high))


def _left_out_words(reason: LeftOut, count: int) -> str:
    told = {
        LeftOut.BAD_PICTURE: QCoreApplication.translate("Judging", "{count} bad pictures"),
        LeftOut.UNSURE: QCoreApplication.translate("Judging", "{count} unsure"),
        LeftOut.NO_BOX: QCoreApplication.translate("Judging", "{count} of an older version, without a place"),
        LeftOut.PART_UNKNOWN: QCoreApplication.translate("Judging", "{count} of parts that the label master lacks"),
        LeftOut.NO_PICTURE: QCoreApplication.translate("Judging", "{count} whose pictures are not on this machine"),
        LeftOut.PICTURE_ALTERED: QCoreApplication.translate("Judging", "{count} whose pictures are not as recorded"),
    }[reason]
    return told.format(count=number(count))


def outcome_words(outcome: TrainingSetOutcome, folder: str) -> str:
    written = outcome.written
    if written is None:
        return QCoreApplication.translate("Judging", "Stopped: nothing was written.")
    told = QCoreApplication.translate("Judging", "{pictures} pictures, {covers} covers, {parts} parts in {folder}.")
    said = told.format(
        pictures=number(written.pictures),
        covers=number(written.covers),
        parts=number(len(written.classes)),
        folder=shown(folder),
    )
    left = _left_out(outcome.left_out)
    return f"{said} {left}".strip()


def _left_out(left_out: Mapping[LeftOut, int]) -> str:
    if not left_out:
        return ""
    reasons = ", ".join(_left_out_words(reason, count) for reason, count in left_out.items())
    return QCoreApplication.translate("Judging", "Left out: {reasons}.").format(reasons=reasons)
