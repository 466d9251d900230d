"""The alias table on a database, whichever engine it is."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.audit import Act, AuditDeed, canonical_json
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber
from app.ports.alias_table import with_act
from services.storage.audit_chain import append_act
from services.storage.json_rows import insert_given
from services.storage.office_schema import countersign_act
from services.storage.rows import text_from_utc, utc_from_text
from services.storage.schema import countersign_alias
from services.storage.sql_adapter import SqlAdapter
from services.storage.transactions import transaction

log = logging.getLogger(__name__)

_EVERY_ACT = select(countersign_alias).order_by(countersign_alias.c.seq)
# BEGIN IMMEDIATE keeps other writers out of an SQLite file; on SQL Server this lock does, until the transaction ends.
_EVERY_ACT_LOCKED = _EVERY_ACT.with_hint(countersign_alias, "WITH (TABLOCKX, HOLDLOCK)", "mssql")


class SqlAliasTable(SqlAdapter):
    """Implements :class:`app.ports.alias_table.AliasTable`.

    DATABASE_MISMATCH (problem) also tells of a text too long for its column, alike on either engine.
    """

    def book(self) -> AliasBook:
        with transaction(self.engine, self._kind) as connection:
            return _book(connection)

    def record(self, act: Alias, audit: Act) -> None:
        row = _row(act)
        with transaction(self.engine, self._kind, writes=True) as connection:
            with_act(_book(connection, locked=True), act)
            insert_given(connection, self._kind, countersign_alias, [row])
            append_act(connection, countersign_act, audit)
        log.info("alias %s of %s: %s by %s", act.part_number, act.key.label, act.status, act.by)

    def add_unknown(self, acts: Sequence[Alias]) -> None:
        """Append those about whose label and part there is no act yet, whatever it says, as acts of the program; most
        often there are none."""
        if not _unknown(self.book(), acts):
            return
        with transaction(self.engine, self._kind, writes=True) as connection:
            unknown = _unknown(_book(connection, locked=True), acts)
            insert_given(connection, self._kind, countersign_alias, [_row(act) for act in unknown])
            for act in unknown:
                append_act(connection, countersign_act, _act_of_program(act))


def _book(connection: Connection, *, locked: bool = False) -> AliasBook:
    rows = connection.execute(_EVERY_ACT_LOCKED if locked else _EVERY_ACT)
    return AliasBook(tuple(_act(row) for row in rows))


def _unknown(book: AliasBook, acts: Sequence[Alias]) -> list[Alias]:
    known = {(each.key, each.part_number) for each in book.acts}
    return [act for act in acts if (act.key, act.part_number) not in known]


def _act_of_program(act: Alias) -> Act:
    return Act(
        AuditDeed.ALIAS_PROPOSED,
        act.key.subject,
        by="",
        role="",
        station_id="",
        at=act.at,
        monotonic_ms=0,
        reason=act.reason,
        after=canonical_json(act.plain),
    )


def _act(row: Any) -> Alias:
    if row.status not in set(AliasStatus):
        problem = f"the alias of {row.label} has the status “{str(row.status)[:20]}”"
        raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)
    return Alias(
        AliasKey(ModelIdentity(row.model_name, row.model_version), row.label),
        PartNumber(row.part_number),
        AliasStatus(row.status),
        row.acted_by,
        text_from_utc(row.acted_at),
        row.reason,
    )


def _row(act: Alias) -> Mapping[str, Any]:
    return {
        "model_name": act.key.model.name,
        "model_version": act.key.model.version,
        "label": act.key.label,
        "part_number": act.part_number.text,
        "status": act.status.value,
        "acted_by": act.by,
        "acted_at": utc_from_text(act.at),
        "reason": act.reason,
    }
