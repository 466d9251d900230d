"""Aliases: a label of one model version that a named supervisor has declared to be a part of the ERP.

What is stored is the list of acts, oldest first, and never changed; what counts follows from it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.detection import ModelIdentity
from app.domain.part_number import PartNumber

MAX_REASON = 500


class AliasStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class AliasKey:
    """Rule A1: an alias belongs to one label of one version of one model; another version begins without it."""

    model: ModelIdentity
    label: str

    @property
    def subject(self) -> str:
        """What an audit calls it: ASCII of at most 80 characters, and another one for every key."""
        whole = f"{self.model.name}\n{self.model.version}\n{self.label}"
        readable = "".join(each if each.isascii() and each.isprintable() else "?" for each in self.label[:60])
        return f"alias:{readable}#{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Alias:
    """One act about an alias, and the state it leaves: ``by`` whom, ``at`` when (UTC, ISO 8601), and why."""

    key: AliasKey
    part_number: PartNumber
    status: AliasStatus
    by: str
    at: str
    reason: str = ""

    @property
    def plain(self) -> dict[str, str]:
        """What it says, in plain values, for an audit."""
        key = self.key
        named = {"model": key.model.name, "version": key.model.version, "label": key.label}
        return {**named, "part": self.part_number.text, "status": self.status.value}


class AliasRefusal(StrEnum):
    """Why an act is not taken."""

    NOBODY = "alias_nobody"
    NO_REASON = "alias_no_reason"
    UNCHANGED = "alias_unchanged"
    NOT_PROPOSED = "alias_not_proposed"
    OTHER_APPROVED = "alias_other_approved"
    OWN_PROPOSAL = "alias_own_proposal"


@dataclass(frozen=True, slots=True)
class AliasBook:
    """Every act, oldest first."""

    acts: tuple[Alias, ...] = ()

    @property
    def current(self) -> tuple[Alias, ...]:
        """Rule A2: of each (model, version, label, part) the newest act counts; in the order of their first acts."""
        newest: dict[tuple[AliasKey, PartNumber], Alias] = {}
        for act in self.acts:
            newest[act.key, act.part_number] = act
        return tuple(newest.values())

    def approved(self, model: ModelIdentity) -> Mapping[str, Alias]:
        """Rule A3: only what is approved names a part. Of two approved for one label neither counts (a file from
        elsewhere may hold them): nothing is guessed."""
        found: dict[str, list[Alias]] = {}
        for alias in self.current:
            if alias.key.model == model and alias.status is AliasStatus.APPROVED:
                found.setdefault(alias.key.label, []).append(alias)
        return {label: aliases[0] for label, aliases in found.items() if len(aliases) == 1}

    def proposed(self, model: ModelIdentity) -> Mapping[str, tuple[PartNumber, ...]]:
        """Parts that wait for a supervisor's word, by label."""
        found: dict[str, tuple[PartNumber, ...]] = {}
        for alias in self.current:
            if alias.key.model == model and alias.status is AliasStatus.PROPOSED:
                found[alias.key.label] = (*found.get(alias.key.label, ()), alias.part_number)
        return found

    def without_alias(self, model: ModelIdentity, labels: Iterable[str]) -> tuple[str, ...]:
        """The labels of a model that no approved alias names: they are taken by their own spelling, or not at all."""
        named = self.approved(model)
        return tuple(label for label in labels if label not in named)

    def refusal(self, act: Alias) -> AliasRefusal | None:
        """Rule A4: every act has a name; approving and revoking have a reason too. Only what was proposed (or revoked)
        is approved, and a label has one approved part at a time: the other is revoked first, by name.

        Rule A5: whoever proposed it last does not approve it: an alias takes two people, or a proposal that nobody
        here made (it came with the program, or in a file)."""
        state = {(each.key, each.part_number): each.status for each in self.current}
        before = state.get((act.key, act.part_number))
        if not act.by.strip():
            return AliasRefusal.NOBODY
        if act.status is not AliasStatus.PROPOSED and not act.reason.strip():
            return AliasRefusal.NO_REASON
        if before is act.status or (act.status is AliasStatus.PROPOSED and before is AliasStatus.APPROVED):
            return AliasRefusal.UNCHANGED
        if act.status is not AliasStatus.PROPOSED and before is None:
            return AliasRefusal.NOT_PROPOSED
        if act.status is AliasStatus.APPROVED and self._approved_parts(act.key) - {act.part_number}:
            return AliasRefusal.OTHER_APPROVED
        if act.status is AliasStatus.APPROVED and self._proposed_by(act) == act.by.strip().casefold():
            return AliasRefusal.OWN_PROPOSAL
        return None

    def with_act(self, act: Alias) -> "AliasBook":
        """Raises ValueError for an act that is refused."""
        if refused := self.refusal(act):
            raise ValueError(refused)
        return AliasBook((*self.acts, act))

    def _proposed_by(self, act: Alias) -> str:
        same = (each for each in reversed(self.acts) if (each.key, each.part_number) == (act.key, act.part_number))
        return next((each.by.strip().casefold() for each in same if each.status is AliasStatus.PROPOSED), "")

    def _approved_parts(self, key: AliasKey) -> set[PartNumber]:
        return {each.part_number for each in self.current if each.key == key and each.status is AliasStatus.APPROVED}
