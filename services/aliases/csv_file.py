"""Aliases as a CSV file that a spreadsheet may open and save: read strictly, and never a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from app.domain.alias import MAX_REASON, Alias, AliasKey, AliasStatus
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import canonical_part_number
from app.ports.alias_table import TEXT_AT_MOST, VERSION_AT_MOST
from services.spreadsheet_cells import quoted, unquoted

COLUMNS = ("model_name", "model_version", "label", "part_number", "status", "by", "at", "reason")
BYTES_AT_MOST = 16 * 2**20
_AT_MOST = {**dict.fromkeys(COLUMNS, TEXT_AT_MOST), "model_version": VERSION_AT_MOST, "reason": MAX_REASON}


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """The acts of a file, in its order. Raises OperationalError(FILE_UNREADABLE), with line and column if a row is bad:
    then nothing of the file counts."""
    try:
        with path.open("rb") as stream:
            data = stream.read(BYTES_AT_MOST + 1)
    except OSError as error:
        problem = error.strerror or str(error)
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
    try:
        return aliases_from_csv(data)
    except _BadFileError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=str(error)) from error


def write_aliases(path: Path, acts: Iterable[Alias]) -> None:
    """Raises OperationalError(FILE_UNREADABLE) when the file cannot be written."""
    try:
        path.write_text(csv_of(acts), encoding="utf-8", newline="")
    except OSError as error:
        problem = f"it cannot be written: {error.strerror or error}"
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error


def csv_of(acts: Iterable[Alias]) -> str:
    """A line of column names, then one of quoted cells for each act; lines end with CR LF."""
    out = io.StringIO(newline="")
    out.write(",".join(COLUMNS) + "\r\n")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([quoted(cell) for cell in cells(act).values()] for act in acts)
    return out.getvalue()


def cells(act: Alias) -> dict[str, str]:
    """An act by the names of the columns."""
    model = act.key.model
    texts = (model.name, model.version, act.key.label, str(act.part_number), act.status.value, act.by, act.at)
    return dict(zip(COLUMNS, (*texts, act.reason), strict=True))


class _BadFileError(Exception):
    """What is wrong, in words for the sentence of FILE_UNREADABLE."""


def aliases_from_csv(data: bytes) -> tuple[Alias, ...]:
    """Raises _BadFileError."""
    if len(data) > BYTES_AT_MOST:
        raise _BadFileError(f"it has more than {BYTES_AT_MOST // 2**20} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _BadFileError("it is not UTF-8 text") from error
    (line, header), *rows = [*_rows(text)] or [(1, [])]
    if tuple(name.strip() for name in header) != COLUMNS:
        raise _BadFileError(f"line {line}: the columns are not {','.join(COLUMNS)}")
    return tuple(_act(line, row) for line, row in rows)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise _BadFileError(f"line {line}: {error}") from error


def _act(line: int, row: list[str]) -> Alias:
    if len(row) != len(COLUMNS):
        raise _BadFileError(f"line {line}: it has {len(row)} columns instead of {len(COLUMNS)}")
    texts = {name: unquoted(cell) for name, cell in zip(COLUMNS, row, strict=True)}
    for column, problem in _problems(texts):
        raise _BadFileError(f"line {line}, column {column}: {problem}")
    return Alias(
        AliasKey(ModelIdentity(texts["model_name"], texts["model_version"]), texts["label"]),
        canonical_part_number(texts["part_number"]),
        AliasStatus(texts["status"]),
        texts["by"],
        texts["at"],
        texts["reason"],
    )


def _problems(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What rule A4 demands of an act, and what the table can hold."""
    proposed = texts["status"] == AliasStatus.PROPOSED
    for column, text in texts.items():
        if not text.strip() and not (column == "reason" and proposed):
            yield column, "it is empty"
        elif len(text) > _AT_MOST[column]:
            yield column, f"it has more than {_AT_MOST[column]} characters"
    if texts["status"] not in set(AliasStatus):
        yield "status", f"“{texts['status'][:20]}” is none of {', '.join(AliasStatus)}"
    try:
        datetime.fromisoformat(texts["at"])
    except ValueError:
        yield "at", f"“{texts['at'][:40]}” is no ISO 8601 time"
