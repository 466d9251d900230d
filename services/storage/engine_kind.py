"""What differs between the two database engines, and nothing else."""

from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.domain.delivery_note import DnNumber
from app.domain.errors import OperationalError

WRITES = "countersign_writes"
"""Execution option of a connection whose transaction will write."""


class EngineKind(Protocol):
    def guard_commit(self, connection: Connection, number: DnNumber) -> None:
        """First act of a commit's transaction: from here on no other commit of this DN runs.

        Raises OperationalError(DATABASE_LOCKED).
        """

    def translated(self, error: SQLAlchemyError) -> OperationalError | None:
        """The operational condition behind a library error; None: a bug, to be raised as it is."""
