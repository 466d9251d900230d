"""How a slip is divided into pages, in millimetres. No Qt: which line is on which page is arithmetic.

Every line is as high as every other, so that nothing it says can push another one off the paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from ui.paper.page import Paper
from ui.paper.slip import SlipLine, SlipState
from ui.paper.symbol import QUIET, code128, fits_code128

TITLE, BARS, FACT, TABLE_HEAD, LINE, FOOTER, LATER_HEAD = 16.0, 16.5, 9.5, 6.5, 9.5, 6.5, 13.0
MARK, REASON, LONG_REASON = 16.0, 14.0, 19.0
ROLL_MARK, ROLL_REASON, ROLL_LONG_REASON = 19.0, 19.0, 28.0
"""Heights at the type of A5; a paper's scale makes them larger."""
FACT_ROWS, ROLL_FACT_ROWS = 2, 4
ROLL_QR = 30.0
_SHORT_REASON = 60
_TURNED_MODULE_MM = 0.255
_AFTER_CODES, _TAIL = 3.0, 6.0
"""Of a roll: white below its codes, and below the footer, where it is torn off."""


@dataclass(frozen=True, slots=True)
class SlipLayout:
    """``pages``: the lines of each. ``height_mm`` is that of every page; of a roll, only as long as is needed.
    ``codes_mm``: height of the block with the packing code, which on a roll holds the facts as well."""

    height_mm: float
    codes_mm: float
    pages: tuple[tuple[SlipLine, ...], ...]


def slip_layout(slip: SlipState, paper: Paper) -> SlipLayout:
    """Rule X6: every line of the note is on exactly one page, in order, and there is at least one page."""
    codes = _codes_mm(slip, paper)
    first = codes + _beside_codes_mm(slip, paper)
    later = (LATER_HEAD + TABLE_HEAD) * paper.scale
    line, ends = LINE * paper.scale, _ends_mm(paper)
    if not paper.roll:
        pages = _pages(slip.lines, _rooms(paper.height_mm - ends, first, later, line))
        return SlipLayout(paper.height_mm, codes, pages)
    pieces = len(_pages(slip.lines, _rooms(paper.height_mm - ends, first, later, line)))
    all_of_it = first + (pieces - 1) * later + len(slip.lines) * line
    height = all_of_it + ends if pieces == 1 else min(paper.height_mm, all_of_it / pieces + line + ends)
    return SlipLayout(height, codes, _pages(slip.lines, _rooms(height - ends, first, later, line)))


def mark_mm(paper: Paper) -> float:
    return ROLL_MARK if paper.roll else MARK * paper.scale


def reason_mm(slip: SlipState, paper: Paper) -> float:
    """0 without a discrepancy."""
    if not slip.discrepancy:
        return 0
    long = len(slip.remark) > _SHORT_REASON
    if paper.roll:
        return ROLL_LONG_REASON if long else ROLL_REASON
    return (LONG_REASON if long else REASON) * paper.scale


def has_bars(text: str) -> bool:
    """A code that another program made up may not fit a bar code; its words and the QR code stand alone then."""
    return fits_code128(text)


def _codes_mm(slip: SlipState, paper: Paper) -> float:
    """On a roll the packing code's bars are turned along it, since they are too long to lie across."""
    if not paper.roll:
        return 2 * BARS * paper.scale
    turned = (len(code128(slip.packing_code)) + 2 * QUIET) * _TURNED_MODULE_MM if has_bars(slip.packing_code) else 0
    return max(ROLL_QR + ROLL_FACT_ROWS * FACT, turned) + _AFTER_CODES


def _beside_codes_mm(slip: SlipState, paper: Paper) -> float:
    doubts = len(slip.marks) * mark_mm(paper) + reason_mm(slip, paper)
    facts_or_bars = BARS if paper.roll else FACT_ROWS * FACT
    return doubts + paper.scale * (TITLE + facts_or_bars + TABLE_HEAD)


def _ends_mm(paper: Paper) -> float:
    return 2 * paper.margin_mm + FOOTER * paper.scale + (_TAIL if paper.roll else 0)


def _rooms(inner: float, first: float, later: float, line: float) -> tuple[int, int]:
    """How many lines the first page takes, and each one after it."""
    slack = 1e-6
    return max(0, floor((inner - first) / line + slack)), max(1, floor((inner - later) / line + slack))


def _pages(lines: Sequence[SlipLine], rooms: tuple[int, int]) -> tuple[tuple[SlipLine, ...], ...]:
    first, later = rooms
    rest = range(first, len(lines), later)
    return (tuple(lines[:first]), *(tuple(lines[at : at + later]) for at in rest))
