"""A transaction on either engine, with the library's errors translated at this edge."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from services.storage.engine_kind import WRITES, EngineKind


@contextmanager
def transaction(engine: Engine, kind: EngineKind, *, writes: bool = False) -> Iterator[Connection]:
    """All of the block or nothing of it. Raises OperationalError(DATABASE_…)."""
    with translating(kind), engine.connect() as connection:
        connection.execution_options(**{WRITES: writes})
        with connection.begin():
            yield connection


@contextmanager
def translating(kind: EngineKind) -> Iterator[None]:
    """Operational conditions become OperationalErrors; any other library error is a bug and passes."""
    try:
        yield
    except SQLAlchemyError as error:
        known = kind.translated(error)
        if known is None:
            raise
        raise known from error
