"""Cells that a spreadsheet may open: never taken for a formula."""

import re

# What a spreadsheet takes for a formula, also behind what is not seen, and after an apostrophe: one more is put before
# it, and one taken away.
_UNSEEN = "[\\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"
_FORMULA = re.compile(rf"'*{_UNSEEN}[=+\-@\t\r\n＝＋－＠]")
_QUOTED = re.compile(rf"'+{_UNSEEN}[=+\-@\t\r\n＝＋－＠]")


def quoted(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unquoted(cell: str) -> str:
    """What :func:`quoted` was given."""
    return cell[1:] if _QUOTED.match(cell) else cell
