"""The tables: four of the factory's (their names, their text quantities, their status words), and ours beside them.

The factory's own SQL Server has the first four already and other programs use them; they are created here only in
the station's SQLite file and in an empty test database.
"""

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Float,
    Index,
    Integer,
    String,
    Table,
    Unicode,
    UnicodeText,
    UniqueConstraint,
    inspect,
    text,
)
from sqlalchemy.schema import CreateColumn

import services.storage.office_schema  # noqa: F401 (its tables belong to METADATA too)
from app.domain.alias import MAX_REASON
from app.ports.alias_table import TEXT_AT_MOST, VERSION_AT_MOST
from services.storage.columns import CODE, DETAIL_AT_MOST, DN, KEY, METADATA, PART, STATION, WORD

ACTIVE = "active"
USED = "Yes"
"""The mark in ``labels.packing``; NULL while the label is free. Every time is UTC without an offset."""

_QUANTITY_TEXT = String(50)

packing = Table(
    "packing",
    METADATA,
    Column("packing_code", CODE, primary_key=True),
    Column("no_dn", DN, nullable=False, unique=True),
    Column("po", String(1000)),
    Column("created_at", DateTime, nullable=False),
)

detail_packing = Table(
    "detail_packing",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("packing_code", CODE, nullable=False),
    Column("no_dn", DN, nullable=False),
    Column("part_number_dn", PART, nullable=False),
    Column("total_qty_dn", _QUANTITY_TEXT, nullable=False),
    Column("total_qty_label", _QUANTITY_TEXT, nullable=False),
    Column("status", String(30), nullable=False),
    UniqueConstraint("no_dn", "part_number_dn"),
)

detail_label_packing = Table(
    "detail_label_packing",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("part_number_label", PART, nullable=False),
    Column("no_dn", DN, nullable=False),
    Column("label", CODE, nullable=False),
    Column("qty_label", _QUANTITY_TEXT, nullable=False),
    UniqueConstraint("no_dn", "label"),
)

labels = Table(
    "labels",
    METADATA,
    Column("label", CODE, primary_key=True),
    Column("part_number", PART, nullable=False),
    Column("qty", _QUANTITY_TEXT, nullable=False),
    Column("status", String(20), nullable=False),
    Column("supplier", String(100)),
    Column("packing", String(10)),
)

countersign_commit = Table(
    "countersign_commit",
    METADATA,
    Column("idem_key", String(64), primary_key=True),
    Column("payload_hash", String(64), nullable=False),
    Column("packing_code", CODE, nullable=False),
    Column("no_dn", DN, nullable=False),
    Column("session_id", String(64), nullable=False),
    Column("station_id", String(40), nullable=False),
    Column("discrepancy_reason", String(500), nullable=False),
    Column("agreement", String(20), nullable=False, server_default="three_way"),
    Column("submitted_at", DateTime, nullable=False),
    Column("committed_at", DateTime, nullable=False),
)


countersign_alias = Table(
    "countersign_alias",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("model_name", Unicode(TEXT_AT_MOST), nullable=False),
    Column("model_version", Unicode(VERSION_AT_MOST), nullable=False),
    Column("label", Unicode(TEXT_AT_MOST), nullable=False),
    Column("part_number", Unicode(TEXT_AT_MOST), nullable=False),
    Column("status", String(20), nullable=False),
    Column("acted_by", Unicode(TEXT_AT_MOST), nullable=False),
    Column("acted_at", DateTime, nullable=False),
    Column("reason", Unicode(MAX_REASON), nullable=False),
)
"""One row for each act, never changed. People's names, their reasons and a model's labels are in any script."""

_ASKED = ("no_dn", "station_id", "operator", "removed", "discrepancy_reason")
"""What a search looks at on its way along any index of the sessions."""


def _covering(name: str, *key: str) -> tuple[Index, Index]:
    """The index of either engine, of which one is made: in SQLite all is key, in SQL Server a key has little room."""
    beside = [column for column in _ASKED if column not in key]
    return (
        Index(name, *key, *beside).ddl_if(dialect="sqlite"),
        Index(name, *key, mssql_include=beside).ddl_if(dialect="mssql"),
    )


def _filtered(name: str, condition: str) -> Index:
    """Of the few rows for which ``condition`` holds, in the order of time. Not on SQL Server: there a program whose SET
    options differ could write the table no more."""
    return Index(name, "submitted_at", "session_id", *_ASKED, sqlite_where=text(condition)).ddl_if(dialect="sqlite")


