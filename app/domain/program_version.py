"""Which versions of the program a server's stations should have, and how this one stands to that."""

import re
from dataclasses import dataclass
from enum import StrEnum

PATTERN = r"^([0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6})?$"
"""MAJOR.MINOR.PATCH, or nothing."""
Version = tuple[int, int, int]


class Standing(StrEnum):
    FINE = "fine"
    NEWER_THERE = "newer_there"
    TOO_OLD = "too_old"


@dataclass(frozen=True, slots=True)
class Programs:
    """What a server says of the stations' program: below ``lowest`` no session is begun, ``newest`` is the one to have.
    "": it does not say."""

    lowest: str = ""
    newest: str = ""


def parsed(text: str) -> Version | None:
    """None: nothing is said, or not in our words."""
    if not text or not re.fullmatch(PATTERN, text):
        return None
    major, minor, patch = (int(part) for part in text.split("."))
    return major, minor, patch


def standing(mine: str, told: Programs | None) -> Standing:
    """Rule VN1: below the lowest version it is too old. Rule VN2: below the newest there is a newer one. A server that
    says nothing, or nothing that can be read, stops nobody."""
    own, lowest, newest = parsed(mine), parsed(told.lowest if told else ""), parsed(told.newest if told else "")
    if own is None:
        return Standing.FINE
    if lowest is not None and own < lowest:
        return Standing.TOO_OLD
    return Standing.NEWER_THERE if newest is not None and own < newest else Standing.FINE
