"""How sure the model is, in the four words the operator sees."""

from enum import StrEnum

AMBER_FROM = 0.40
ORANGE_FROM = 0.65
ACCEPT_FROM = 0.85


class Grade(StrEnum):
    DIM = "dim"
    AMBER = "amber"
    ORANGE = "orange"
    GREEN = "green"


def grade(confidence: float) -> Grade:
    """Rule G1: below 0.40 dim, from 0.40 amber, from 0.65 orange, from 0.85 green."""
    if confidence >= ACCEPT_FROM:
        return Grade.GREEN
    if confidence >= ORANGE_FROM:
        return Grade.ORANGE
    if confidence >= AMBER_FROM:
        return Grade.AMBER
    return Grade.DIM
