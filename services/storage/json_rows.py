"""Any number of rows in one statement: they travel as one JSON parameter, and the database takes them apart."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, Integer, Subquery, Table, UnicodeText, bindparam, text

from services.storage.engine_kind import EngineKind
from services.storage.fitting import fitted

_PLACE = "place"
"""Counts the rows, so that a table that numbers its own gives them their numbers in this order."""

Row = Mapping[str, Any]


def given(kind: EngineKind, table: Table, rows: Sequence[Row]) -> Subquery:
    """The rows as a table named ``given``, with the types that ``table`` has; all rows have the keys of the first one,
    which are columns of ``table``; at least one row."""
    typed = _typed(table, rows)
    return text(kind.rows_of_json(typed)).bindparams(_parameter(table, rows)).columns(*typed).subquery("given")


def given_labels(kind: EngineKind, table: Table, codes: Sequence[str]) -> Subquery:
    """Label codes as :func:`given`; sorted, so that two stations ask for the same labels in the same order."""
    return given(kind, table, [{"label": code} for code in sorted(codes)])


def insert_given(connection: Connection, kind: EngineKind, table: Table, rows: Sequence[Row]) -> None:
    """All rows in one statement, in their order; no row, no statement. DATABASE_MISMATCH: one does not fit.

    The statement is written out, since SQLAlchemy leaves ORDER BY away from what it inserts into SQL Server.
    """
    if rows:
        names, source = ", ".join(rows[0]), kind.rows_of_json(_typed(table, rows))
        statement = f"INSERT INTO {table.name} ({names}) SELECT {names} FROM ({source}) AS given ORDER BY {_PLACE}"  # noqa: S608
        connection.execute(text(statement).bindparams(_parameter(table, rows)))


def _typed(table: Table, rows: Sequence[Row]) -> list[Column[Any]]:
    return [*(Column(name, table.c[name].type) for name in rows[0]), Column(_PLACE, Integer)]


def _parameter(table: Table, rows: Sequence[Row]) -> BindParameter[str]:
    numbered = [{**fitted(table, row), _PLACE: place} for place, row in enumerate(rows)]
    return bindparam("rows", json.dumps(numbered, default=_time), UnicodeText)


def _time(value: object) -> str:
    """UTC to the millisecond: more digits a DATETIME column does not take."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    raise TypeError(f"{type(value).__name__} has no JSON form here")
