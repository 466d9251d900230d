"""The operator's work on one A4 page, to hang beside the station: large type, the screen's own colours and signs, and
bar codes that can be scanned from it. Nothing is told by a colour alone, so a printer without any will do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.domain.detection import Box
from app.domain.notices import Tone
from ui.help.legend import paint_swatch
from ui.live.view_model import BoxMark
from ui.paper.ink import BLACK, WHITE, Ink, mm
from ui.paper.operator_card_words import (
    BoxEntry,
    CodeEntry,
    Refusal,
    Step,
    ToneEntry,
    boxes,
    codes,
    refusals,
    steps,
    tones,
)
from ui.paper.page import A4
from ui.theme.plain_text import shown
from ui.theme.tokens import GLYPHS, LIGHT

_BOLD, _STRONG = QFont.Weight.Bold, QFont.Weight.DemiBold
_CENTRE, _TOP = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT, _WIDTH, _TOP_MM = 12.0, 186.0, 11.0
_GAP, _CORNER = 3.0, 2.0
_ACCENT, _MUTED, _LINE = QColor(LIGHT.accent), QColor(LIGHT.muted), QColor(LIGHT.line)
_UNIT_MM = 0.26
"""A pixel of the design, where the screen's own boxes are drawn."""


class OperatorCard:
    """Implements Document."""

    pages = 1
    width_mm, height_mm = A4.width_mm, A4.height_mm

    def __init__(self, supervisor: str = "", it: str = "") -> None:
        """How to call them; for nothing there is a line to write on."""
        self._supervisor, self._it = shown(supervisor), shown(it)
        self.title = QCoreApplication.translate("OperatorCard", "Packing, step by step")
        self.file_name = "operator-card.pdf"

    def paint(self, painter: QPainter, _number: int) -> None:
        tr = QCoreApplication.translate
        ink, top = Ink(painter), _TOP_MM
        top = _head(ink, top, self.title)
        for number, step in enumerate(steps(), 1):
            top = _step(ink, top, number, step)
        top = _section(ink, top, tr("OperatorCard", "Colours, signs, sounds (● is one beep)"))
        top = _row(ink, top, 34, [partial(_tone, entry=entry) for entry in tones()])
        top = _row(ink, top + 2, 16, [partial(_box, entry=entry) for entry in boxes()])
        top = _section(ink, top, tr("OperatorCard", "Refused? Read it, do this, then scan “Confirm”"))
        for refusal in refusals():
            top = _refusal(ink, top, refusal)
        top = _section(ink, top, tr("OperatorCard", "Scan instead of pressing"))
        entries = codes()
        top = _row(ink, top, 24, [partial(_code, entry=entry) for entry in entries[:3]])
        top = _row(ink, top, 24, [*(partial(_code, entry=entry) for entry in entries[3:]), _help])
        _call(ink, top + 3, self._supervisor, self._it)


def _head(ink: Ink, top: float, title: str) -> float:
    ink.icon(mm(_LEFT, top, 12, 12), "countersign")
    ink.text(mm(_LEFT + 16, top, _WIDTH - 56, 12), title, 8.6, _BOLD)
    ink.text(mm(_LEFT + _WIDTH - 40, top, 40, 12), "Countersign", 4.5, _STRONG, _RIGHT, colour=_MUTED)
    return top + 14.5


def _section(ink: Ink, top: float, words: str) -> float:
    ink.text(mm(_LEFT, top + 2.6, _WIDTH, 6), words, 5.0, _BOLD, colour=_ACCENT)
    return top + 9.6


def _step(ink: Ink, top: float, number: int, step: Step) -> float:
    high = 16.0
    ink.block(mm(_LEFT, top, _WIDTH, high), QColor(LIGHT.raised), _CORNER)
    ink.block(mm(_LEFT, top, 14, high), _ACCENT, _CORNER)
    ink.text(mm(_LEFT, top, 14, high), str(number), 10, _BOLD, _CENTRE, colour=WHITE)
    ink.icon(mm(_LEFT + 17.5, top + 2.2, 11.6, 11.6), step.icon)
    ink.text(mm(_LEFT + 33, top + 0.8, _WIDTH - 35, 9), step.words, 7.8, _BOLD)
    ink.text(mm(_LEFT + 33, top + 9.2, _WIDTH - 35, 6), step.more, 5.0)
    return top + high + 1.6


def _row(ink: Ink, top: float, high: float, cells: list[Callable[[Ink, QRectF], None]]) -> float:
    width = (_WIDTH - _GAP * (len(cells) - 1)) / len(cells)
    for place, paint in enumerate(cells):
        paint(ink, mm(_LEFT + place * (width + _GAP), top, width, high))
    return top + high


