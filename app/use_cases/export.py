"""Sessions and their labels as a file for a spreadsheet: page after page, never all in memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple

from app.domain.audit import Act, AuditDeed
from app.domain.people import Actor, Right
from app.ports.audit_trail import AuditTrail
from app.ports.exports import Cell, ExportFormat, ExportKind, ExportSource, TableFiles
from app.ports.session_reports import ROWS_AT_MOST, SessionFilter, SessionKey, SessionLabel, SessionPage, SessionSummary
from app.use_cases.authority import Authority

Going = Callable[[int], bool]
"""Told after each page how many rows there are so far; how many there will be nobody knows. False: stop."""


@dataclass(frozen=True, slots=True)
class ExportOrder:
    kind: ExportKind
    form: ExportFormat
    path: Path
    wanted: SessionFilter


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """``complete`` False: it was stopped, and there is no file."""

    rows: int
    complete: bool


class _Column(NamedTuple):
    heading: str
    of: str


_SESSION = (
    _Column("session", "session_id"),
    _Column("delivery note", "dn"),
    _Column("packing code", "packing_code"),
    _Column("station", "station_id"),
    _Column("operator", "operator"),
    _Column("submitted (UTC)", "submitted_at"),
    _Column("state", "state"),
)
_SESSION_MORE = (
    _Column("opened (UTC)", "opened_at"),
    _Column("committed (UTC)", "committed_at"),
    _Column("agreement", "agreement"),
    _Column("labels", "labels"),
    _Column("pieces", "pieces"),
    _Column("labels removed", "removed"),
    _Column("parts still open", "open_parts"),
    _Column("reason of the discrepancy", "discrepancy_reason"),
    _Column("note as of (UTC)", "note_as_of"),
    _Column("review", "review"),
    _Column("in conflict since (UTC)", "found_at"),
    _Column("conflict settled (UTC)", "settled_at"),
)
_LABEL = (
    _Column("label", "label"),
    _Column("act", "act"),
    _Column("part number", "part_number"),
    _Column("pieces", "quantity"),
    _Column("scanned (UTC)", "scanned_at"),
)
_OF_SESSION = {ExportKind.SESSIONS: (*_SESSION, *_SESSION_MORE), ExportKind.LABELS: _SESSION}


class _StoppedError(Exception):
    """Whoever waited has had enough; never leaves this module."""


class Export:
    """One thread at a time, never the GUI's."""

    def __init__(self, source: ExportSource, tables: TableFiles, authority: Authority, audit: AuditTrail) -> None:
        self._source, self._tables = source, tables
        self._authority, self._audit = authority, audit

    def write(self, actor: Actor, order: ExportOrder, going: Going) -> ExportOutcome:
        """Rule EX1: the audit names an export before its file has its name, so that no file is there that the audit
        does not know. Raises OperationalError: NOT_ALLOWED, FILE_UNWRITABLE, EXPORT_TOO_LONG, DATABASE_…; ``order``'s
        path is as it was before then, and when it was stopped."""
        self._authority.require(actor, Right.EXPORT)
        rows = 0
        try:
            with self._tables.opened(order.path, order.form, order.kind.value, headings(order.kind)) as table:
                for page in self._pages(order.wanted):
                    for row in self._rows(order.kind, page):
                        table.add(row)
                        rows += 1
                    if not going(rows):
                        raise _StoppedError
                self._audit.append(self._act(actor, order, rows))
        except _StoppedError:
            return ExportOutcome(rows, complete=False)
        return ExportOutcome(rows, complete=True)

    def _pages(self, wanted: SessionFilter) -> Iterator[SessionPage]:
        after: SessionKey | None = None
        while True:
            page = self._source.page(wanted, after, ROWS_AT_MOST)
            yield page
            if page.next_after is None:
                return
            after = page.next_after

    def _rows(self, kind: ExportKind, page: SessionPage) -> Iterator[list[Cell]]:
        """A session that is listed has a row of its own for each of its labels, counted or removed."""
        if kind is ExportKind.SESSIONS:
            yield from (_cells(_OF_SESSION[kind], each) for each in page.sessions)
            return
        labels = self._source.labels_of(page.sessions)
        for each in page.sessions:
            head = _cells(_SESSION, each)
            for label in labels.get(each.session_id, ()):
                yield head + _cells(_LABEL, label)

    def _act(self, actor: Actor, order: ExportOrder, rows: int) -> Act:
        after = {"format": order.form.value, "rows": rows, "wanted": _asked(order.wanted)}
        return self._authority.act(actor, AuditDeed.EXPORTED, f"export:{order.kind}", after=after)


def headings(kind: ExportKind) -> tuple[str, ...]:
    """Always in English, so that a program that reads the file finds its columns whatever the screen speaks."""
    more = _LABEL if kind is ExportKind.LABELS else ()
    return tuple(column.heading for column in (*_OF_SESSION[kind], *more))


def _cells(columns: Sequence[_Column], value: SessionSummary | SessionLabel) -> list[Cell]:
    return [getattr(value, column.of) for column in columns]


def _asked(wanted: SessionFilter) -> dict[str, str]:
    """What a filter asks for, by its own names."""
    given = ((each.name, getattr(wanted, each.name)) for each in fields(wanted))
    return {name: str(value) for name, value in given if value}
