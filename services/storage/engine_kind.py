"""What differs between the two database engines, and nothing else."""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Column, Connection
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

    def rows_of_json(self, columns: Sequence[Column[Any]]) -> str:
        """A SELECT of the columns, by their names and with their types, from the JSON list of objects in the parameter
        ``:rows``, whose keys are those names. A time in it is UTC without an offset, ISO 8601 to the millisecond."""

    def translated(self, error: SQLAlchemyError) -> OperationalError | None:
        """The operational condition behind a library error; None: a bug, to be raised as it is."""
