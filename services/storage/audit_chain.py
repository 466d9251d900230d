"""Lines of a chained audit in a table that has :func:`services.storage.columns.chain_columns`, on either engine. All of
it runs inside a transaction that somebody else opened and will end."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, Table, Unicode, insert, literal, or_, select

from app.domain.audit import UNREADABLE, Act, AuditLine, Head, StoredLine, act_from_json, act_to_json, chained
from app.domain.audit_filter import EVERY_LINE, AuditFilter, needles

_ESCAPE = "/"
_WILD = "%_[]^/"


def append_act(connection: Connection, table: Table, act: Act) -> AuditLine:
    """One more line. Writers of a chain come one after the other: on SQLite the writing transaction alone sees to it,
    on SQL Server a lock on the whole table until the transaction ends. The head is read each time: what is chained is
    what the store holds."""
    line = chained(_head(connection, table, locked=True), act)
    body = act_to_json(act)
    row = {"seq": line.seq, **_beside(table, act), "body": body, "previous": line.previous, "hash": line.hash}
    connection.execute(insert(table), row)
    return line


def head_of(connection: Connection, table: Table) -> Head | None:
    return _head(connection, table, locked=False)


def lines_after(connection: Connection, table: Table, after_seq: int, limit: int) -> Sequence[AuditLine]:
    """In the order of their numbers."""
    return _lines(connection, select(table).where(table.c.seq > after_seq).order_by(table.c.seq).limit(limit))


def newest_lines(
    connection: Connection, table: Table, before_seq: int | None, limit: int, wanted: AuditFilter = EVERY_LINE
) -> Sequence[AuditLine]:
    """The newest first, of those that are wanted."""
    found = select(table).where(*_conditions(table, wanted)).order_by(table.c.seq.desc()).limit(limit)
    return _lines(connection, found if before_seq is None else found.where(table.c.seq < before_seq))


def lines_of_subject(connection: Connection, table: Table, subject: str) -> Sequence[AuditLine]:
    """Oldest first."""
    return _lines(connection, select(table).where(table.c.subject == subject).order_by(table.c.seq))


def stored_after(connection: Connection, table: Table, after_seq: int | None, limit: int) -> Sequence[StoredLine]:
    """As they are kept, to be checked, in the order of their numbers; None: from the first on, whatever its number."""
    page = select(table).order_by(table.c.seq).limit(limit)
    found = page if after_seq is None else page.where(table.c.seq > after_seq)
    return [_stored(table, row) for row in connection.execute(found)]


def _head(connection: Connection, table: Table, *, locked: bool) -> Head | None:
    newest = select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)
    if locked:
        newest = newest.with_hint(table, "WITH (TABLOCKX, HOLDLOCK)", "mssql")
    row = connection.execute(newest).first()
    return Head(row.seq, row.hash) if row else None


def _conditions(table: Table, wanted: AuditFilter) -> list[ColumnElement[bool]]:
    columns = table.c
    asked = [
        (wanted.by, columns.acted_by == wanted.by),
        (wanted.deed, columns.deed == wanted.deed),
        (wanted.subject, _like(columns.subject, "", wanted.subject)),
        (wanted.since, columns.at >= wanted.since),
        (wanted.until, columns.at < wanted.until),
        (wanted.after_seq, columns.seq > wanted.after_seq),
        (wanted.text, or_(*(_like(columns.body, "%", needle) for needle in needles(wanted.text)))),
    ]
    return [condition for is_asked, condition in asked if is_asked]


def _like(column: ColumnElement[str], before: str, text: str) -> ColumnElement[bool]:
    escaped = "".join(_ESCAPE + each if each in _WILD else each for each in text)
    return column.like(literal(f"{before}{escaped}%", String), escape=_ESCAPE)


def _lines(connection: Connection, query: Select[Any]) -> Sequence[AuditLine]:
    return [_line(row) for row in connection.execute(query)]


def _line(row: Any) -> AuditLine:
    """One that tells of no act is shown as such: it must not hide the others."""
    act = act_from_json(str(row.body)) or Act(UNREADABLE, "", "", "", "", "", 0)
    return AuditLine(row.seq, act, row.previous, row.hash)


def _stored(table: Table, row: Any) -> StoredLine:
    body = row.body if isinstance(row.body, str) else repr(row.body)
    act = act_from_json(body)
    agrees = act is not None and all(getattr(row, name) == text for name, text in _beside(table, act).items())
    return StoredLine(row.seq, row.previous, row.hash, body, agrees)


def _beside(table: Table, act: Act) -> Mapping[str, str]:
    """What is searched by, as far as its columns take it: the whole of it is in the body."""
    beside = {"at": act.at, "acted_by": act.by, "deed": act.deed, "subject": act.subject}
    return {name: _fitting(table.c[name].type, text) for name, text in beside.items()}


def _fitting(kind: Any, text: str) -> str:
    """SQL Server counts a rare character twice, and a lone surrogate no database takes."""
    plain = text.encode("utf-8", "replace").decode()
    if kind.length is None:
        return plain
    if not isinstance(kind, Unicode):
        plain = plain.encode("ascii", "replace").decode()
    return plain.encode("utf-16-le")[: 2 * kind.length].decode("utf-16-le", "ignore")
