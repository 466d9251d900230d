"""The factory's audit on a database, whichever engine it is, and what it witnesses of the stations."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Table, select

from app.domain.audit import Act, AuditLine, Head, StoredLine, key_act
from app.domain.audit_filter import EVERY_LINE, AuditFilter
from services.storage.audit_chain import (
    append_act,
    head_of,
    lines_after,
    lines_of_subject,
    newest_lines,
    stored_after,
)
from services.storage.json_rows import insert_given
from services.storage.office_schema import countersign_act, countersign_audit_head, countersign_station_key
from services.storage.rows import utc_from_text
from services.storage.sql_adapter import SqlAdapter
from services.storage.transactions import transaction


class SqlFactoryAudit(SqlAdapter):
    """Implements :class:`app.ports.audit_trail.FactoryAudit`."""

    def append(self, act: Act) -> AuditLine:
        with transaction(self.engine, self._kind, writes=True) as connection:
            return append_act(connection, countersign_act, act)

    def head(self) -> Head | None:
        with self._reading() as connection:
            return head_of(connection, countersign_act)

    def lines(self, after_seq: int, limit: int) -> Sequence[AuditLine]:
        with self._reading() as connection:
            return lines_after(connection, countersign_act, after_seq, limit)

    def newest(self, before_seq: int | None, limit: int, wanted: AuditFilter = EVERY_LINE) -> Sequence[AuditLine]:
        with self._reading() as connection:
            return newest_lines(connection, countersign_act, before_seq, limit, wanted)

    def of_subject(self, subject: str) -> Sequence[AuditLine]:
        with self._reading() as connection:
            return lines_of_subject(connection, countersign_act, subject)

    def stored(self, after_seq: int | None, limit: int) -> Sequence[StoredLine]:
        with self._reading() as connection:
            return stored_after(connection, countersign_act, after_seq, limit)

    def note_head(self, station_id: str, head: Head, at: str) -> None:
        row = {"station_id": station_id, "seq": head.seq, "hash": head.hash}
        with self._writing() as connection:
            self._noted(connection, countersign_audit_head, row, at)

    def heads(self, station_id: str) -> Sequence[Head]:
        table = countersign_audit_head
        found = select(table).where(table.c.station_id == station_id).order_by(table.c.seq)
        with self._reading() as connection:
            return [Head(row.seq, row.hash) for row in connection.execute(found)]

    def note_key(self, station_id: str, public_key: str, at: str) -> None:
        row = {"station_id": station_id, "public_key": public_key}
        with self._writing() as connection:
            if self._noted(connection, countersign_station_key, row, at):
                append_act(connection, countersign_act, key_act(station_id, public_key, at))

    def keys(self, station_id: str) -> Sequence[str]:
        table = countersign_station_key
        found = select(table.c.public_key).where(table.c.station_id == station_id)
        with self._reading() as connection:
            return list(connection.execute(found.order_by(table.c.noted_at, table.c.public_key)).scalars())

    def _noted(self, connection: Connection, table: Table, row: Mapping[str, object], at: str) -> bool:
        """Whether it was not there yet; only this station writes rows of its own."""
        keys = [column == row[column.name] for column in table.primary_key.columns]
        if connection.execute(select(table.c.station_id).where(*keys)).first() is not None:
            return False
        insert_given(connection, self._kind, table, [{**row, "noted_at": utc_from_text(at)}])
        return True

    def _reading(self) -> AbstractContextManager[Connection]:
        return transaction(self.engine, self._kind)

    def _writing(self) -> AbstractContextManager[Connection]:
        return transaction(self.engine, self._kind, writes=True)
