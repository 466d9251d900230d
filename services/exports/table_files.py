"""Tables as CSV and XLSX files, written row by row."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from app.domain.errors import ErrorCode, OperationalError
from app.ports.exports import XLSX_ROWS_AT_MOST, Cell, ExportFormat, TableFile
from services.exports.whole_file import whole_file
from services.exports.xlsx import xlsx_table
from services.spreadsheet_cells import quoted


class SpreadsheetFiles:
    """Implements :class:`app.ports.exports.TableFiles`. ``rows_at_most``: of an XLSX file."""

    def __init__(self, rows_at_most: int = XLSX_ROWS_AT_MOST) -> None:
        self._rows_at_most = rows_at_most

    def opened(
        self, path: Path, form: ExportFormat, title: str, headings: Sequence[str]
    ) -> AbstractContextManager[TableFile]:
        if form is ExportFormat.CSV:
            return _csv(path, headings)
        return self._xlsx(path, title, headings)

    @contextmanager
    def _xlsx(self, path: Path, title: str, headings: Sequence[str]) -> Iterator[TableFile]:
        with whole_file(path) as part, xlsx_table(part, title, headings) as table:
            yield _Bounded(table, self._rows_at_most, path)


class _Bounded:
    """No more rows than the format has room for."""

    def __init__(self, table: TableFile, rows_at_most: int, path: Path) -> None:
        self._table, self._left, self._path, self._at_most = table, rows_at_most, path, rows_at_most

    def add(self, cells: Sequence[Cell]) -> None:
        if not self._left:
            raise OperationalError(ErrorCode.EXPORT_TOO_LONG, path=str(self._path), rows=self._at_most)
        self._left -= 1
        self._table.add(cells)


class _CsvTable:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def add(self, cells: Sequence[Cell]) -> None:
        self._writer.writerow([quoted(cell) if isinstance(cell, str) else cell for cell in cells])


@contextmanager
def _csv(path: Path, headings: Sequence[str]) -> Iterator[TableFile]:
    """With the mark by which spreadsheets know UTF-8. A lone surrogate, which UTF-8 cannot hold, becomes "?"."""
    with whole_file(path) as part, part.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        table = _CsvTable(csv.writer(stream))
        table.add(headings)
        yield table
