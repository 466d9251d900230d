"""What an act about an alias would have changed: the decisions of the last days, taken once more under it.

Only the naming of a label is replayed. What a station asks after it, about the stamp on the lid and other parts in
view, is recorded of what was accepted only: what would have been accepted is the most that could have been.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.decision import UndecidedReason
from app.domain.identity import Identities, Identity
from app.domain.inspection import unnamed
from app.domain.part_number import PartNumber, canonical_part_number
from app.domain.people import Actor, Right
from app.ports.clock import Clock
from app.ports.past_decisions import DECISIONS_AT_MOST, PastDecision, PastDecisions, PastOfModel
from app.use_cases.aliases import Aliases
from app.use_cases.authority import Authority

EFFECT_DAYS = 7
_SEEING = frozenset(tuple(UndecidedReason)[: tuple(UndecidedReason).index(UndecidedReason.LABEL_CONTESTED)])
"""What is not settled before anybody asks which part the label names."""

_NAMING = frozenset({UndecidedReason.LABEL_CONTESTED, UndecidedReason.ALIAS_AWAITED, UndecidedReason.LABEL_UNKNOWN})


class PastVerdict(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``part``: the one it was accepted as, or taken for; None when it was undecided."""

    verdict: PastVerdict
    part: PartNumber | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that would have been another."""

    decision: PastDecision
    before: Outcome
    after: Outcome

    @property
    def dangerous(self) -> bool:
        """Rule AE2: something that was refused, or was accepted as another part, would have been accepted."""
        return self.after.verdict is PastVerdict.ACCEPTED and self.before.verdict is not PastVerdict.UNDECIDED


@dataclass(frozen=True, slots=True)
class Effect:
    """``changes``: the dangerous ones first, then the newest. ``decisions``: how many were looked at; ``label`` of them
    are about the label. Not replayed: ``no_note`` about the label whose note is not known, ``beyond`` older ones of the
    same model (there were too many), ``of_others`` those of other models and versions."""

    changes: tuple[Change, ...] = ()
    decisions: int = 0
    label: int = 0
    no_note: int = 0
    beyond: int = 0
    of_others: int = 0

    @property
    def dangerous(self) -> int:
        return sum(change.dangerous for change in self.changes)


def effect_of(past: PastOfModel, book: AliasBook, key: AliasKey, part: PartNumber, status: AliasStatus) -> Effect:
    """Rule AE1: a decision would have been another when the label, named under the book with the act, is accepted
    where it was not, no longer accepted, accepted as another part, or refused where it was undecided. What was not even
    seen well enough to be named stays what it was; so does every other label. The book may refuse the act."""
    then = AliasBook((*book.acts, Alias(key, part, status, "", "")))
    ours = [each for each in past.decisions if each.label == key.label]
    known = [each for each in ours if past.asked.get(each.dn)]
    named = _named(then, key, {each.dn: past.asked[each.dn] for each in known})
    changes = [change for each in known for change in _change(each, named[each.dn])]
    return Effect(
        tuple(sorted(changes, key=lambda change: not change.dangerous)),
        len(past.decisions),
        len(ours),
        len(ours) - len(known),
        past.of_model - len(past.decisions),
        past.of_others,
    )


def _change(decision: PastDecision, after: Outcome) -> Iterator[Change]:
    before = _recorded(decision)
    if decision.reason in _SEEING:
        return
    held_back = before.verdict is PastVerdict.UNDECIDED and decision.reason not in _NAMING
    if held_back and after.verdict is PastVerdict.ACCEPTED:
        return  # what held it back, its stamp or another part beside it, holds it back still
    if after.verdict is not before.verdict or (after.verdict is PastVerdict.ACCEPTED and after.part != before.part):
        yield Change(decision, before, after)


def _recorded(decision: PastDecision) -> Outcome:
    part = canonical_part_number(decision.part_number) if decision.part_number else None
    return Outcome(PastVerdict(decision.verdict), part)


def _named(book: AliasBook, key: AliasKey, notes: Mapping[str, frozenset[PartNumber]]) -> Mapping[str, Outcome]:
    """What the label is on each of the notes, by DN."""
    approved, proposed = book.approved(key.model), book.proposed(key.model)
    return {dn: _outcome(Identities(asked, approved, proposed).resolve(key.label)) for dn, asked in notes.items()}


def _outcome(identity: Identity) -> Outcome:
    if unnamed(identity):
        return Outcome(PastVerdict.UNDECIDED)
    verdict = PastVerdict.REFUSED if identity.part_number is None else PastVerdict.ACCEPTED
    return Outcome(verdict, identity.named)


class AliasEffect:
    """Blocking; a worker thread. Raises as the alias table and the past decisions do, and NOT_ALLOWED."""

    def __init__(self, past: PastDecisions, aliases: Aliases, authority: Authority, clock: Clock) -> None:
        self._past, self._aliases, self._authority, self._clock = past, aliases, authority, clock

    def of(self, actor: Actor, key: AliasKey, part: PartNumber, status: AliasStatus) -> Effect:
        """Of the last ``EFFECT_DAYS`` days, ``DECISIONS_AT_MOST`` newest decisions at most."""
        self._authority.require(actor, Right.REVIEW)
        now = self._clock.utc()
        since = (now - timedelta(days=EFFECT_DAYS)).isoformat()
        past = self._past.of_model(key.model, since, now.isoformat(), DECISIONS_AT_MOST)
        return effect_of(past, self._aliases.book(), key, part, status)
