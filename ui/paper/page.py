"""The papers a station prints on. Lengths are millimetres."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """``height_mm`` of a roll is the longest piece printed at a time. ``scale``: of the type, that of A5 is 1."""

    name: str
    width_mm: float
    height_mm: float
    margin_mm: float
    scale: float = 1.0
    roll: bool = False

    @property
    def inner_mm(self) -> float:
        return self.width_mm - 2 * self.margin_mm


A4 = Paper("A4", 210, 297, 14, scale=1.2)
A5 = Paper("A5", 148, 210, 10)
A6 = Paper("A6", 105, 148, 6, scale=0.8)
RECEIPT = Paper("receipt", 80, 600, 4, roll=True)
SLIP_PAPERS = {paper.name: paper for paper in (A4, A5, RECEIPT)}
"""By the words of the setting slip.paper."""
