"""Log lines are written by a thread of their own: a full disk or a stalled terminal must not hold up frames."""

import logging
import logging.handlers
import queue
from collections.abc import Iterator
from contextlib import contextmanager


class _HandOver(logging.handlers.QueueHandler):
    """Within one process a record needs no preparation: it is formatted where it is written."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record


@contextmanager
def logs_off_the_loop() -> Iterator[None]:
    """Inside, the root logger's handlers run on a thread; at the end everything logged has been written."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    listener = logging.handlers.QueueListener(lines, *handlers, respect_handler_level=True)
    hand_over = _HandOver(lines)
    root.handlers[:] = [hand_over]
    listener.start()
    try:
        yield
    finally:
        listener.stop()
        root.handlers[:] = handlers
        hand_over.close()
