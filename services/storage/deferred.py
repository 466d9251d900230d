"""Something of a database that is opened at its first use, so that a window starts, and says why, when the database
does not open."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar, cast


class Closable(Protocol):
    def close(self) -> None: ...


T = TypeVar("T", bound=Closable)


class _Deferred:
    def __init__(self, opener: Callable[[], Closable]) -> None:
        self._opener, self._opening = opener, threading.Lock()
        self._opened: Closable | None = None

    def __getattr__(self, name: str) -> Callable[..., object]:
        """Only methods are asked for, and opening belongs to the call: whoever hands a method on opens nothing."""
        if name.startswith("__"):
            raise AttributeError(name)
        return partial(self._call, name)

    def _call(self, name: str, *values: object, **more: object) -> object:
        with self._opening:
            if self._opened is None:
                self._opened = self._opener()
        found: object = getattr(self._opened, name)(*values, **more)
        return found

    def close(self) -> None:
        """Nothing, unless it was opened; used again it is opened again."""
        with self._opening:
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()


def deferred(opener: Callable[[], T]) -> T:
    """What ``opener`` opens, once a method of it is called. Every call tries while that has not succeeded, and raises
    as it does; same thread rule as the real one."""
    return cast(T, _Deferred(opener))
