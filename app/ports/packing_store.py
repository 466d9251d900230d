"""Where labels are looked up and packing sessions are committed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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
    """Blocking; called from one worker thread at a time. Every method raises OperationalError with DATABASE_LOCKED,
    DATABASE_UNWRITABLE, DATABASE_UNREACHABLE or DATABASE_MISMATCH (what is stored there cannot be used) when the
    database cannot do it; nothing is half written then."""

    def find_label(self, code: LabelCode) -> LabelRecord | None: ...

    def packed_note(self, number: DnNumber) -> PackedNote | None: ...

    def commit(self, record: PackingRecord) -> CommitReceipt:
        """Header, one row per part, one row per label, labels marked used, ledger row: one transaction, all or nothing.
        Labels of the session that are ``recorded`` count in the sums and are left as they are. A note packed before
        keeps its first packing code, and the receipt carries that one.

        The same ``idempotency_key`` again answers with the first receipt. A label used meanwhile elsewhere raises
        OperationalError(LABEL_TAKEN_MEANWHILE, labels=…) and nothing is written.
        """

    def add_labels(self, records: Sequence[LabelRecord]) -> None:
        """Put rows into the label master (imports and demo material); a code already there is left as it is."""

    def ping(self) -> None: ...

    def close(self) -> None: ...
