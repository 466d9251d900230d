"""A station whose ERP, database and disk hang on command: calls go in and do not come out, as with a dead network
drive, a firewall that swallows, or a disk that retries."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from app.bootstrap import Parts
from app.domain.errors import ErrorCode, OperationalError
from app.use_cases.factory import Factory

T = TypeVar("T")


class Gate:
    """Open, calls pass. Hanging, each waits until ``let_go``, or for ``limit_s`` and then ends in ``error``, as an
    adapter's own time limit would end it."""

    def __init__(self, error: ErrorCode) -> None:
        self._error = error
        self._open = threading.Event()
        self._open.set()
        self._lock = threading.Lock()
        self.limit_s: float | None = None
        self.waiting = 0

    def hang(self) -> None:
        self._open.clear()

    def let_go(self) -> None:
        self._open.set()

    def pass_through(self) -> None:
        """On whatever thread calls; raises OperationalError."""
        if self._open.is_set():
            return
        with self._lock:
            self.waiting += 1
        passed = self._open.wait(self.limit_s)
        with self._lock:
            self.waiting -= 1
        if not passed:
            raise OperationalError(self._error, problem="it hangs", url="nowhere", path="nowhere", limit_s=self.limit_s)


@dataclass(frozen=True, slots=True)
class Gates:
    erp: Gate = field(default_factory=lambda: Gate(ErrorCode.ERP_TOO_SLOW))
    database: Gate = field(default_factory=lambda: Gate(ErrorCode.DATABASE_UNREACHABLE))
    disk: Gate = field(default_factory=lambda: Gate(ErrorCode.DATABASE_UNWRITABLE))

    @property
    def all(self) -> tuple[Gate, ...]:
        return (self.erp, self.database, self.disk)


def behind_gates(parts: Parts, gates: Gates) -> Parts:
    """The same parts; every call of notes, stores and record goes through its gate."""
    factory, database = parts.factory, gates.database
    return replace(
        parts,
        factory=Factory(
            _behind(factory.notes, gates.erp),
            _behind(factory.lookups, database),
            _behind(factory.aliases, database),
            _behind(factory.outbound, database),
            _behind(factory.people, database),
            _behind(factory.audit, database),
            _behind(factory.settlements, database),
        ),
        record=_behind(parts.record, gates.disk),
    )


def _behind(real: T, gate: Gate) -> T:
    return cast(T, _Behind(real, gate))


class _Behind:
    """Whatever ``real`` has: its methods through the gate, its parts behind the gate too."""

    def __init__(self, real: object, gate: Gate) -> None:
        self._real, self._gate = real, gate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if name == "close":  # no adapter asks anybody for that
            return found
        return self._gated(found) if callable(found) else _Behind(found, self._gate)

    def _gated(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def gated(*args: Any, **named: Any) -> Any:
            self._gate.pass_through()
            return call(*args, **named)

        return gated
