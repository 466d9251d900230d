"""What the live view says, in the language of the screen: about a box, and over a picture that cannot be trusted."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.advice import Advice
from app.domain.grade import ACCEPT_FROM
from app.messages import sentence
from ui.language import SCREEN
from ui.live.chip_layout import ChipText
from ui.live.view_model import BoxMark, Hold, Veil, Verdict

tr = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class VeilWords:
    icon: str
    what: str
    action: str


def chip_text(mark: BoxMark) -> ChipText:
    words, icon = _said(mark)
    target = tr("LiveView", "goal {percent} %").format(percent=round(100 * ACCEPT_FROM))
    return ChipText(mark.short, f"{mark.percent} %", mark.label, words, target, icon)


def _said(mark: BoxMark) -> tuple[str, str]:
    """Words and the icon before them."""
    if mark.hold is Hold.OLD:
        return tr("LiveView", "Stale"), ""
    if mark.hold is Hold.MOVED:
        return tr("LiveView", "Moving"), ""
    if mark.verdict is Verdict.RIGHT:
        return _right(mark.equals), ""
    if mark.verdict is Verdict.WRONG:
        return tr("LiveView", "Not on this note"), ""
    if mark.stamp_text:
        return tr("LiveView", "Stamp says {text}").format(text=mark.stamp_text), ""
    if mark.advice is not Advice.NONE:
        return _advised(mark.advice), f"advice_{mark.advice}"
    return (sentence(mark.hint, {}, SCREEN).action.removesuffix(".") if mark.hint else ""), ""


def _right(equals: int) -> str:
    right = tr("LiveView", "Right part")
    if equals < 2:
        return right
    return tr("LiveView", "{right}, {count} in view").format(right=right, count=equals)


def _advised(advice: Advice) -> str:
    return {
        Advice.NONE: "",
        Advice.MORE_LIGHT: tr("LiveView", "More light"),
        Advice.LESS_GLARE: tr("LiveView", "Out of the glare"),
        Advice.HOLD_STILL: tr("LiveView", "Hold it still"),
        Advice.CLOSER: tr("LiveView", "Closer"),
        Advice.FARTHER: tr("LiveView", "Farther away"),
        Advice.REFOCUS: tr("LiveView", "Blurred: higher or lower"),
        Advice.MIDDLE: tr("LiveView", "To the middle"),
        Advice.TURN: tr("LiveView", "Turn it a little"),
        Advice.UNCOVER: tr("LiveView", "Take the hand off it"),
        Advice.ONE_AT_A_TIME: tr("LiveView", "One part at a time"),
    }[advice]


def veil_words(veil: Veil) -> VeilWords:
    what, action = {
        Veil.NONE: ("", ""),
        Veil.OPENING: (tr("LiveView", "Waiting for the camera…"), ""),
        Veil.ABSENT: (
            tr("LiveView", "No camera picture."),
            tr("LiveView", "Plug the camera in. The station finds it by itself."),
        ),
        Veil.FROZEN: (
            tr("LiveView", "The picture stands still."),
            tr("LiveView", "Check the camera and its cable. Nothing is accepted until it moves."),
        ),
        Veil.DARK: (
            tr("LiveView", "Too dark."),
            tr("LiveView", "Switch the lamp on, and open the lens. Nothing is accepted in the dark."),
        ),
        Veil.COVERED: (
            tr("LiveView", "The camera is covered."),
            tr("LiveView", "Take away what is before the lens. Nothing is accepted until it sees."),
        ),
        Veil.ENDED: (
            tr("LiveView", "The clip has ended."),
            tr("LiveView", "Start the station again to replay it."),
        ),
    }[veil]
    return VeilWords("camera" if veil is Veil.OPENING else f"camera_{veil}", what, action)
