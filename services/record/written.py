"""How much this record has written lately, kept in the file itself."""

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from app.ports.clock import Clock
from services.record.schema import written

_HOUR_S = 3600
_DAY_HOURS = 24


class Written:
    """Counts by the hour of ``clock``'s UTC; hours that a clock set back has left in the future are not counted."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def add(self, connection: Connection, size: int) -> None:
        """Part of the caller's transaction."""
        hour = self._hour()
        row = insert(written).values(hour=hour, bytes=size)
        more = row.on_conflict_do_update(index_elements=["hour"], set_={"bytes": written.c.bytes + row.excluded.bytes})
        connection.execute(more)
        connection.execute(delete(written).where(written.c.hour <= hour - _DAY_HOURS))

    def last_day(self, connection: Connection) -> int:
        """Bytes of the last 24 hours."""
        hour = self._hour()
        lately = written.c.hour.between(hour - _DAY_HOURS + 1, hour)
        total: int | None = connection.execute(select(func.sum(written.c.bytes)).where(lately)).scalar()
        return total or 0

    def _hour(self) -> int:
        return int(self._clock.utc().timestamp()) // _HOUR_S
