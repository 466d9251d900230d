"""Text from outside as it may stand on the screen: as text, on one line, and in the order in which it was written."""

import unicodedata

_STAND_IN = "\N{REPLACEMENT CHARACTER}"
_HARMLESS = {"\u200c", "\u200d"}  # joiners, without which some scripts are unreadable


def shown(text: str, at_most: int = 200) -> str:
    """Rule X8: control and direction characters (Unicode categories Cc, Cf, Cs, Co, Zl, Zp) are shown as a stand-in,
    runs of space as one, and what is longer than ``at_most`` characters is cut with an ellipsis."""
    kept = text[: 4 * at_most]
    plain = "".join(each if _may_stand(each) else _STAND_IN for each in " ".join(kept.split()))
    return plain if len(plain) <= at_most and len(kept) == len(text) else f"{plain[: at_most - 1]}…"


def _may_stand(character: str) -> bool:
    return character in _HARMLESS or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