def _tone(ink: Ink, cell: QRectF, entry: ToneEntry) -> None:
    colours = LIGHT.tones[entry.tone]
    text = QColor(colours.text)
    ink.block(cell, QColor(colours.fill), _CORNER)
    left, top, width = cell.x() + 3, cell.y(), cell.width() - 5
    ink.block(mm(left, top + 3, 9, 9), text, 4.5)
    ink.text(mm(left, top + 3, 9, 9), GLYPHS[entry.tone], 6.4, _BOLD, _CENTRE, colour=QColor(colours.fill))
    ink.text(mm(left + 11.5, top + 3, width - 11.5, 9), entry.words, 5.4, _BOLD, colour=text)
    room = 5.2 if len(entry.sounds) > 1 else 11.0
    ink.text(mm(left, top + 13.4, width, room), entry.more, 4.2, _STRONG, _TOP, wrap=True, colour=text)
    for line, (pulses, heard) in enumerate(entry.sounds):
        row = cell.bottom() - 1.8 - (len(entry.sounds) - line) * 4.4
        for pulse in range(pulses):
            ink.block(mm(left + pulse * 3.2, row + 0.9, 2.2, 2.2), text, 1.1)
        beside = 1 + 3.2 * max(each for each, _ in entry.sounds)
        ink.text(mm(left + beside, row, width - beside, 4), heard, 3.6, colour=text)


def _box(ink: Ink, cell: QRectF, entry: BoxEntry) -> None:
    mark = BoxMark(Box(0, 0, 1, 1), "", "", 0, 0, entry.grade, entry.verdict)
    ink.sample(
        mm(cell.x(), cell.y(), cell.width(), 10.4),
        lambda painter, place, dots: paint_swatch(painter, place, mark, _UNIT_MM * dots),
    )
    ink.text(mm(cell.x(), cell.y() + 10.9, cell.width(), 5), entry.words, 3.9, _STRONG, _CENTRE)


def _refusal(ink: Ink, top: float, refusal: Refusal) -> float:
    colours = LIGHT.tones[Tone.REFUSED]
    ink.block(mm(_LEFT, top + 0.6, 7, 7), QColor(colours.fill), 3.5)
    ink.text(mm(_LEFT, top + 0.6, 7, 7), GLYPHS[Tone.REFUSED], 4.8, _BOLD, _CENTRE, colour=QColor(colours.text))
    ink.text(mm(_LEFT + 10, top, 76, 8.2), refusal.what, 4.4, _BOLD)
    ink.text(mm(_LEFT + 87, top, _WIDTH - 87, 8.2), refusal.action, 4.4)
    ink.fill(mm(_LEFT, top + 8.5, _WIDTH, 0.2), _LINE)
    return top + 9


def _code(ink: Ink, cell: QRectF, entry: CodeEntry) -> None:
    left, top, width = cell.x(), cell.y(), cell.width()
    ink.icon(mm(left, top + 0.4, 5.6, 5.6), entry.icon)
    ink.text(mm(left + 7.4, top, width - 7.4, 6.4), entry.words, 4.5, _BOLD)
    ink.barcode(mm(left, top + 7.2, width, 10), entry.code, Qt.AlignmentFlag.AlignLeft)
    ink.text(mm(left, top + 17.6, width - 22, 4), entry.code, 3.3, colour=_MUTED)
    ink.text(mm(left + width - 24, top + 17.6, 24, 4), entry.key, 3.3, _STRONG, _RIGHT, colour=_MUTED)


def _help(ink: Ink, cell: QRectF) -> None:
    tr = QCoreApplication.translate
    left, top, width = cell.x(), cell.y(), cell.width()
    for line, (name, words, key) in enumerate((
        ("help", tr("OperatorCard", "Help"), "F1"),
        ("menu", tr("OperatorCard", "Menu, language"), "F10"),
        ("keyboard", tr("OperatorCard", "Type the number"), "Enter"),
    )):  # fmt: skip
        row = top + line * 7.2
        ink.icon(mm(left, row + 0.4, 5.6, 5.6), name)
        ink.text(mm(left + 7.4, row, width - 22, 6.4), words, 4.5, _BOLD)
        ink.text(mm(left + width - 16, row, 16, 6.4), key, 4.5, _STRONG, _RIGHT, colour=_MUTED)


def _call(ink: Ink, top: float, supervisor: str, it: str) -> None:
    tr = QCoreApplication.translate
    ink.block(mm(_LEFT, top, _WIDTH, 14), QColor(LIGHT.raised), _CORNER)
    ink.text(mm(_LEFT + 4, top, 34, 14), tr("OperatorCard", "Who to call"), 5.0, _BOLD, colour=_ACCENT)
    _caller(ink, mm(_LEFT + 40, top, 70, 14), 28, tr("OperatorCard", "Supervisor"), supervisor)
    _caller(ink, mm(_LEFT + 114, top, 68, 14), 9, tr("OperatorCard", "IT"), it)


def _caller(ink: Ink, place: QRectF, beside: float, who: str, how: str) -> None:
    ink.text(mm(place.x(), place.y(), beside - 1, place.height()), who, 4.5, _BOLD)
    rest = mm(place.x() + beside, place.y(), place.width() - beside, place.height())
    if how:
        ink.text(rest, how, 5.0, _BOLD)
    else:
        ink.fill(mm(rest.x(), place.y() + 10.2, rest.width(), 0.3), BLACK)
