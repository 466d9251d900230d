"""Where labels are looked up and packing sessions are committed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.conflict import Conflict, LabelHolder
from app.domain.delivery_note import DnNumber
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import PackingRecord


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A DN that has been packed before, with the labels recorded for it (each ``recorded=True``)."""

    packing_code: str
    created_at: str
    labels: tuple[ScannedLabel, ...]


@dataclass(frozen=True, slots=True)
class CommitReceipt:
    """``repeated``: this very record had been committed before, nothing was written again."""

    packing_code: str
    repeated: bool


class PackingStore(Protocol):
    """The factory's database. Blocking; called from one worker thread at a time. Every method raises OperationalError
    with DATABASE_LOCKED, DATABASE_UNWRITABLE, DATABASE_UNREACHABLE (of a ``commit``: the outcome is unknown) or
    DATABASE_MISMATCH (what is stored there cannot be used) when the database cannot do it; nothing is half written."""

    def find_label(self, code: LabelCode) -> LabelRecord | None: ...

    def packed_note(self, number: DnNumber) -> PackedNote | None: ...

    def labels_after(self, code_text: str, limit: int) -> Sequence[LabelRecord]:
        """At most ``limit`` rows of the label master whose codes come after ``code_text``, in the codes' order: the
        station's own copy for when it is alone. A row that cannot be used is left out."""

    def commit(self, record: PackingRecord) -> CommitReceipt:
        """Header, one row per part, one row per label, labels marked used, removed ones set free, the session with its
        decisions and audit, ledger row: one transaction, all or nothing. The number of statements does not grow with
        the record.

        The sums count what is recorded for the note, with this session's new labels and without its removed ones. A
        note packed before keeps its first packing code, and the receipt carries that one. The same ``idempotency_key``
        again answers with the first receipt. Raises OperationalError, with nothing written: LABEL_TAKEN_MEANWHILE
        (labels) when a new label is not free, LABEL_REMOVED_MEANWHILE (labels) when one to be removed is not recorded.
        """

    def holders(self, codes: Sequence[LabelCode]) -> Sequence[LabelHolder]:
        """Who has those of ``codes`` that are recorded for a note, in the order of ``codes``."""

    def report_conflict(self, conflict: Conflict) -> None:
        """Keep it for the supervisor, once: the same ``conflict_id`` again changes nothing."""

    def add_labels(self, records: Sequence[LabelRecord]) -> None:
        """Put rows into the label master (imports and demo material); a code already there is left as it is."""

    def ping(self) -> None: ...

    def close(self) -> None: ...
