"""The factory's side of a station: where notes, labels and aliases come from, and where sessions go."""

from dataclasses import dataclass

from app.ports.alias_table import AliasTable
from app.ports.delivery_notes import DeliveryNotes
from app.ports.packing_store import PackingStore


@dataclass(frozen=True, slots=True)
class Factory:
    """``lookups`` and ``aliases`` are the desk thread's, ``outbound`` is the relay's: each thread has a connection of
    its own. ``notes`` is asked by both."""

    notes: DeliveryNotes
    lookups: PackingStore
    aliases: AliasTable
    outbound: PackingStore

    def close(self) -> None:
        for each in (self.notes, self.lookups, self.aliases, self.outbound):
            each.close()
