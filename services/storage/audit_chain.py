"""Lines of a chained audit in a table that has :func:`services.storage.columns.chain_columns`, on either engine. All of
it runs inside a transaction that somebody else opened and will end."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select

from app.domain.audit import Act, AuditLine, Head, act_to_json, chained


def append_act(connection: Connection, table: Table, act: Act) -> AuditLine:
    """One more line. Writers of a chain come one after the other: on SQLite the writing transaction alone sees to it,
    on SQL Server a lock on the whole table until the transaction ends."""
    line = chained(_head(connection, table, locked=True), act)
    row = {
        "seq": line.seq,
        "at": act.at,
        "acted_by": act.by,
        "deed": act.deed,
        "subject": act.subject,
        "body": act_to_json(act),
        "previous": line.previous,
        "hash": line.hash,
    }
    connection.execute(insert(table).values(row))
    return line


def head_of(connection: Connection, table: Table) -> Head | None:
    return _head(connection, table, locked=False)


def lines_after(connection: Connection, table: Table, after_seq: int, limit: int) -> Sequence[AuditLine]:
    """In the order of their numbers. ValueError: a line cannot be read."""
    return _lines(connection, select(table).where(table.c.seq > after_seq).order_by(table.c.seq).limit(limit))


def newest_lines(connection: Connection, table: Table, before_seq: int | None, limit: int) -> Sequence[AuditLine]:
    """The newest first. ValueError: a line cannot be read."""
    found = select(table).order_by(table.c.seq.desc()).limit(limit)
    return _lines(connection, found if before_seq is None else found.where(table.c.seq < before_seq))


def lines_of_subject(connection: Connection, table: Table, subject: str) -> Sequence[AuditLine]:
    """Oldest first. ValueError: a line cannot be read."""
    return _lines(connection, select(table).where(table.c.subject == subject).order_by(table.c.seq))


def _head(connection: Connection, table: Table, *, locked: bool) -> Head | None:
    newest = select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)
    if locked:
        newest = newest.with_hint(table, "WITH (TABLOCKX, HOLDLOCK)", "mssql")
    row = connection.execute(newest).first()
    return Head(row.seq, row.hash) if row else None


def _lines(connection: Connection, query: Select[Any]) -> Sequence[AuditLine]:
    return [_line(row) for row in connection.execute(query)]


def _line(row: Any) -> AuditLine:
    try:
        act = Act(**json.loads(row.body))
    except TypeError as error:
        raise ValueError(f"line {row.seq} of the audit is no act") from error
    return AuditLine(row.seq, act, row.previous, row.hash)
