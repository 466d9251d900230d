"""The factory's side of a station: where notes, labels, aliases and people come from, and where sessions go."""

from dataclasses import dataclass

from app.ports.alias_table import AliasTable
from app.ports.audit_trail import FactoryAudit
from app.ports.delivery_notes import DeliveryNotes
from app.ports.packing_store import PackingStore
from app.ports.people import PeopleDirectory
from app.ports.settlements import Settlements


@dataclass(frozen=True, slots=True)
class Factory:
    """``lookups`` and ``aliases`` are the desk thread's; ``outbound``, ``people``, ``audit`` and ``settlements`` are
    the relay's: no connection has two threads. ``notes`` is asked by both."""

    notes: DeliveryNotes
    lookups: PackingStore
    aliases: AliasTable
    outbound: PackingStore
    people: PeopleDirectory
    audit: FactoryAudit
    settlements: Settlements

    def close(self) -> None:
        for each in (
            self.notes,
            self.lookups,
            self.aliases,
            self.outbound,
            self.people,
            self.audit,
            self.settlements,
        ):
            each.close()
