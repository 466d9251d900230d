"""How a report is divided into pages, in millimetres from the top of the paper. No Qt: it is arithmetic."""

from collections.abc import Sequence
from typing import NamedTuple

HEAD = -1
"""Stands for a section's head in the place of a row's number."""


class SectionHeights(NamedTuple):
    """Of the head, which is repeated on every page on which the section goes on, and of each row."""

    head: float
    rows: tuple[float, ...]


class Placed(NamedTuple):
    """One row of one section, or its head, and where it begins on its page."""

    section: int
    row: int
    top: float


def laid_out(
    sections: Sequence[SectionHeights], first_top: float, later_top: float, bottom: float
) -> tuple[tuple[Placed, ...], ...]:
    """Rule X9: every row stands on exactly one page, in order; a head never stands at a page's foot without a row, and
    there is at least one page. What is higher than a whole page gets one of its own."""
    pages: list[list[Placed]] = [[]]
    top = first_top
    for number, section in enumerate(sections):
        needed = section.head + (section.rows[0] if section.rows else 0)
        if pages[-1] and top + needed > bottom:
            pages.append([])
            top = later_top
        pages[-1].append(Placed(number, HEAD, top))
        top += section.head
        for row, height in enumerate(section.rows):
            if row and top + height > bottom:
                pages.append([Placed(number, HEAD, later_top)])
                top = later_top + section.head
            pages[-1].append(Placed(number, row, top))
            top += height
    return tuple(map(tuple, pages))
