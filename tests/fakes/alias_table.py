"""An alias table in memory, held to the same suite as the real one."""

from app.domain.alias import Alias, AliasBook
from app.domain.audit import Act
from app.domain.errors import OperationalError
from app.ports.alias_table import with_act


class FakeAliasTable:
    """``error``, while set, is raised by every method."""

    def __init__(self, book: AliasBook | None = None, error: OperationalError | None = None) -> None:
        self.error = error
        self.closed = False
        self.audit: list[Act] = []
        self._book = book or AliasBook()

    def book(self) -> AliasBook:
        self._fail_if_told()
        return self._book

    def record(self, act: Alias, audit: Act) -> None:
        self._fail_if_told()
        self._book = with_act(self._book, act)
        self.audit.append(audit)

    def close(self) -> None:
        self.closed = True

    def _fail_if_told(self) -> None:
        if self.error is not None:
            raise self.error
