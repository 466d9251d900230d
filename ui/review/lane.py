"""Work for the database, one thing after another: what is asked twice is done once, as it was asked last."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.errors import ErrorCode, OperationalError
from ui.errand import Errand

_LIMIT_S = 30.0
_LOOK_MS = 10


class _Asked(NamedTuple):
    kind: str
    job: Callable[[], object]


class Lane(QObject):
    """GUI thread only. Acts are all done, in their order, before anything else; of everything else only the newest of
    its kind, in the order of ``kinds``. ``done`` brings a kind and its result, ``failed`` a kind and its
    OperationalError; what was asked anew meanwhile is not brought."""

    done = Signal(str, object)
    failed = Signal(str, object)

    def __init__(self, parent: QObject, name: str, kinds: Sequence[str]) -> None:
        super().__init__(parent)
        self._errand = Errand(self, name, _LOOK_MS)
        self._kinds = kinds
        self._acts: deque[_Asked] = deque()
        self._looks: dict[str, _Asked] = {}
        self._under_way: _Asked | None = None
        self._errand.done.connect(self._brought)
        self._errand.failed.connect(self._broke)
        self._errand.too_late.connect(self._no_answer)

    @property
    def busy(self) -> bool:
        return self._under_way is not None

    def look(self, kind: str, job: Callable[[], object]) -> None:
        self._looks[kind] = _Asked(kind, job)
        self._go_on()

    def act(self, kind: str, job: Callable[[], object]) -> None:
        self._acts.append(_Asked(kind, job))
        self._go_on()

    def forget(self, kind: str) -> None:
        """What was asked of this kind is not wanted any more."""
        self._looks.pop(kind, None)
        if self._under_way is not None and self._under_way.kind == kind:
            self._under_way = _Asked("", self._under_way.job)

    def stop(self) -> None:
        self._acts.clear()
        self._looks.clear()
        self._under_way = None
        self._errand.cancel()

    def _go_on(self) -> None:
        if self._under_way is not None:
            return
        self._under_way = self._next()
        if self._under_way is not None:
            self._errand.begin(self._under_way.job, _LIMIT_S)

    def _next(self) -> _Asked | None:
        if self._acts:
            return self._acts.popleft()
        return next((self._looks.pop(kind) for kind in self._kinds if kind in self._looks), None)

    @Slot(object)
    def _brought(self, result: object) -> None:
        if kind := self._ended():
            self.done.emit(kind, result)
        self._go_on()

    @Slot(object)
    def _broke(self, error: OperationalError) -> None:
        if kind := self._ended():
            self.failed.emit(kind, error)
        self._go_on()

    @Slot()
    def _no_answer(self) -> None:
        problem = f"no answer within {_LIMIT_S:.0f} s"
        self._broke(OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem=problem))

    def _ended(self) -> str:
        """The kind of what has ended; "" where it is not wanted any more."""
        ended, self._under_way = self._under_way, None
        return "" if ended is None or ended.kind in self._looks else ended.kind
