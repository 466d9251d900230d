"""ERP and factory database as the desk sees them: asked while they answer, remembered while they do not.

Runs on the desk thread. A worker waits once for a source that is away; after that its memory answers at once, and the
relay's thread, where nobody waits, looks whether the source is back.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.domain.alias import AliasBook
from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord
from app.ports.alias_table import AliasTable
from app.ports.clock import Clock
from app.ports.delivery_notes import DeliveryNotes
from app.ports.packing_store import PackedNote, PackingStore
from app.ports.station_record import FactoryCache

log = logging.getLogger(__name__)
T = TypeVar("T")

ASK_AGAIN_S = 300.0
"""A source that nobody has found to be back is asked again all the same."""
ERP_AWAY = {ErrorCode.ERP_UNREACHABLE, ErrorCode.ERP_TOO_SLOW}
_DATABASE_AWAY = {ErrorCode.DATABASE_UNREACHABLE, ErrorCode.DATABASE_LOCKED, ErrorCode.DATABASE_UNWRITABLE}


class Source:
    """One thing that may be away. ``problem`` is why it is, None while it answers; written on the desk thread only.
    Any thread may say that it is back."""

    def __init__(self, name: str, away: set[ErrorCode], clock: Clock) -> None:
        self._name, self._away, self._clock = name, away, clock
        self._ask_again_s = 0.0
        self.problem: OperationalError | None = None

    def ask(self, question: Callable[[], T]) -> T | None:
        """The answer; None when the source is away. Every other OperationalError passes."""
        if self.problem is not None and self._clock.monotonic_s() < self._ask_again_s:
            return None
        try:
            answer = question()
        except OperationalError as error:
            if error.code not in self._away:
                raise
            self._gone(error)
            return None
        if self.problem is not None:
            log.info("the %s answers again", self._name)
        self.problem = None
        return answer

    def may_be_asked(self) -> None:
        """Somebody else had an answer from it."""
        self._ask_again_s = 0.0

    def _gone(self, error: OperationalError) -> None:
        if self.problem is None:
            log.warning("the %s is away: %s", self._name, error)
        self.problem = error
        self._ask_again_s = self._clock.monotonic_s() + ASK_AGAIN_S


@dataclass(frozen=True, slots=True)
class FoundNote:
    """``as_of`` (UTC, ISO 8601): the ERP is away, and this is what it said then; "" for its own word of now. ``seen``
    False: it is away and was never asked for this note, which has no lines here."""

    note: DeliveryNote
    as_of: str = ""
    seen: bool = True


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """``record`` None: there is no such label, as far as is known. ``remembered``: the database is away."""

    record: LabelRecord | None
    remembered: bool = False


class Plant:
    """Raises what its sources raise, but for their being away."""

    def __init__(
        self, notes: DeliveryNotes, store: PackingStore, aliases: AliasTable, cache: FactoryCache, clock: Clock
    ) -> None:
        self._notes, self._store, self._aliases, self._cache, self._clock = notes, store, aliases, cache, clock
        self.erp = Source("ERP", ERP_AWAY, clock)
        self.database = Source("factory database", _DATABASE_AWAY, clock)
        self._asked_last: DnNumber | None = None

    def look_whether_back(self, *, database_answers: bool) -> None:
        """On the relay's thread, which may wait: ask an ERP that is away for the note that was wanted last."""
        if database_answers:
            self.database.may_be_asked()
        if self.erp.problem is None or self._asked_last is None:
            return
        try:
            self._notes.fetch(self._asked_last)
        except OperationalError as error:
            if error.code in ERP_AWAY:
                return
        self.erp.may_be_asked()

    def note(self, number: DnNumber) -> FoundNote:
        self._asked_last = number
        fetched = self.erp.ask(lambda: self._notes.fetch(number))
        if fetched is not None:
            self._cache.keep_note(fetched, self._clock.utc().isoformat())
            return FoundNote(fetched)
        kept = self._cache.note(number)
        if kept is None:
            return FoundNote(DeliveryNote(number, ()), seen=False)
        return FoundNote(kept.note, kept.fetched_at)

    def packed_note(self, number: DnNumber) -> PackedNote | None:
        answered = self.database.ask(lambda: (self._store.packed_note(number),))
        if answered is None:
            return self._cache.packed_note(number)
        self._cache.keep_packed_note(number, answered[0])
        return answered[0]

    def label(self, code: LabelCode) -> FoundLabel:
        answered = self.database.ask(lambda: (self._store.find_label(code),))
        if answered is None:
            return FoundLabel(self._cache.label(code), remembered=True)
        return FoundLabel(answered[0])

    def aliases(self) -> AliasBook:
        book = self.database.ask(self._aliases.book)
        if book is None:
            return self._cache.aliases()
        self._cache.keep_aliases(book)
        return book
