"""An alias table that is opened at its first use, as :mod:`services.storage.deferred` does for the store."""

from collections.abc import Callable

from app.domain.alias import Alias, AliasBook
from app.ports.alias_table import AliasTable


class DeferredAliases:
    """An AliasTable. Every call tries to open while that has not succeeded; same thread rule as the real one."""

    def __init__(self, opener: Callable[[], AliasTable]) -> None:
        self._opener = opener
        self._opened: AliasTable | None = None

    def book(self) -> AliasBook:
        return self._table.book()

    def record(self, act: Alias) -> None:
        self._table.record(act)

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @property
    def _table(self) -> AliasTable:
        if self._opened is None:
            self._opened = self._opener()
        return self._opened
