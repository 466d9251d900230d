"""A store that is opened at its first use, so that a station starts, and says why, when its database does not open."""

from collections.abc import Callable, Sequence

from app.domain.conflict import Conflict, LabelHolder
from app.domain.delivery_note import DnNumber
from app.domain.labels import LabelCode, LabelRecord
from app.domain.packing_session import PackingRecord
from app.ports.packing_store import CommitReceipt, PackedNote, PackingStore


class DeferredStore:
    """A PackingStore. Every call tries to open while that has not succeeded; same thread rule as the real one."""

    def __init__(self, opener: Callable[[], PackingStore]) -> None:
        self._opener = opener
        self._opened: PackingStore | None = None

    def find_label(self, code: LabelCode) -> LabelRecord | None:
        return self._store.find_label(code)

    def packed_note(self, number: DnNumber) -> PackedNote | None:
        return self._store.packed_note(number)

    def labels_after(self, code_text: str, limit: int) -> Sequence[LabelRecord]:
        return self._store.labels_after(code_text, limit)

    def commit(self, record: PackingRecord) -> CommitReceipt:
        return self._store.commit(record)

    def holders(self, codes: Sequence[LabelCode]) -> Sequence[LabelHolder]:
        return self._store.holders(codes)

    def report_conflict(self, conflict: Conflict) -> None:
        self._store.report_conflict(conflict)

    def add_labels(self, records: Sequence[LabelRecord]) -> None:
        self._store.add_labels(records)

    def ping(self) -> None:
        self._store.ping()

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @property
    def _store(self) -> PackingStore:
        if self._opened is None:
            self._opened = self._opener()
        return self._opened
