"""Settlements in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.fakes.station_record import Told


@dataclass
class FakeSettlements:
    """``known``: conflict → what was decided; ``asked``: every question. ``told.error``, while set, is raised."""

    told: Told = field(default_factory=Told)
    known: dict[str, str] = field(default_factory=dict)
    asked: list[Sequence[str]] = field(default_factory=list)
    closed: bool = False

    def settled(self, conflict_ids: Sequence[str]) -> Mapping[str, str]:
        self.told.fail()
        self.asked.append(list(conflict_ids))
        return {each: self.known[each] for each in conflict_ids if each in self.known}

    def close(self) -> None:
        self.closed = True
