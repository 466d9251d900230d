"""What every adapter has in common that reads and writes the factory's database."""

from sqlalchemy import Engine

from services.storage.engine_kind import EngineKind
from services.storage.schema import create_schema
from services.storage.transactions import translating


class SqlAdapter:
    """Owns ``engine``, whose pool holds one connection: one caller at a time."""

    def __init__(self, engine: Engine, kind: EngineKind) -> None:
        self.engine = engine
        self._kind = kind

    def create_schema(self) -> None:
        """Make the tables that are missing: the station's own SQLite file, or an empty test database."""
        with translating(self._kind):
            create_schema(self.engine)

    def close(self) -> None:
        self.engine.dispose()
