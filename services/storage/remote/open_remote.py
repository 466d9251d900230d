"""The packing store on a database behind a link."""

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from app.domain.errors import ErrorCode, OperationalError
from services.storage.packing_store import SqlPackingStore
from services.storage.remote import driver
from services.storage.remote.wire import Address
from services.storage.sqlite import SqliteKind, begins_itself


class RemoteKind(SqliteKind):
    """As SQL Server: what breaks with the link has an unknown outcome."""

    def translated(self, error: SQLAlchemyError) -> OperationalError | None:
        if isinstance(error, DBAPIError) and isinstance(error.orig, driver.LinkBrokenError):
            return OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="the link is broken")
        return super().translated(error)


def open_remote(address: Address, timeout_s: float = 10.0) -> SqlPackingStore:
    """Nothing is connected before the first use; a connection whose link broke is replaced at the next one.
    ``create_schema`` makes the tables."""
    return SqlPackingStore(remote_engine(address, timeout_s), RemoteKind(f"{address[0]}:{address[1]}"))


def remote_engine(address: Address, timeout_s: float) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: driver.connect(address, timeout_s),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=timeout_s,
        pool_pre_ping=True,
    )
    begins_itself(engine)

    @event.listens_for(engine, "handle_error")
    def _gone(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, driver.LinkBrokenError):
            context.is_disconnect = True

    return engine
