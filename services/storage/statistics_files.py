"""A chart's data and picture as files for people."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from services.exports.whole_file import whole_file
from services.spreadsheet_cells import quoted


class PlainChartFiles:
    """Implements :class:`app.ports.statistics.ChartFiles`. Tables are CSV, with a comma, and with the mark by which
    spreadsheets know UTF-8; a lone surrogate becomes "?"."""

    def write_rows(self, path: Path, rows: Iterable[Sequence[str]]) -> None:
        with whole_file(path) as part, part.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
            csv.writer(stream).writerows([quoted(cell) for cell in row] for row in rows)

    def write_bytes(self, path: Path, content: bytes) -> None:
        with whole_file(path) as part:
            part.write_bytes(content)
