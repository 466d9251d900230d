"""The factory's audit in memory, and what it witnesses of the stations, held to the same suite as the real one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.audit import Head, key_act
from tests.fakes.station_record import FakeAudit, Told


@dataclass
class FakeFactoryAudit(FakeAudit):
    """``told.error``, while set, is raised by every method."""

    told: Told = field(default_factory=Told)
    noted: dict[str, dict[int, Head]] = field(default_factory=dict)
    known_keys: dict[str, dict[str, str]] = field(default_factory=dict)
    closed: bool = False

    def note_head(self, station_id: str, head: Head, at: str) -> None:
        self.told.fail()
        self.noted.setdefault(station_id, {}).setdefault(head.seq, head)

    def heads(self, station_id: str) -> Sequence[Head]:
        self.told.fail()
        return [head for _, head in sorted(self.noted.get(station_id, {}).items())]

    def note_key(self, station_id: str, public_key: str, at: str) -> None:
        self.told.fail()
        keys = self.known_keys.setdefault(station_id, {})
        if public_key not in keys:
            keys[public_key] = at
            self.append(key_act(station_id, public_key, at))

    def keys(self, station_id: str) -> Sequence[str]:
        self.told.fail()
        return [key for key, _ in sorted(self.known_keys.get(station_id, {}).items(), key=lambda each: each[::-1])]

    def close(self) -> None:
        self.closed = True
