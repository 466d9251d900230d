"""The page of aliases as values: its rows, what may be done about one, and what that would have changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.alias import Alias, AliasBook, AliasKey, AliasRefusal, AliasStatus
from app.domain.part_number import PartNumber
from app.domain.people import RIGHTS, Actor, Right
from app.use_cases.alias_effect import Change, Effect
from app.use_cases.alias_overview import OpenLabel, Overview

CHANGES_SHOWN = 200


class Group(StrEnum):
    """In the order of the list. OPEN and SPELT have no alias; notes ask for parts of the spelling of SPELT."""

    PROPOSED = "proposed"
    OPEN = "open"
    APPROVED = "approved"
    REVOKED = "revoked"
    SPELT = "spelt"


class Deed(StrEnum):
    PROPOSE = "propose"
    APPROVE = "approve"
    REVOKE = "revoke"


_GROUPS = {
    AliasStatus.PROPOSED: Group.PROPOSED,
    AliasStatus.APPROVED: Group.APPROVED,
    AliasStatus.REVOKED: Group.REVOKED,
}
_MAIN = {
    Group.OPEN: Deed.PROPOSE,
    Group.SPELT: Deed.PROPOSE,
    Group.PROPOSED: Deed.APPROVE,
    Group.REVOKED: Deed.APPROVE,
}
_RIGHTS = {
    Deed.PROPOSE: Right.PROPOSE_ALIAS,
    Deed.APPROVE: Right.APPROVE_ALIAS,
    Deed.REVOKE: Right.APPROVE_ALIAS,
}


Identity = tuple[AliasKey, PartNumber | None]
"""Which row it is, however it stands; None: the label without an alias."""


@dataclass(frozen=True, slots=True)
class AliasRow:
    """``part``: the alias's, or for a label without one what looks most like it (None: nothing does). ``alias``: the
    newest act. ``label``: only of a label without an alias."""

    group: Group
    key: AliasKey
    part: PartNumber | None
    alias: Alias | None = None
    label: OpenLabel | None = None

    @property
    def identity(self) -> Identity:
        """The same row after the list was loaded again; a label without an alias is itself whatever it looks like."""
        return self.key, self.part if self.alias else None


def rows(overview: Overview, sought: str = "") -> tuple[AliasRow, ...]:
    """Group by group; only those of which label, part, model or a name holds every word that is ``sought``."""
    words = sought.casefold().split()
    every = sorted(_every_row(overview), key=lambda row: list(Group).index(row.group))
    return tuple(row for row in every if all(word in _text(row) for word in words))


def _every_row(overview: Overview) -> Iterator[AliasRow]:
    for each in overview.labels:
        group = Group.SPELT if each.spelt_right else Group.OPEN
        yield AliasRow(group, each.key, each.suggestion.part_number if each.suggestion else None, label=each)
    for alias in overview.book.current:
        yield AliasRow(_GROUPS[alias.status], alias.key, alias.part_number, alias)


def _text(row: AliasRow) -> str:
    by = row.alias.by if row.alias else ""
    return f"{row.key.label}\n{row.part or ''}\n{row.key.model}\n{by}".casefold()


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the page offers. ``refusal``: why it would be refused; ``allowed``: by the actor's role."""

    deed: Deed
    refusal: AliasRefusal | None = None
    allowed: bool = True

    @property
    def possible(self) -> bool:
        return self.allowed and self.refusal is None


def offers(book: AliasBook, actor: Actor, row: AliasRow, part: PartNumber | None) -> tuple[Offer, ...]:
    """The main act first. ``part``: the chosen one; without one there is nothing to do."""
    if part is None:
        return ()
    deeds = [_MAIN[row.group]] if row.group in _MAIN else []
    if row.group in {Group.PROPOSED, Group.APPROVED}:
        deeds.append(Deed.REVOKE)
    return tuple(_offer(book, actor, row.key, part, deed) for deed in deeds)


_STATUS = {
    Deed.PROPOSE: AliasStatus.PROPOSED,
    Deed.APPROVE: AliasStatus.APPROVED,
    Deed.REVOKE: AliasStatus.REVOKED,
}


def _offer(book: AliasBook, actor: Actor, key: AliasKey, part: PartNumber, deed: Deed) -> Offer:
    act = Alias(key, part, _STATUS[deed], actor.user_name, "", reason="given")
    return Offer(deed, book.refusal(act), _RIGHTS[deed] in RIGHTS[actor.role])


def status_of_effect(group: Group) -> AliasStatus:
    """Whose effect is shown: what stands, if it were revoked; all else, if it were approved."""
    return AliasStatus.REVOKED if group is Group.APPROVED else AliasStatus.APPROVED


def history(book: AliasBook, row: AliasRow) -> tuple[Alias, ...]:
    """Every act about the label and the part, newest first."""
    return tuple(act for act in reversed(book.acts) if (act.key, act.part_number) == (row.key, row.part) and row.alias)


class EffectTone(StrEnum):
    UNKNOWN = "unknown"
    NOTHING = "nothing"
    SOME = "some"
    DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True)
class EffectState:
    """``changes``: the first ``CHANGES_SHOWN``; ``more`` are not shown."""

    tone: EffectTone
    status: AliasStatus
    effect: Effect
    changes: tuple[Change, ...]
    more: int

    @property
    def not_replayed(self) -> int:
        return self.effect.no_note + self.effect.beyond + self.effect.of_others


def effect_state(effect: Effect, status: AliasStatus) -> EffectState:
    shown = effect.changes[:CHANGES_SHOWN]
    return EffectState(_tone(effect), status, effect, shown, len(effect.changes) - len(shown))


def _tone(effect: Effect) -> EffectTone:
    if not effect.label:
        return EffectTone.UNKNOWN
    if effect.dangerous:
        return EffectTone.DANGEROUS
    return EffectTone.SOME if effect.changes else EffectTone.NOTHING