countersign_session = Table(
    "countersign_session",
    METADATA,
    Column("session_id", KEY, primary_key=True),
    Column("idem_key", KEY, nullable=False, unique=True),
    Column("packing_code", CODE, nullable=False),
    Column("no_dn", DN, nullable=False),
    Column("station_id", STATION, nullable=False),
    Column("operator", STATION, nullable=False, server_default=""),
    Column("agreement", WORD, nullable=False),
    Column("note_as_of", DateTime),
    Column("submitted_at", DateTime, nullable=False),
    Column("committed_at", DateTime, nullable=False),
    Column("labels", Integer, nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("open_parts", Integer, nullable=False),
    Column("discrepancy_reason", Unicode(DETAIL_AT_MOST), nullable=False),
    Column("opened_at", DateTime),
    *_covering("countersign_session_by_time", "submitted_at", "session_id"),
    *_covering("countersign_session_by_dn", "no_dn", "submitted_at", "session_id"),
    *_covering("countersign_session_by_station", "station_id", "submitted_at", "session_id"),
    *_covering("countersign_session_by_operator", "operator", "submitted_at", "session_id"),
    _filtered("countersign_session_discrepant", "discrepancy_reason <> ''"),
    _filtered("countersign_session_removing", "removed > 0"),
    sqlite_with_rowid=False,
)
"""``labels`` and ``pieces`` are those counted anew; ``open_parts`` those of the note still open after the commit.
``opened_at`` is NULL in rows of an older version. The indices are those of the reports (``report_drivers.py``)."""

countersign_session_label = Table(
    "countersign_session_label",
    METADATA,
    Column("session_id", KEY, primary_key=True),
    Column("label", CODE, primary_key=True),
    Column("act", WORD, nullable=False),
    Column("part_number", PART, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("scanned_at", DateTime, nullable=False),
    Column("no_dn", DN, nullable=False),
    Column("submitted_at", DateTime, nullable=False),
    Index("countersign_session_label_by_label", "label", "submitted_at", "session_id"),
    Index("countersign_session_label_by_part", "part_number", "submitted_at", "session_id", "no_dn"),
    sqlite_with_rowid=False,
)
"""``act``: ``counted`` or ``removed``. ``no_dn`` and ``submitted_at`` are the session's own, repeated here so that a
search by label or part reads an index in the order of time."""

countersign_decision = Table(
    "countersign_decision",
    METADATA,
    Column("session_id", KEY, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("verdict", WORD, nullable=False),
    Column("reason", WORD, nullable=False),
    Column("part_number", PART, nullable=False),
    Column("model_label", Unicode(TEXT_AT_MOST), nullable=False),
    Column("model", Unicode(TEXT_AT_MOST + VERSION_AT_MOST + 1), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("alias_by", Unicode(TEXT_AT_MOST), nullable=False),
    Column("stamp_says", WORD, nullable=False),
    Column("picture_id", KEY, nullable=False),
    Column("picture_sha256", KEY, nullable=False),
    Column("detail", UnicodeText, nullable=False),
)
"""``detail``: the whole decision in plain values, as JSON."""

countersign_audit = Table(
    "countersign_audit",
    METADATA,
    Column("session_id", KEY, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("station_id", STATION, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("deed", WORD, nullable=False),
    Column("detail", Unicode(DETAIL_AT_MOST), nullable=False),
    Column("acted_by", Unicode(TEXT_AT_MOST), nullable=False, server_default=""),
)

countersign_conflict = Table(
    "countersign_conflict",
    METADATA,
    Column("conflict_id", KEY, primary_key=True),
    Column("no_dn", DN, nullable=False),
    Column("session_id", KEY, nullable=False),
    Column("station_id", STATION, nullable=False),
    Column("reason", WORD, nullable=False),
    Column("found_at", DateTime, nullable=False),
    Column("labels", UnicodeText, nullable=False),
    Column("holders", UnicodeText, nullable=False),
    Column("record", UnicodeText, nullable=False),
    Column("settled_at", DateTime),
    Column("settled_by", Unicode(TEXT_AT_MOST)),
    Column("settlement", Unicode(DETAIL_AT_MOST)),
    Index("countersign_conflict_open", "settled_at", "found_at"),
    Index("countersign_conflict_by_time", "found_at", "session_id"),
    Index("countersign_conflict_by_session", "session_id"),
)
"""One row for each session that could not be taken: its whole record and the other side's, as JSON."""

countersign_station = Table(
    "countersign_station",
    METADATA,
    Column("station_id", STATION, primary_key=True),
    Column("first_commit_at", DateTime, nullable=False),
    Column("last_commit_at", DateTime, nullable=False),
)

FACTORY = (packing, detail_packing, detail_label_packing, labels)
OURS = tuple(table for table in METADATA.sorted_tables if table not in FACTORY)


def create_schema(engine: Engine) -> None:
    """Create the tables, and the columns and indices of ours, that are missing; what exists is left as it is."""
    METADATA.create_all(engine)
    for table in OURS:
        _add_columns(engine, table)
        for index in table.indexes:
            index.create(engine, checkfirst=True)


def _add_columns(engine: Engine, table: Table) -> None:
    known = {column["name"] for column in inspect(engine).get_columns(table.name)}
    for column in table.columns:
        if column.name not in known:
            definition = CreateColumn(column).compile(dialect=engine.dialect)
            with engine.begin() as connection:
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD {definition}")
