"""The database: driver, login, tables, rights and clock, as far as each can be asked."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL, Engine

from app.domain.errors import OperationalError
from app.domain.health import Finding
from app.domain.health_facts import DatabaseFacts
from app.domain.health_rules import database_findings as judged
from app.domain.health_rules import database_refusal
from app.ports.clock import Clock
from app.settings import DatabaseSettings
from services.storage.engine_kind import EngineKind
from services.storage.fitness import driver_problem, fitness
from services.storage.login import Login, with_user
from services.storage.open_store import parsed_url, sql_server, sqlite_file
from services.storage.sqlite_reader import SqliteReaderKind, sqlite_reader


def database_findings(rules: DatabaseSettings, default_path: Path, limit_s: float, clock: Clock) -> Sequence[Finding]:
    """Nothing is written and no file is made. ``limit_s`` bounds each of connecting and asking."""
    wait_s = min(rules.timeout_s, limit_s / 2)
    try:
        file = sqlite_file(rules.url, default_path)
    except OperationalError as error:
        return database_refusal(error, "database.url", rules.user)
    if file is not None:
        return _of_file(file, wait_s, clock)
    url = with_user(parsed_url(rules.url), rules.user)
    name = f"{url.host or 'SQL Server'}/{url.database or ''}".rstrip("/")
    try:
        _look_for_driver(url)
        engine, kind = sql_server(url, wait_s, Login(rules.user, rules.keyring, wait_s))
    except OperationalError as error:
        return database_refusal(error, name, url.username or "")
    return of_server(engine, kind, clock, name, url.username or "")


def of_server(engine: Engine, kind: EngineKind, clock: Clock, name: str, user: str) -> Sequence[Finding]:
    """Disposes of ``engine``."""
    try:
        return judged(fitness(engine, kind, clock, name, user, shared=True))
    except OperationalError as error:
        return database_refusal(error, name, user)
    finally:
        engine.dispose()


def _of_file(file: Path, wait_s: float, clock: Clock) -> Sequence[Finding]:
    if not file.exists():
        return judged(DatabaseFacts(str(file), "", shared=False, round_trip_ms=0.0, ahead_s=0.0))
    engine = sqlite_reader(file, wait_s)
    try:
        return judged(fitness(engine, SqliteReaderKind(str(file)), clock, str(file), "", shared=False))
    except OperationalError as error:
        return database_refusal(error, str(file), "")
    finally:
        engine.dispose()


def _look_for_driver(url: URL) -> None:
    """Before a connection is tried: a driver manager's own words for it differ from system to system."""
    if url.get_driver_name() != "pyodbc" or "odbc_connect" in url.query or not url.database:  # a DSN has its own
        return
    try:
        import pyodbc
    except ImportError:
        return  # told when the engine is made
    driver = url.query.get("driver", "")
    problem = driver_problem(driver if isinstance(driver, str) else driver[0], pyodbc.drivers())
    if problem is not None:
        raise problem
