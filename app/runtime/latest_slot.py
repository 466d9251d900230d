"""A hand-over for live data that cannot grow: the latest item wins."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestSlot(Generic[T]):
    """Holds at most one item. ``put`` and ``take`` may be called from any thread."""

    def __init__(self) -> None:
        self._cond = threading.Condition()
        self._item: T | None = None
        self._closed = False
        self.dropped = 0

    def put(self, item: T) -> None:
        """Replace what waits; a replaced item counts as dropped. After ``close`` it is ignored."""
        with self._cond:
            if self._closed:
                return
            self.dropped += self._item is not None
            self._item = item
            self._cond.notify()

    def take(self, timeout_s: float | None = None) -> T | None:
        """Wait for an item and take it. None: closed, or the time is up."""
        with self._cond:
            self._cond.wait_for(lambda: self._item is not None or self._closed, timeout_s)
            item, self._item = self._item, None
            return item

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Wake every waiter; the waiting item is thrown away."""
        with self._cond:
            self._closed, self._item = True, None
            self._cond.notify_all()
