"""What a station and the factory tell each other beside what was packed: people, settlements, and how far each one's
audit has come. On the relay's thread."""

import logging
from collections.abc import Callable

from app.domain.audit import FACTORY_CHAIN, Head, head_act, seen_head
from app.domain.errors import OperationalError
from app.ports.clock import Clock
from app.ports.station_record import StationRecord
from app.use_cases.copy_people import CopyPeople
from app.use_cases.factory import Factory

log = logging.getLogger(__name__)

AGAIN_S = 30.0
"""After a round in which something failed, where the interval is longer."""


class FactorySync:
    """``run`` after each pass of the relay. ``every_s``: between two whole rounds; the head of the station's audit goes
    out with every delivery besides. ``public_key`` reads the station's own, base64; "": it has none yet. ``trouble``
    may be read from any thread: why the last round was not whole, or None."""

    def __init__(
        self,
        factory: Factory,
        record: StationRecord,
        clock: Clock,
        station_id: str,
        every_s: float,
        public_key: Callable[[], str] = lambda: "",
    ) -> None:
        self._factory, self._record, self._clock = factory, record, clock
        self._station_id, self._every_s, self._public_key = station_id, every_s, public_key
        self._people = CopyPeople(factory.people, record.sign_ins, clock)
        self._due_s: float | None = None
        self._seen: Head | None = None
        self._looked_up = False
        self._noted: Head | None = None
        self._noted_key = ""
        self._troubles: dict[str, OperationalError] = {}
        self.trouble: OperationalError | None = None

    def run(self, *, delivered: bool, stopping: Callable[[], bool] = lambda: False) -> None:
        """What is due now. Rule SY1: one thing that fails stops neither the others nor what is packed; it is tried
        again, and logged once."""
        now = self._clock.monotonic_s()
        whole = self._due_s is None or now >= self._due_s
        for name, step in self._steps(whole=whole, delivered=delivered):
            if stopping():
                return
            self._tried(name, step)
        if whole:
            self._due_s = now + (min(AGAIN_S, self._every_s) if self._troubles else self._every_s)
        self.trouble = next(iter(self._troubles.values()), None)

    def _steps(self, *, whole: bool, delivered: bool) -> list[tuple[str, Callable[[], None]]]:
        """The station's own head comes last, so that it vouches for all the others have written."""
        head = [("the audit's head", self._note_head)] if whole or delivered else []
        if not whole:
            return head
        return [
            ("the people", self._people.run),
            ("the station's key", self._note_key),
            ("the settlements", self._learn_settlements),
            ("the factory's audit", self._witness),
            *head,
        ]

    def _tried(self, name: str, step: Callable[[], None]) -> None:
        try:
            step()
        except OperationalError as error:
            if name not in self._troubles:
                log.warning("%s did not get through: %s", name, error)
            self._troubles[name] = error
            return
        if self._troubles.pop(name, None) is not None:
            log.info("%s got through again", name)

    def _note_key(self) -> None:
        key = self._public_key()
        if key != self._noted_key:
            self._factory.audit.note_key(self._station_id, key, self._now())
            self._noted_key = key

    def _learn_settlements(self) -> None:
        """Rule SY2: a conflict that a supervisor has settled counts no more, and is never sent again."""
        still_open = self._record.outbox.open_conflicts()
        if not still_open:
            return
        for key, settlement in self._factory.settlements.settled(still_open).items():
            self._record.outbox.settle(key, settlement, self._now(), self._monotonic_ms())
            log.info("conflict %s is settled: %s", key, settlement)

    def _witness(self) -> None:
        """Rule AU4: the factory's head goes into the station's own chain whenever it has changed."""
        if not self._looked_up:
            lines = self._record.audit.of_subject(FACTORY_CHAIN)
            self._seen, self._looked_up = seen_head(lines[-1].act) if lines else None, True
        head = self._factory.audit.head()
        if head is not None and head != self._seen:
            self._record.audit.append(head_act(self._station_id, head, self._now(), self._monotonic_ms()))
            self._seen = head

    def _note_head(self) -> None:
        """Rule AU5: the station's head goes to the factory whenever it has changed."""
        head = self._record.audit.head()
        if head is not None and head != self._noted:
            self._factory.audit.note_head(self._station_id, head, self._now())
            self._noted = head

    def _now(self) -> str:
        return self._clock.utc().isoformat(timespec="milliseconds")

    def _monotonic_ms(self) -> int:
        return round(self._clock.monotonic_s() * 1000)
