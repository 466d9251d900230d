"""What people write in their own words: a reason, a note, a name."""

import unicodedata

REASON_AT_MOST = 500


def free_text(text: str, at_most: int = REASON_AT_MOST) -> str:
    """Rule FT1: control characters, which no keyboard means and some databases end a text at, are spaces; the rest
    stays as it was written, without space at either end, and no longer than ``at_most`` characters."""
    plain = "".join(" " if unicodedata.category(each) in {"Cc", "Cs"} else each for each in text)
    return plain.strip()[:at_most].rstrip()
