"""All sessions of a report as a CSV file that a spreadsheet may open: page after page, never all in memory."""

import csv
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

from app.domain.errors import ErrorCode, OperationalError
from app.ports.session_reports import ROWS_AT_MOST, SessionFilter, SessionKey, SessionReports, SessionSummary
from services.spreadsheet_cells import quoted

COLUMNS = tuple(field.name for field in fields(SessionSummary))


def every_session(reports: SessionReports, wanted: SessionFilter) -> Iterator[SessionSummary]:
    """Newest first; one page is held at a time. Raises OperationalError(DATABASE_…)."""
    after: SessionKey | None = None
    while True:
        page = reports.page(wanted, after, ROWS_AT_MOST)
        yield from page.sessions
        if page.next_after is None:
            return
        after = page.next_after


def export_sessions(path: Path, reports: SessionReports, wanted: SessionFilter) -> int:
    """How many were written. ``path`` is replaced at the end, or left as it was: OperationalError(DATABASE_…), or
    FILE_UNREADABLE when it cannot be written."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        try:
            count = _written(unfinished, every_session(reports, wanted))
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        problem = f"it cannot be written: {error.strerror or error}"
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
    return count


def _written(path: Path, sessions: Iterator[SessionSummary]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for count, session in enumerate(sessions, 1):  # noqa: B007  # the last count is the answer
            writer.writerow([quoted(str(cell)) for cell in astuple(session)])
    return count
