"""The delivery note (DN): what the paper asks for."""

import re
from dataclasses import dataclass

from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber

_DN_SHAPE = re.compile(r"[A-Z0-9][A-Z0-9._/-]{0,39}")


@dataclass(frozen=True, slots=True)
class DnNumber:
    text: str

    def __str__(self) -> str:
        return self.text


def parse_dn_number(raw_text: str) -> DnNumber:
    """Rule N1: a DN number is trimmed and upper-cased; anything but 1-40 letters, digits and ``._/-`` is refused."""
    text = raw_text.strip().upper()
    if not _DN_SHAPE.fullmatch(text):
        raise OperationalError(ErrorCode.DN_NOT_READABLE, dn=text[:40])
    return DnNumber(text)


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One row of the note as the ERP sent it."""

    part_number: PartNumber
    quantity: int
    purchase_order: str


@dataclass(frozen=True, slots=True)
class NotePart:
    """All rows of one part added up; the operator's list shows one entry per part."""

    part_number: PartNumber
    quantity: int


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    number: DnNumber
    lines: tuple[DeliveryLine, ...]

    @property
    def parts(self) -> tuple[NotePart, ...]:
        """Rule N2: rows of the same part are one entry, in the order of their first row."""
        totals: dict[PartNumber, int] = {}
        for line in self.lines:
            totals[line.part_number] = totals.get(line.part_number, 0) + line.quantity
        return tuple(NotePart(part, quantity) for part, quantity in totals.items())

    @property
    def purchase_orders(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.purchase_order for line in self.lines if line.purchase_order))

    def asks_for(self, part_number: PartNumber) -> bool:
        return any(line.part_number == part_number for line in self.lines)
