"""What was packed, counted: for charts. And where a chart is written to."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from app.domain.tallies import Confidences, Confusion, Durations, Span, Supplied, Verdicts, Work


class Statistics(Protocol):
    """Read only; it may be a replica, some seconds behind. Blocking: a worker thread, one call after another. Each
    method is one statement or two, however long the span, and raises OperationalError with DATABASE_LOCKED,
    DATABASE_UNWRITABLE, DATABASE_UNREACHABLE or DATABASE_MISMATCH when the database cannot do it. All of it counts
    committed sessions by the time they were submitted; nothing tells who worked. The order of rows has no meaning."""

    def stations(self) -> Sequence[str]:
        """Those that ever committed a session, by name."""

    def work(self, span: Span) -> Sequence[Work]:
        """No row for a quarter of an hour without a session."""

    def verdicts(self, span: Span) -> Sequence[Verdicts]: ...

    def confidences(self, span: Span) -> Sequence[Confidences]:
        """Of all covers on record, the undecided ones too. No row for an empty bin."""

    def confusions(self, span: Span) -> Sequence[Confusion]:
        """Of several verdicts about one decision the newest counts; pairs of a part with itself are none."""

    def suppliers(self, span: Span) -> Sequence[Supplied]:
        """By the labels counted in the sessions, as the label master names their suppliers now. A session with labels
        of two suppliers is one of each."""

    def durations(self, span: Span) -> Durations: ...

    def close(self) -> None: ...


class ChartFiles(Protocol):
    """Files for people. Blocking. A file of that name is replaced at the end, or stays as it was: OperationalError
    (FILE_UNWRITABLE)."""

    def write_rows(self, path: Path, rows: Iterable[Sequence[str]]) -> None:
        """A table that a spreadsheet may open: no cell is ever a formula."""

    def write_bytes(self, path: Path, content: bytes) -> None: ...
