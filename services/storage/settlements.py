"""Settlements of conflicts, as the factory's database has them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, select

from services.storage.engine_kind import EngineKind
from services.storage.json_rows import given
from services.storage.schema import countersign_conflict, create_schema
from services.storage.transactions import transaction, translating

_UNSAID = "settled"
"""Where a row says when, and not what."""


class SqlSettlements:
    """Implements :class:`app.ports.settlements.Settlements`; owns ``engine``, of one connection."""

    def __init__(self, engine: Engine, kind: EngineKind) -> None:
        self.engine = engine
        self._kind = kind

    def create_schema(self) -> None:
        """Make the tables that are missing: the station's own SQLite file, or an empty test database."""
        with translating(self._kind):
            create_schema(self.engine)

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

    def close(self) -> None:
        self.engine.dispose()
