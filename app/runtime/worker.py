"""One thread that runs jobs in the order they were posted. For records: nothing is dropped."""

import logging
import queue
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
Job = Callable[[], None]


class Worker:
    """Jobs run one after another on a thread named ``name``. A job that raises is a bug: it is handed to ``on_bug``.
    With nothing to do, ``idle`` is run every ``idle_s`` seconds, if there is one."""

    def __init__(
        self, name: str, on_bug: Callable[[BaseException], None], idle: Job | None = None, idle_s: float = 0.2
    ) -> None:
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._on_bug, self._idle, self._idle_s = on_bug, idle, idle_s
        self._thread = threading.Thread(target=self._run, name=name)
        self._thread.start()

    def post(self, job: Job) -> None:
        """Any thread; returns at once."""
        self._jobs.put(job)

    @property
    def busy(self) -> bool:
        """Any thread: something that was posted is not done yet."""
        return self._jobs.unfinished_tasks > 0

    def close(self) -> None:
        """Finish what was posted, then end the thread. Not from a job."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            self._do(job)
            self._jobs.task_done()

    def _next(self) -> Job | None:
        """The next job that was posted, whenever that is."""
        while self._idle is not None:
            try:
                return self._jobs.get(timeout=self._idle_s)
            except queue.Empty:
                self._do(self._idle)
        return self._jobs.get()

    def _do(self, job: Job) -> None:
        try:
            job()
        except Exception as error:
            log.exception("bug in a job of %s", self._thread.name)
            self._on_bug(error)
