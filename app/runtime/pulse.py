"""One thread that does a job again and again, with the pause that the job itself asks for."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

PAUSE_AFTER_BUG_S = 30.0


class Pulse:
    """``job`` returns the seconds until it wants to run again; ``wake`` makes it run at once. A job that raises is a
    bug: it is handed to ``on_bug``, and the next run comes after a while."""

    def __init__(self, name: str, job: Callable[[], float], on_bug: Callable[[BaseException], None]) -> None:
        self._job, self._on_bug = job, on_bug
        self._condition = threading.Condition()
        self._woken = self._closing = False
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Any thread; returns at once. While the job runs, it runs once more after it."""
        with self._condition:
            self._woken = True
            self._condition.notify()

    def close(self) -> None:
        """Let a running job finish, then end the thread; safe to call twice, and without a start."""
        with self._condition:
            self._closing = True
            self._condition.notify()
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def closing(self) -> bool:
        """For a long job, to stop between two of its steps."""
        return self._closing

    def _run(self) -> None:
        while not self._closing:
            pause_s = self._run_job()
            with self._condition:
                self._condition.wait_for(lambda: self._woken or self._closing, pause_s)
                self._woken = False

    def _run_job(self) -> float:
        try:
            return self._job()
        except Exception as error:
            log.exception("bug in %s", self._thread.name)
            self._on_bug(error)
            return PAUSE_AFTER_BUG_S
