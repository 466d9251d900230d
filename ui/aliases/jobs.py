"""What the page of aliases sends for: run on an errand's thread, one after the other."""

import threading
from dataclasses import dataclass

from app.domain.part_number import PartNumber
from app.domain.people import Actor
from app.ports.evidence_shelf import EvidenceShelf
from app.use_cases.alias_effect import AliasEffect
from app.use_cases.alias_overview import AliasOverview, Overview
from app.use_cases.aliases import Aliases
from ui.aliases.detail import Detail
from ui.aliases.pictures import pictures_of
from ui.aliases.view_model import AliasRow, Deed, Identity, effect_state, status_of_effect


@dataclass(frozen=True, slots=True)
class Looked:
    """``done``: what was done before looking, and about which row."""

    overview: Overview
    done: Deed | None = None
    about: Identity | None = None


class AliasJobs:
    """Any thread but the GUI's. What hangs, or is no longer wanted, is still at the database: the next one waits for
    it. Every method raises as the use cases do."""

    def __init__(
        self, aliases: Aliases, overview: AliasOverview, effect: AliasEffect, shelf: EvidenceShelf, actor: Actor
    ) -> None:
        self._aliases, self._overview, self._effect, self._shelf = aliases, overview, effect, shelf
        self._actor = actor
        self._turn = threading.Lock()

    def look(self) -> Looked:
        with self._turn:
            return Looked(self._overview.look(self._actor))

    def do(self, deed: Deed, row: AliasRow, part: PartNumber, reason: str) -> Looked:
        use = self._aliases
        act = {Deed.PROPOSE: use.propose, Deed.APPROVE: use.approve, Deed.REVOKE: use.revoke}[deed]
        with self._turn:
            act(self._actor, row.key, part, reason)
            return Looked(self._overview.look(self._actor), deed, (row.key, part))

    def detail(self, row: AliasRow, part: PartNumber) -> Detail:
        status = status_of_effect(row.group)
        with self._turn:
            side = self._overview.side_by_side(self._actor, row.key, part)
            effect = self._effect.of(self._actor, row.key, part, status)
        ours, theirs = pictures_of(self._shelf, side.of_label), pictures_of(self._shelf, side.of_part)
        return Detail(side, ours, theirs, effect_state(effect, status))
