"""The operator's words for what a teach-in found, and what to do about it."""

from PySide6.QtCore import QCoreApplication

from app.domain.keystrokes import UNREADABLE, KeyKind
from app.domain.teach_in import Learnt, TeachInRefusal

_SHOWN_DIFFERENCES = 6


def refusal_words(refusal: TeachInRefusal) -> str:
    tr = QCoreApplication.translate
    return {
        TeachInRefusal.NOT_THIS_CODE: tr("TeachIn", "That was another code, or two at once. Scan the one shown here."),
        TeachInRefusal.GARBLED: tr("TeachIn", "Characters were missing. Scan the code once more."),
        TeachInRefusal.NO_TERMINATOR: tr(
            "TeachIn", "The scanner ends a code with neither Enter nor Tab. Set it to send Enter (CR), then scan again."
        ),
        TeachInRefusal.TOO_SLOW: tr(
            "TeachIn", "The keys came as slowly as by hand. Scan the code, or set a shorter pause between the keys."
        ),
        TeachInRefusal.CHANGING: tr(
            "TeachIn", "What the scanner adds before or after a code changes. Switch that off in it, then start again."
        ),
    }[refusal]


def learnt_words(learnt: Learnt) -> str:
    """What is plain about it, a line each."""
    tr = QCoreApplication.translate
    ends = {
        KeyKind.ENTER: tr("TeachIn", "It ends a code with Enter."),
        KeyKind.TAB: tr("TeachIn", "It ends a code with Tab."),
    }[learnt.terminator]
    pace = tr("TeachIn", "Its keys come at most {slowest} ms apart, {allowed} ms are allowed.")
    said = [ends, pace.format(slowest=learnt.slowest_ms, allowed=learnt.burst_gap_ms)]
    if learnt.prefix:
        said.append(tr("TeachIn", "“{text}” before a code is taken off.").format(text=learnt.prefix))
    if learnt.suffix:
        said.append(tr("TeachIn", "“{text}” after a code is taken off.").format(text=learnt.suffix))
    return "\n".join(said)


def warning_words(learnt: Learnt) -> tuple[str, ...]:
    """What somebody should do something about."""
    tr = QCoreApplication.translate
    said = []
    if learnt.caps_lock:
        said.append(tr("TeachIn", "⚠ Caps Lock is on: capitals arrive as small letters. Switch it off."))
    if learnt.wrong:
        words = tr(
            "TeachIn", "⚠ Scanner and computer are set to different keyboards: {pairs}. Set both alike, start again."
        )
        said.append(words.format(pairs=_pairs(learnt)))
    return tuple(said)


def _pairs(learnt: Learnt) -> str:
    pairs = [f"{a} → {'?' if b == UNREADABLE else b}" for a, b in sorted(learnt.wrong.items())]
    return ", ".join(pairs[:_SHOWN_DIFFERENCES]) + (" …" if len(pairs) > _SHOWN_DIFFERENCES else "")
