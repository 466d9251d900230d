"""Whoever can hold off sleep and screen saver on this system."""

import logging
import sys
from collections.abc import Callable
from typing import Protocol

from app.ports.awake import Awake
from app.runtime.worker import Worker

log = logging.getLogger(__name__)


class Inhibitor(Protocol):
    """Blocking; one thread. ``hold`` returns a word for each thing that is held off; raises OSError when it is none."""

    def hold(self) -> list[str]: ...
    def release(self) -> None: ...


class NoAwake:
    """Where nobody wants it."""

    def hold(self) -> None:
        pass

    def release(self) -> None:
        pass

    def close(self) -> None:
        pass


class WorkingAwake:
    """An Awake whose inhibitor is asked on a thread of its own ("awake"): a message bus may hang."""

    def __init__(self, inhibitor: Inhibitor) -> None:
        self._inhibitor = inhibitor
        self._wanted = self._told = False
        self._worker = Worker("awake", _bug)

    def hold(self) -> None:
        if not self._wanted:
            self._wanted = True
            self._worker.post(self._hold)

    def release(self) -> None:
        if self._wanted:
            self._wanted = False
            self._worker.post(self._release)

    def close(self) -> None:
        self.release()
        self._worker.close()

    def _hold(self) -> None:
        try:
            held = self._inhibitor.hold()
            log.info("held off: %s", ", ".join(held))
        except OSError as error:
            if not self._told:
                log.warning("sleep and screen saver cannot be held off: %s", error)
            self._told = True

    def _release(self) -> None:
        try:
            self._inhibitor.release()
        except OSError as error:
            log.debug("what was held off ends with this process: %s", error)


def open_awake(*, wanted: bool) -> Awake:
    """Nothing is asked of the system before the first ``hold``."""
    kind = _kind()
    return WorkingAwake(kind()) if wanted and kind is not None else NoAwake()


def _kind() -> Callable[[], Inhibitor] | None:
    platform: str = sys.platform
    if platform == "win32":
        from services.awake.windows import ExecutionState

        return ExecutionState
    if platform == "linux":
        from services.awake.message_bus import BusInhibitor

        return BusInhibitor
    return None


def _bug(error: BaseException) -> None:
    """The worker has logged it, and the station does not need this thread."""
