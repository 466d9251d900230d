"""Settlements of conflicts, as the factory's database has them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from services.storage.json_rows import given
from services.storage.schema import countersign_conflict
from services.storage.sql_adapter import SqlAdapter
from services.storage.transactions import transaction

_UNSAID = "settled"
"""Where a row says when, and not what."""


class SqlSettlements(SqlAdapter):
    """Implements :class:`app.ports.settlements.Settlements`."""

    def settled(self, conflict_ids: Sequence[str]) -> Mapping[str, str]:
        if not conflict_ids:
            return {}
        table = countersign_conflict
        asked = given(self._kind, table, [{"conflict_id": each} for each in conflict_ids])
        found = select(table.c.conflict_id, table.c.settlement).where(
            table.c.conflict_id.in_(select(asked.c.conflict_id)), table.c.settled_at.is_not(None)
        )
        with transaction(self.engine, self._kind) as connection:
            return {row.conflict_id: row.settlement or _UNSAID for row in connection.execute(found)}
