"""A packing store in memory, held to the same suite as the real one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.conflict import Conflict, LabelHolder
from app.domain.delivery_note import DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import PackingRecord
from app.ports.packing_store import CommitReceipt, PackedNote


class FakePackingStore:
    """``error``, while set, is raised by every method. ``records`` are the commits that were written, oldest first;
    ``conflicts`` those reported, by their ids."""

    def __init__(self, labels: Iterable[LabelRecord] = (), error: OperationalError | None = None) -> None:
        self.error = error
        self.records: list[PackingRecord] = []
        self.conflicts: dict[str, Conflict] = {}
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

    def labels_after(self, code_text: str, limit: int) -> Sequence[LabelRecord]:
        self._fail_if_told()
        codes = sorted(code.text for code in self._master if code.text > code_text)
        return [self._master[LabelCode(text)] for text in codes[:limit]]

    def commit(self, record: PackingRecord) -> CommitReceipt:
        self._fail_if_told()
        if record.idempotency_key in self._receipts:
            return self._repeated(record)
        new = [label for label in record.session.labels if not label.recorded]
        taken = [label.code.text for label in new if not self._is_free(label.code)]
        if taken:
            raise OperationalError(ErrorCode.LABEL_TAKEN_MEANWHILE, labels=taken)
        gone = self._not_recorded(record)
        if gone:
            raise OperationalError(ErrorCode.LABEL_REMOVED_MEANWHILE, labels=gone)
        for label in new:
            self._master[label.code] = replace(self._master[label.code], used=True)
        for label in record.session.removed:
            self._master[label.code] = replace(self._master[label.code], used=False)
        receipt = CommitReceipt(self._written(record, new).packing_code, repeated=False)
        self._receipts[record.idempotency_key] = (record, receipt)
        self.records.append(record)
        return receipt

    def holders(self, codes: Sequence[LabelCode]) -> Sequence[LabelHolder]:
        self._fail_if_told()
        found = [self._holder(code) for code in codes]
        return [holder for holder in found if holder is not None]

    def report_conflict(self, conflict: Conflict) -> None:
        self._fail_if_told()
        self.conflicts.setdefault(conflict.conflict_id, conflict)

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

    def _not_recorded(self, record: PackingRecord) -> list[str]:
        packed = self._notes.get(record.session.note.number)
        known = {label.code for label in packed.labels} if packed else set()
        return [label.code.text for label in record.session.removed if label.code not in known]

    def _holder(self, code: LabelCode) -> LabelHolder | None:
        for number, packed in self._notes.items():
            if any(label.code == code for label in packed.labels):
                return LabelHolder(code, number.text, packed.packing_code, *self._session_of(code, number))
        return None

    def _session_of(self, code: LabelCode, number: DnNumber) -> tuple[str, str, str]:
        """Of the newest record that counted the label: its session, its station, and when it was committed."""
        for record in reversed(self.records):
            new = {label.code for label in record.session.labels if not label.recorded}
            if record.session.note.number == number and code in new:
                return record.session.session_id, record.station_id, record.submitted_at
        return "", "", ""

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
        removed = {label.code for label in record.session.removed}
        kept = tuple(label for label in standing.labels if label.code not in removed)
        self._notes[number] = replace(standing, labels=(*kept, *added))
        return self._notes[number]
