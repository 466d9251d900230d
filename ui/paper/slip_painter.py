"""The slip of a packed note on paper: A4, A5, or a roll 80 mm wide. Black on white: most printers have no more."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from ui.paper.document import page_words
from ui.paper.ink import BLACK, WHITE, Ink, mm
from ui.paper.page import Paper
from ui.paper.slip import SlipLine, SlipMark, SlipState, slip_file_name
from ui.paper.slip_layout import (
    BARS,
    FACT,
    FACT_ROWS,
    LATER_HEAD,
    ROLL_QR,
    TITLE,
    has_bars,
    mark_mm,
    reason_mm,
    slip_layout,
)  # fmt: skip
from ui.paper.slip_table import SlipTable
from ui.paper.slip_words import facts, mark_words, reason_sentence

_BOLD, _STRONG = QFont.Weight.Bold, QFont.Weight.DemiBold
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_GRAVE = {SlipMark.CONFLICT, SlipMark.SET_ASIDE, SlipMark.PROVISIONAL}
_BETWEEN = 3.0
_ROLL_FACTS = ((0, 0, 1), (1, 0, 1), (2, 0, 2), (2, 1, 2), (3, 0, 2), (3, 1, 2))
"""Row, column and how many columns its row has."""


class SlipDocument:
    """Implements Document."""

    def __init__(self, slip: SlipState, paper: Paper) -> None:
        self._slip, self._paper = slip, paper
        self._layout = slip_layout(slip, paper)
        self.width_mm, self.height_mm = paper.width_mm, self._layout.height_mm
        self.pages = len(self._layout.pages)
        self.file_name = slip_file_name(slip)

    @property
    def title(self) -> str:
        words = QCoreApplication.translate("Slip", "Packing slip {packing_code}")
        return words.format(packing_code=self._slip.packing_code)

    def paint(self, painter: QPainter, number: int) -> None:
        page = _SlipPage(Ink(painter), self._slip, self._paper)
        if number == 0:
            page.head(self._layout.codes_mm)
        else:
            page.later_head()
        before = sum(map(len, self._layout.pages[:number]))
        page.table(self._layout.pages[number], before)
        page.footer(self.height_mm, page_words(number, self.pages))


class _SlipPage:
    """Draws from the top down; every block takes the height that the layout has for it."""

    def __init__(self, ink: Ink, slip: SlipState, paper: Paper) -> None:
        self._ink, self._slip, self._paper = ink, slip, paper
        self._scale, self._left, self._width = paper.scale, paper.margin_mm, paper.inner_mm
        self._y = paper.margin_mm

    def head(self, codes_mm: float) -> None:
        self._title()
        for mark in self._slip.marks:
            self._mark(mark)
        if self._paper.roll:
            self._codes_of_roll(codes_mm)
        else:
            self._codes_of_page(codes_mm)
        if self._slip.discrepancy:
            self._reason(reason_mm(self._slip, self._paper))

    def later_head(self) -> None:
        s, y = self._scale, self._y
        marks = " · ".join(mark_words(mark, self._slip)[0] for mark in self._slip.marks)
        self._ink.text(self._row(y, 6 * s), self._slip.dn, 5 * s, _BOLD)
        self._ink.text(self._row(y + 6 * s, 4.5 * s), marks or self._slip.packing_code, 3 * s, _STRONG)
        self._y += LATER_HEAD * s

    def table(self, lines: tuple[SlipLine, ...], before: int) -> None:
        SlipTable(self._ink, self._paper).draw(self._y, lines, before)

    def footer(self, height_mm: float, page: str) -> None:
        s = self._scale
        bottom = height_mm - self._paper.margin_mm - (6 if self._paper.roll else 0)
        row = self._row(bottom - 4 * s, 4 * s)
        self._ink.text(row.adjusted(0, 0, -30 * s, 0), self._slip.packing_code, 2.5 * s)
        self._ink.text(row, page, 2.5 * s, _STRONG, _RIGHT)

    # -- blocks -----------------------------------------------------------------------------------------------------

    def _title(self) -> None:
        s, y = self._scale, self._y
        caption = QCoreApplication.translate("Slip", "Packing slip of delivery note")
        self._ink.text(self._row(y, 4 * s), caption, 3 * s, _STRONG)
        self._ink.text(self._row(y + 4 * s, 10 * s), self._slip.dn, 9 * s, _BOLD)
        self._y += TITLE * s

    def _mark(self, mark: SlipMark) -> None:
        """White on black when the goods may not be trusted to the paper, framed when it only waits."""
        s, grave = self._scale, mark in _GRAVE
        band = self._row(self._y, mark_mm(self._paper) - _BETWEEN)
        colour = WHITE if grave else BLACK
        if grave:
            self._ink.fill(band)
        else:
            self._ink.frame(band, 0.7)
        title, sentence = mark_words(mark, self._slip)
        inner = band.adjusted(3, 1.2 * s, -3, -1.2 * s)
        self._ink.text(mm(inner.x(), inner.y(), inner.width(), 5.6 * s), title, 5.2 * s, _BOLD, colour=colour)
        below = inner.adjusted(0, 5.8 * s, 0, 0)
        self._ink.text(below, sentence, 2.9 * s, _STRONG, _TOP, wrap=True, colour=colour)
        self._y += mark_mm(self._paper)

    def _codes_of_page(self, codes_mm: float) -> None:
        s, slip, tr = self._scale, self._slip, QCoreApplication.translate
        bars, right = self._width - codes_mm, Qt.AlignmentFlag.AlignRight
        self._bars(mm(self._left, self._y, bars, BARS * s), tr("Slip", "Delivery note"), slip.dn)
        self._bars(mm(self._left, self._y + BARS * s, bars, BARS * s), tr("Slip", "Packing code"), slip.packing_code)
        self._ink.qr(mm(self._left + bars, self._y, codes_mm, codes_mm), slip.packing_code, right)
        self._y += codes_mm
        third = self._width / 3
        for place, fact in enumerate(facts(slip)):
            row, column = divmod(place, 3)
            self._fact(mm(self._left + column * third, self._y + row * FACT * s, third - 3, FACT * s), fact)
        self._y += FACT_ROWS * FACT * s

    def _codes_of_roll(self, codes_mm: float) -> None:
        """QR code and facts at the left, the packing code's bars along the right edge."""
        slip, room = self._slip, self._width - 18
        self._ink.qr(mm(self._left, self._y, room, ROLL_QR), slip.packing_code, Qt.AlignmentFlag.AlignLeft)
        for (row, column, columns), fact in zip(_ROLL_FACTS, facts(slip), strict=True):
            left, top = self._left + column * room / columns, self._y + ROLL_QR + row * FACT
            self._fact(mm(left, top, room / columns - 2, FACT), fact)
        self._bars_along(mm(self._left + self._width - 14.5, self._y, 14.5, codes_mm))
        self._y += codes_mm
        words = QCoreApplication.translate("Slip", "Delivery note")
        self._bars(mm(self._left, self._y, self._width, BARS), words, slip.dn)
        self._y += BARS

    def _bars_along(self, place: QRectF) -> None:
        code, along = self._slip.packing_code, self._ink.turned(place)
        if has_bars(code):
            self._ink.barcode(mm(0, 0, along.width(), 10), code)
        self._ink.text(mm(0, 10.2, along.width(), 4.2), code, 3, _STRONG, Qt.AlignmentFlag.AlignCenter)
        self._ink.unturned()

    def _bars(self, place: QRectF, caption: str, code: str) -> None:
        s = self._scale
        below = mm(place.x(), place.y() + 10.3 * s, place.width(), 4.4 * s)
        if has_bars(code):
            self._ink.barcode(mm(place.x(), place.y(), place.width(), 10 * s), code, Qt.AlignmentFlag.AlignLeft)
        self._ink.text(below, "   ".join(filter(None, (caption, code))), 3 * s, _STRONG)

    def _fact(self, place: QRectF, fact: tuple[str, str]) -> None:
        s, (caption, value) = self._scale, fact
        self._ink.text(mm(place.x(), place.y(), place.width(), 3.3 * s), caption, 2.5 * s)
        self._ink.text(mm(place.x(), place.y() + 3.3 * s, place.width(), 5 * s), value, 3.6 * s, _STRONG)

    def _reason(self, height_mm: float) -> None:
        s = self._scale
        box = self._row(self._y, height_mm - _BETWEEN)
        self._ink.frame(box, 0.7)
        inner = box.adjusted(3, 1.2 * s, -3, -1.2 * s)
        caption = QCoreApplication.translate("Slip", "Submitted with a discrepancy")
        self._ink.text(mm(inner.x(), inner.y(), inner.width(), 3.6 * s), caption, 2.7 * s)
        self._ink.text(inner.adjusted(0, 3.8 * s, 0, 0), reason_sentence(self._slip), 3.6 * s, _BOLD, _TOP, wrap=True)
        self._y += height_mm

    def _row(self, top: float, height: float) -> QRectF:
        return mm(self._left, top, self._width, height)
