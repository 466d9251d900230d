"""What the page shows. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.about import AboutFacts, Piece
from app.domain.licence import owes_source, taken


class Fact(StrEnum):
    """What has a name of ours; what runs the program goes by its own."""

    VERSION = "version"
    BUILD = "build"
    BUILT = "built"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class FactRow:
    """``name``: a Fact, or the name that what runs the program goes by."""

    name: Fact | str
    value: str


@dataclass(frozen=True, slots=True)
class PieceRow:
    """``piece`` None: the notice. ``taken``: the licence we take it under (rule LI1), or what it declares where that
    is none we know. ``source_owed``: its source may be asked for (rule LI2)."""

    piece: Piece | None
    taken: str = ""
    source_owed: bool = False


@dataclass(frozen=True, slots=True)
class AboutState:
    """``pieces``: how many there are, whatever is looked for."""

    facts: tuple[FactRow, ...]
    rows: tuple[PieceRow, ...]
    pieces: int


def about_state(facts: AboutFacts, model_in_use: str = "", search: str = "") -> AboutState:
    """Rule AB1: a fact that is not known is left out. The model is the one that answers now, else the own one. Rule
    AB2: a piece is found by every word of ``search``, in its name, version or licence; the notice stands above all of
    them, while nothing is looked for."""
    return AboutState(_facts(facts, model_in_use), _rows(facts, search), len(facts.pieces))


def _facts(facts: AboutFacts, model_in_use: str) -> tuple[FactRow, ...]:
    ours = ((Fact.VERSION, facts.version), (Fact.BUILD, facts.build_id), (Fact.BUILT, facts.built_at))
    told = (*ours, *facts.runs_on, (Fact.MODEL, model_in_use or facts.model))
    return tuple(FactRow(name, value) for name, value in told if value)


def _rows(facts: AboutFacts, search: str) -> tuple[PieceRow, ...]:
    words = search.casefold().split()
    found = tuple(_row(each) for each in facts.pieces if _fits(each, words))
    return found if words else (PieceRow(None), *found)


def _fits(piece: Piece, words: list[str]) -> bool:
    told = f"{piece.name} {piece.version} {piece.licence}".casefold()
    return all(word in told for word in words)


def _row(piece: Piece) -> PieceRow:
    try:
        return PieceRow(piece, taken(piece.licence) or piece.licence, owes_source(piece.licence))
    except ValueError:  # none is declared, or in words of the package's own: in a checkout
        return PieceRow(piece, piece.licence)
