"""Which part of the note a model's label names: exactly, by an approved alias, or not at all. Never by similarity."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.alias import Alias, AliasBook
from app.domain.detection import ModelIdentity
from app.domain.part_number import Difference, PartMaster, PartNumber, canonical_part_number

Similarity = Callable[[PartNumber, PartNumber], float]
"""How alike two part numbers look, 0..1. It may suggest; nothing that accepts ever calls it."""

SUGGEST_FROM = 0.5
"""Below this a part is not like the label at all, and is not worth a supervisor's look."""


class Verdict(StrEnum):
    EXACT = "exact"
    ALIAS = "alias"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a label is on one note. ``spelling`` is its own canonical spelling; ``part_number`` the note's part, None
    when the note does not ask for it. ``alias`` is the approved one of this label, whether the note asks for it or not.
    ``awaited``: parts of the note that an alias proposes for the label, which nobody has approved."""

    label: str
    spelling: PartNumber
    verdict: Verdict
    part_number: PartNumber | None = None
    alias: Alias | None = None
    awaited: tuple[PartNumber, ...] = ()

    @property
    def contested(self) -> bool:
        """Rule I3: the spelling names a part of the note, and a supervisor has said that the label is another part."""
        return self.verdict is Verdict.EXACT and self.alias is not None and self.alias.part_number != self.part_number

    @property
    def named(self) -> PartNumber:
        """The part the label names, whether the note asks for it or not."""
        if self.part_number is not None:
            return self.part_number
        return self.alias.part_number if self.alias else self.spelling


@dataclass(frozen=True, slots=True)
class Identities:
    """What the labels of one model version are on one note."""

    asked: frozenset[PartNumber]
    approved: Mapping[str, Alias] = field(default_factory=dict)
    proposed: Mapping[str, tuple[PartNumber, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Iterable[PartNumber], book: AliasBook, model: ModelIdentity) -> "Identities":
        return cls(frozenset(asked), book.approved(model), book.proposed(model))

    def resolve(self, label: str) -> Identity:
        """Rule I1: exact after canonical substitution, else an approved alias, else nothing.

        Rule I2: a part that the note does not ask for is nothing, whoever names it.
        """
        spelling, alias = canonical_part_number(label), self.approved.get(label)
        awaited = tuple(part for part in self.proposed.get(label, ()) if part in self.asked)
        if spelling in self.asked:
            return Identity(label, spelling, Verdict.EXACT, spelling, alias, awaited)
        if alias is not None and alias.part_number in self.asked:
            return Identity(label, spelling, Verdict.ALIAS, alias.part_number, alias, awaited)
        return Identity(label, spelling, Verdict.NONE, None, alias, awaited)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The part of a note that looks most like a label, for a supervisor to judge; ``runner_up`` is the next best."""

    part_number: PartNumber
    score: float
    runner_up: PartNumber | None
    runner_up_score: float
    differences: tuple[Difference, ...]

    @property
    def in_words(self) -> str:
        return "; ".join(map(str, self.differences))


def suggestion(
    label: str, asked: Iterable[PartNumber], similarity: Similarity, master: PartMaster
) -> Suggestion | None:
    """Rule I4: similarity proposes an alias with its score, its runner-up and the difference in words; None when
    nothing is at all alike."""
    spelling = canonical_part_number(label)
    ranked = sorted(((similarity(spelling, part), part) for part in set(asked)), key=lambda pair: (-pair[0], pair[1]))
    if not ranked or ranked[0][0] < SUGGEST_FROM:
        return None
    (score, best), *others = ranked
    second_score, second = others[0] if others else (0.0, None)
    return Suggestion(best, score, second, second_score, master.differences(spelling, best))
