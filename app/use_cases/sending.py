"""The relay's thread: deliver what is due, look after the record in between, and say how things stand."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from app.domain.errors import OperationalError
from app.ports.clock import Clock
from app.ports.packing_store import PackingStore
from app.ports.station_record import DiskRoom, DiskState, MessageState, OutboxMessage, OutboxStatus, StationRecord
from app.runtime.backoff import Backoff
from app.use_cases.plant import ERP_AWAY
from app.use_cases.relay import Delivery, Relay
from app.use_cases.sync import FactorySync

log = logging.getLogger(__name__)

IDLE_S = 5.0
COPY_LABELS_EVERY_S = 900.0
LABELS_AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class RecordStatus:
    """How the record stands. ``away``: why the last attempt to send failed, None while sending works; ``fault``: the
    record itself cannot be read or written; ``sync_trouble``: why people, settlements or the audit's head did not get
    through, although what was packed may."""

    outbox: OutboxStatus = field(default_factory=OutboxStatus)
    room: DiskRoom | None = None
    away: OperationalError | None = None
    fault: OperationalError | None = None
    sync_trouble: OperationalError | None = None


class Sending:
    """``run`` is the job of the relay's thread; ``status`` may be read from any thread. On the relay's thread ``heard``
    is told of every delivery, and ``looked``, after each pass, whether the database answers. ``stopping``: the station
    closes."""

    def __init__(
        self,
        record: StationRecord,
        store: PackingStore,
        relay: Relay,
        clock: Clock,
        backoff: Backoff,
        *,
        keep_confirmed_days: int,
        heard: Callable[[Delivery], None],
        on_bug: Callable[[BaseException], None],
        stopping: Callable[[], bool],
        looked: Callable[[bool], None] = lambda database_answers: None,  # noqa: ARG005 (named for those who pass one)
        sync: FactorySync | None = None,
    ) -> None:
        self._record, self._store, self._relay, self._clock, self._backoff = record, store, relay, clock, backoff
        self._keep_confirmed = timedelta(days=keep_confirmed_days)
        self._heard, self._on_bug, self._stopping, self._looked = heard, on_bug, stopping, looked
        self._copied_s: float | None = None
        self._sync, self._delivered = sync, False
        self.status = RecordStatus()

    def run(self) -> float:
        """One pass; the seconds until the next one is due, if nobody submits before."""
        try:
            away = self._deliver_all()
            if away is None and not self._stopping():
                away = self._look_after()
            trouble = self._synchronised()
            self.status = RecordStatus(
                self._record.outbox.status(), self._record.disk.room(), away, sync_trouble=trouble
            )
            if not self._stopping():
                self._looked(away is None or away.code in ERP_AWAY)
        except OperationalError as fault:
            log.warning("the station's record: %s", fault)
            self.status = replace(self.status, fault=fault)
            return self._backoff.pause_s()
        if away is not None:
            return self._backoff.pause_s()
        self._backoff.reset()
        return IDLE_S

    def _deliver_all(self) -> OperationalError | None:
        """Rounds over what is due, until nothing moves any more; why something waits, or None. While only the ERP is
        away, the other notes' messages go on."""
        while not self._stopping():
            away, settled = None, 0
            for message in self._record.outbox.due():
                if self._stopping():
                    return away
                problem = self._deliver(message)
                if problem is not None and problem.code not in ERP_AWAY:
                    return problem
                away, settled = problem or away, settled + (problem is None)
            if not settled:
                return away
        return None

    def _deliver(self, message: OutboxMessage) -> OperationalError | None:
        """Why the message still waits; None once it is settled one way or another."""
        try:
            delivery = self._relay.deliver(message)
        except OperationalError:
            raise
        except Exception as bug:  # this thread's outer edge: one message must not hold up the others for ever
            log.exception("bug while sending %s", message.record.packing_code)
            self._relay.give_up(message.record, f"a fault of the program: {bug!r}")
            self._on_bug(bug)
            return None
        self._delivered = self._delivered or delivery.state is not MessageState.WAITING
        self._heard(delivery)
        return delivery.problem if delivery.state is MessageState.WAITING else None

    def _look_after(self) -> OperationalError | None:
        if self._record.disk.room().state is not DiskState.ROOMY:
            freed = self._record.disk.thin_pictures()
            log.info("%d bytes of pictures removed to make room", freed)
        self._record.outbox.forget_confirmed((self._clock.utc() - self._keep_confirmed).isoformat())
        now = self._clock.monotonic_s()
        if self._copied_s is not None and now - self._copied_s < COPY_LABELS_EVERY_S:
            return None
        away = self._copy_labels()
        self._copied_s = now if away is None else None
        return away

    def _synchronised(self) -> OperationalError | None:
        """Whether or not something waits: what the ERP or a note holds up must keep nobody's removal from arriving."""
        if self._sync is None:
            return None
        if not self._stopping():
            self._sync.run(delivered=self._delivered, stopping=self._stopping)
            self._delivered = False
        return self._sync.trouble

    def _copy_labels(self) -> OperationalError | None:
        """The label master, a page at a time, for when the station is alone; why it could not be read, or None."""
        after = ""
        while not self._stopping():
            try:
                page = self._store.labels_after(after, LABELS_AT_A_TIME)
            except OperationalError as away:
                return away
            if not page:
                break
            self._record.cache.keep_labels(page)
            after = page[-1].code.text
        return None
