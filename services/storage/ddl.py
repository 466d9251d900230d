"""The tables of ours as one script that a database administrator can read, and run as often as wanted.

It is made from the same description of the tables that the program works with (``schema.py``), so that the two cannot
differ. What is there is left as it is; what is missing is added.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Dialect, Index, Table, create_mock_engine
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable, ExecutableDDLElement
from sqlalchemy.sql import ClauseElement

from services.storage.columns import METADATA
from services.storage.grants import GRANTS, ROLES
from services.storage.schema import FACTORY, OURS

_HEAD_MSSQL = """\
-- Countersign in the factory's database (SQL Server 2017 or later).
--
-- Run it in the factory's database, as somebody whose default schema holds the factory's tables. It may be run again at
-- any time: it adds what is missing and leaves alone what is there. It never touches the factory's own tables, which
-- must exist with at least these columns:
--
{factory}
--
-- Afterwards put logins into the roles, for example:
--     ALTER ROLE countersign_station ADD MEMBER [PLANT\\packing-benches];
--
-- Every time is UTC.

SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

-- Rows travel as JSON, which this database reads from compatibility level 130 on.
IF (SELECT compatibility_level FROM sys.databases WHERE database_id = DB_ID()) < 130
    RAISERROR (N'The compatibility level of this database is below 130: Countersign cannot write to it.', 16, 1);
GO
"""

_HEAD_SQLITE = """\
-- Countersign's tables as a station keeps them in an SQLite file of its own: the factory's four, and those of ours.
-- A station makes them by itself and adds what a later version needs; this text is for reading.
"""

MEANING: Mapping[str, str] = {
    "countersign_act": "the audit of what supervisors and administrators did: a chain, only ever added to",
    "countersign_alias": "which part a label of a model is: one row for each act of a supervisor, never changed",
    "countersign_audit": "what was done in a session, line by line; written once",
    "countersign_audit_head": "how far the stations' own chained audits had come; written once",
    "countersign_commit": "the ledger: one row for each session written, by its key; makes every resend safe",
    "countersign_conflict": "sessions that could not be taken, whole, until a supervisor settles them",
    "countersign_decision": "what the camera settled in a session, and on what grounds; written once",
    "countersign_review": "what supervisors did about a session: reviewed, noted, reopened, voided",
    "countersign_session": "one row for each packing session",
    "countersign_session_label": "the labels that a session counted or removed",
    "countersign_station": "the stations, and when each wrote last",
    "countersign_station_key": "the public keys with which stations sign evidence",
    "countersign_user": "who may sign in, and in which role",
    "countersign_verdict": "what people say of the camera's decisions; written once",
}


def script(dialect: str) -> str:
    """``dialect``: mssql or sqlite."""
    return "\n".join(_mssql() if dialect == "mssql" else _sqlite())


def _mssql() -> Iterator[str]:
    yield _HEAD_MSSQL.format(factory="\n".join(_needed(table) for table in FACTORY))
    yield from map(_must_exist, FACTORY)
    for element in _created("mssql", OURS):
        yield from _table(element.element) if isinstance(element, CreateTable) else [_index(element.element)]
    for role, meaning in ROLES.items():
        yield _role(role, meaning)


def _sqlite() -> Iterator[str]:
    yield _HEAD_SQLITE
    for element in _created("sqlite", METADATA.sorted_tables):
        yield re.sub(r"^CREATE (TABLE|INDEX) ", r"CREATE \1 IF NOT EXISTS ", _text(element, "sqlite")) + ";\n"


def _created(name: str, tables: Sequence[Table]) -> list[CreateTable | CreateIndex]:
    """What makes the tables in an empty database of this kind: each table, then its indices by name."""
    made: list[CreateTable | CreateIndex] = []

    def _keep(element: ExecutableDDLElement, *_: object, **__: object) -> None:
        if isinstance(element, CreateTable | CreateIndex):
            made.append(element)

    METADATA.create_all(create_mock_engine(f"{name}://", _keep), tables=tables, checkfirst=False)
    place = {table.name: number for number, table in enumerate(tables)}
    return sorted(made, key=lambda each: _place(each, place))


def _place(element: CreateTable | CreateIndex, tables: Mapping[str, int]) -> tuple[int, str]:
    made = element.element
    return (tables[made.name], "") if isinstance(made, Table) else (tables[_table_of(made)], str(made.name))


def _table_of(index: Index) -> str:
    return index.table.name if index.table is not None else ""


def _text(element: ClauseElement, name: str) -> str:
    lines = str(element.compile(dialect=_dialect(name))).strip().splitlines()
    return "\n".join(line.rstrip() for line in lines).replace("\t", "    ")


@cache
def _dialect(name: str) -> Dialect:
    options = (
        {"deprecate_large_types": True} if name == "mssql" else {}
    )  # NVARCHAR(max), as SQL Server has it since 2012
    return create_mock_engine(f"{name}://", print, **options).dialect


def _batch(text: str) -> str:
    return f"{text}\nGO\n"


def _needed(table: Table) -> str:
    columns = ", ".join(column.name for column in table.columns)
    return f"--     {table.name}: {columns}"


def _must_exist(table: Table) -> str:
    missing = f"RAISERROR (N'The table {table.name} of the factory is not here.', 16, 1)"
    return _batch(f"IF OBJECT_ID(N'{table.name}', N'U') IS NULL\n    {missing};")


def _table(table: Table) -> Iterator[str]:
    """The table, then each of its columns that a table of an earlier version may lack."""
    yield f"-- {table.name}: {MEANING[table.name]}."
    yield _batch(f"IF OBJECT_ID(N'{table.name}', N'U') IS NULL\n{_text(CreateTable(table), 'mssql')};")
    added = [_added(table, column) for column in table.columns if not column.primary_key]
    yield _batch("\n".join(added))


def _added(table: Table, column: Column[Any]) -> str:
    definition = _text(CreateColumn(column), "mssql")
    return f"IF COL_LENGTH(N'{table.name}', N'{column.name}') IS NULL\n    ALTER TABLE {table.name} ADD {definition};"


def _index(index: Index) -> str:
    table = _table_of(index)
    known = f"SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'{table}') AND name = N'{index.name}'"  # noqa: S608
    return _batch(f"IF NOT EXISTS ({known})\n    {_text(CreateIndex(index), 'mssql')};")


def _role(role: str, meaning: str) -> str:
    """A right that was given already may be given again."""
    made = _batch(f"-- {role}: {meaning}.\nIF DATABASE_PRINCIPAL_ID(N'{role}') IS NULL\n    CREATE ROLE {role};")
    given = [f"GRANT {', '.join(grant.rights)} ON OBJECT::{grant.table} TO {role};" for grant in GRANTS[role]]
    return made + _batch("\n".join(given))
