"""An ``on_code`` that remembers, and waits for the n-th code."""

import threading


class Heard:
    def __init__(self) -> None:
        self.codes: list[str] = []
        self.threads: set[threading.Thread] = set()
        self._cond = threading.Condition()

    def __call__(self, code: str) -> None:
        with self._cond:
            self.codes.append(code)
            self.threads.add(threading.current_thread())
            self._cond.notify_all()

    def wait_for(self, count: int) -> list[str]:
        with self._cond:
            assert self._cond.wait_for(lambda: len(self.codes) >= count, 10.0), f"{self.codes} of {count} came"
            return list(self.codes)
