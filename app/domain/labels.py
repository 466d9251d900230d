"""Carton labels: what the scanner reads and what the label master knows about it."""

import re
import unicodedata
from dataclasses import dataclass

from app.domain.part_number import PartNumber

_LABEL_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")


@dataclass(frozen=True, slots=True)
class LabelCode:
    """The identity printed on a carton label, e.g. ``LBL-2609-00017``."""

    text: str

    def __str__(self) -> str:
        return self.text


def parse_label_code(barcode_text: str) -> LabelCode | None:
    """Rule L1: control characters stripped, NFKC, then 1-40 letters, digits and ``._/-``; anything else is None."""
    printable = "".join(c for c in barcode_text if unicodedata.category(c)[0] != "C")
    text = unicodedata.normalize("NFKC", printable).strip()
    return LabelCode(text) if _LABEL_SHAPE.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """One row of the label master."""

    code: LabelCode
    part_number: PartNumber
    quantity: int
    active: bool
    used: bool
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class ScannedLabel:
    """A label that counts in a session. ``scanned_at`` is UTC, ISO 8601; ``recorded``: an earlier session of the
    same note has committed it already, so it is neither written nor marked again."""

    code: LabelCode
    part_number: PartNumber
    quantity: int
    scanned_at: str
    recorded: bool = False
