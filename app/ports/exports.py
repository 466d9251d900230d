"""What goes out of the house: tables for spreadsheets, evidence bundles, pages of reports."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.ports.session_reports import SessionFilter, SessionKey, SessionLabel, SessionPage, SessionSummary

XLSX_ROWS_AT_MOST = 1_048_575
"""Below the headings; a sheet holds no more."""

Cell = str | int


class ExportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ExportKind(StrEnum):
    SESSIONS = "sessions"
    LABELS = "labels"


class ExportSource(Protocol):
    """Read only, as :class:`app.ports.session_reports.SessionReports`, of which it is a part."""

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage: ...
    def labels_of(self, sessions: Sequence[SessionSummary]) -> Mapping[str, Sequence[SessionLabel]]:
        """By session id, in the order of their codes; of at most ``ROWS_AT_MOST`` sessions at a time. One without
        labels may be left out."""


class TableFile(Protocol):
    """A table that is being written, row by row; no more than a few rows are held in memory."""

    def add(self, cells: Sequence[Cell]) -> None:
        """As many cells as headings. Raises OSError, and OperationalError(EXPORT_TOO_LONG)."""


class TableFiles(Protocol):
    """Any thread; never the GUI's."""

    def opened(
        self, path: Path, form: ExportFormat, title: str, headings: Sequence[str]
    ) -> AbstractContextManager[TableFile]:
        """When the block ends well the file is there, whole and durable; else ``path`` is as it was before.
        Raises OperationalError(FILE_UNWRITABLE), also for a disk that is full."""


@dataclass(frozen=True, slots=True)
class PackedBundle:
    """``missing``: pictures that the record names and that could not be put in."""

    session_id: str
    dn: str
    station_id: str
    entries: int
    pictures: int
    missing: int
    manifest_sha256: str


class EvidencePacker(Protocol):
    """Of the sessions that this station has packed. Any thread; never the GUI's."""

    def packed(self, session_id: str, path: Path) -> AbstractContextManager[PackedBundle]:
        """When the block ends well the bundle is at ``path``, whole and durable; else ``path`` is as it was before.
        Raises OperationalError: SESSION_UNKNOWN, FILE_UNWRITABLE, FILE_UNREADABLE (the station's key), and as the
        station's record does."""
