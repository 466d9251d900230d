"""Texts and the lengths of their columns, alike on either engine: SQLite would take any length."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, String, Table, Unicode

from app.domain.errors import ErrorCode, OperationalError

CUT = {
    "countersign_audit.detail",
    "countersign_commit.discrepancy_reason",
    "countersign_decision.alias_by",
    "countersign_decision.model",
    "countersign_decision.model_label",
    "countersign_session.discrepancy_reason",
}
"""Words for people, ended by “…” or “...” where they are too long: the station's own record has their whole text."""

_UTF16 = "utf-16-le"


def fitted(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it can be stored. DATABASE_MISMATCH (problem): a text that must not be cut is too long."""
    return {name: _fitted(table.c[name], value) for name, value in row.items()}


def _fitted(column: Column[Any], value: Any) -> Any:
    at_most = column.type.length if isinstance(column.type, String) else None
    if at_most is None or not isinstance(value, str) or _units(value) <= at_most:
        return value
    if f"{column.table.name}.{column.name}" in CUT:
        return _cut(value, at_most, "…" if isinstance(column.type, Unicode) else "...")
    problem = f"{column.name} of {column.table.name} has more than {at_most} characters"
    raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)


def _units(text: str) -> int:
    """As SQL Server counts: a rare character is two."""
    return len(text.encode(_UTF16, "surrogatepass")) // 2


def _cut(text: str, at_most: int, sign: str) -> str:
    kept = text.encode(_UTF16, "surrogatepass")[: 2 * (at_most - len(sign))]
    return kept.decode(_UTF16, "ignore") + sign
