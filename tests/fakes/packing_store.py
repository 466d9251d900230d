"""A packing store in memory, held to the same suite as the real one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.delivery_note import DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import PackingRecord
from app.ports.packing_store import CommitReceipt, PackedNote


class FakePackingStore:
    """``error``, while set, is raised by every method. ``records`` are the commits that were written, oldest first."""

    def __init__(self, labels: Iterable[LabelRecord] = (), error: OperationalError | None = None) -> None:
        self.error = error
        self.records: list[PackingRecord] = []
        self.closed = False
        self._master: dict[LabelCode, LabelRecord] = {}
        self._notes: dict[DnNumber, PackedNote] = {}
        self._receipts: dict[str, tuple[PackingRecord, CommitReceipt]] = {}
        for record in labels:
            self._master.setdefault(record.code, record)

    def find_label(self, code: LabelCode) -> LabelRecord | None:
        self._fail_if_told()
        return self._master.get(code)

    def packed_note(self, number: DnNumber) -> PackedNote | None:
        self._fail_if_told()
        return self._notes.get(number)

    def commit(self, record: PackingRecord) -> CommitReceipt:
        self._fail_if_told()
        if record.idempotency_key in self._receipts:
            return self._repeated(record)
        new = [label for label in record.session.labels if not label.recorded]
        taken = [label.code.text for label in new if not self._is_free(label.code)]
        if taken:
            raise OperationalError(ErrorCode.LABEL_TAKEN_MEANWHILE, labels=taken)
        for label in new:
            self._master[label.code] = replace(self._master[label.code], used=True)
        receipt = CommitReceipt(self._written(record, new).packing_code, repeated=False)
        self._receipts[record.idempotency_key] = (record, receipt)
        self.records.append(record)
        return receipt

    def add_labels(self, records: Sequence[LabelRecord]) -> None:
        self._fail_if_told()
        for record in records:
            self._master.setdefault(record.code, record)

    def ping(self) -> None:
        self._fail_if_told()

    def close(self) -> None:
        self.closed = True

    def _fail_if_told(self) -> None:
        if self.error is not None:
            raise self.error

    def _is_free(self, code: LabelCode) -> bool:
        return code in self._master and not self._master[code].used

    def _repeated(self, record: PackingRecord) -> CommitReceipt:
        earlier, receipt = self._receipts[record.idempotency_key]
        if earlier != record:
            raise ValueError(f"idempotency key {record.idempotency_key} was used for another record")
        return replace(receipt, repeated=True)

    def _written(self, record: PackingRecord, new: Sequence[ScannedLabel]) -> PackedNote:
        number = record.session.note.number
        at = datetime.fromisoformat(record.submitted_at).astimezone(UTC).isoformat()
        standing = self._notes.get(number) or PackedNote(record.packing_code, at, ())
        added = tuple(replace(label, scanned_at=standing.created_at, recorded=True) for label in new)
        self._notes[number] = replace(standing, labels=(*standing.labels, *added))
        return self._notes[number]
