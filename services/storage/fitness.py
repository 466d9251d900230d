"""Whether a database fits this program: its tables and columns, the rights of the login, and its clock.

Nothing is written and no table is made. What a login may not see at all, SQL Server shows as not there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, text

from app.domain.errors import ErrorCode, OperationalError
from app.domain.health_facts import DatabaseFacts, DatabaseTrouble
from app.ports.clock import Clock
from services.storage.columns import METADATA
from services.storage.engine_kind import EngineKind
from services.storage.grants import GRANTS, STATION, Grant
from services.storage.transactions import transaction

_COLUMNS: Mapping[str, str] = {
    "mssql": "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = SCHEMA_NAME()",
    "sqlite": "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'",
}
_NOW: Mapping[str, str] = {
    "mssql": "SELECT CONVERT(VARCHAR(23), SYSUTCDATETIME(), 126)",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')",
}
_EVERYTHING = "SELECT, INSERT, UPDATE"


def fitness(engine: Engine, kind: EngineKind, clock: Clock, name: str, user: str, *, shared: bool) -> DatabaseFacts:
    """On one connection of ``engine``. DATABASE_…"""
    with transaction(engine, kind) as connection:
        round_trip_ms, ahead_s = _asked_time(connection, clock)
        lacks = _lacks(connection)
        denied = _denied(connection) if engine.dialect.name == "mssql" else []
    if shared and len(lacks) == len(_needed()):
        lacks, denied = [], [_EVERYTHING]
    return DatabaseFacts(name, user, shared, round_trip_ms, ahead_s, lacks, denied)


def driver_problem(driver: str, installed: Sequence[str]) -> OperationalError | None:
    """``driver`` as the URL names it; a path of a library is taken at its word."""
    if driver and ("/" in driver or "\\" in driver or driver.casefold() in map(str.casefold, installed)):
        return None
    there = ", ".join(installed) or "none"
    missing = f"“{driver}” is not among those that are there" if driver else "the address names none of those there"
    trouble = DatabaseTrouble.NO_DRIVER
    return OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem=f"{missing} ({there})", trouble=trouble)


def _asked_time(connection: Connection, clock: Clock) -> tuple[float, float]:
    """Milliseconds of the question, and how far this machine's clock is ahead, seconds."""
    connection.execute(text(_NOW[connection.dialect.name])).scalar_one()  # opens the line
    began_s = clock.monotonic_s()
    told = connection.execute(text(_NOW[connection.dialect.name])).scalar_one()
    taken_s = clock.monotonic_s() - began_s
    theirs = datetime.fromisoformat(str(told)).replace(tzinfo=UTC)
    return taken_s * 1e3, (clock.utc() - theirs).total_seconds() - taken_s / 2


def _needed() -> Mapping[str, Sequence[str]]:
    """Of what a station's statements use: each table with its columns."""
    used = {grant.table for grant in GRANTS[STATION]}
    return {
        table.name: [column.name for column in table.columns] for table in METADATA.sorted_tables if table.name in used
    }


def _lacks(connection: Connection) -> list[str]:
    there: dict[str, set[str]] = {}
    for table, column in connection.execute(text(_COLUMNS[connection.dialect.name])):
        there.setdefault(str(table).lower(), set()).add(str(column).lower())
    lacks = []
    for table, columns in sorted(_needed().items()):
        if table not in there:
            lacks.append(table)
        else:
            lacks += [f"{table}.{column}" for column in columns if column.lower() not in there[table]]
    return lacks


def _denied(connection: Connection) -> list[str]:
    asked = list(_asked_rights(GRANTS[STATION]))
    row = connection.execute(text(f"SELECT {', '.join(question for _, question in asked)}")).one()
    return [right for (right, _), has in zip(asked, row, strict=True) if has == 0]


def _asked_rights(grants: Iterable[Grant]) -> Iterator[tuple[str, str]]:
    """Each right, with the expression that is 1, 0, or NULL for a table that is not there (told as lacking)."""
    for grant in grants:
        for right in grant.rights:
            verb, _, columns = right.partition(" ")
            said = f"{right} ON {grant.table}"
            for column in (each.strip(" ()") for each in columns.split(",")):
                place = f", N'{column}', N'COLUMN'" if column else ""
                yield said, f"HAS_PERMS_BY_NAME(N'{grant.table}', N'OBJECT', N'{verb}'{place})"
