"""Files into which the interpreter itself writes stacks when Python no longer runs: after a native crash, and when the
GUI thread hangs.

Both are written from C, without Python's own lock: a thread that hangs while it holds that lock is seen too.
"""

import faulthandler
import logging
import os
import tempfile
from pathlib import Path
from typing import TextIO

log = logging.getLogger(__name__)
NATIVE_NAME = "native-crash.txt"
HUNG_NAME = "hung.txt"


class Traces:
    """From :meth:`start` to :meth:`close` for this process. One of them a process: the interpreter has one place for
    each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._native: TextIO | None = None
        self._hung: TextIO | None = None

    def start(self) -> None:
        """What an earlier run left is overwritten; see :func:`left_behind`. A folder that cannot be written is logged:
        there are no traces then, and :meth:`beat` ends a hung program without a stack."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._native = (self._folder / NATIVE_NAME).open("w")
            self._hung = (self._folder / HUNG_NAME).open("w")
        except OSError as error:
            log.warning("a native crash will leave no stack: %s", error)
        if self._native is not None:
            faulthandler.enable(self._native, all_threads=True)

    def beat(self, limit_s: float) -> None:
        """The GUI thread lives. Unless this is called again within ``limit_s``, the stacks of all threads are written
        and the process ends with code 1, whatever its threads do."""
        if self._hung is not None:
            faulthandler.dump_traceback_later(limit_s, exit=True, file=self._hung)
        elif self._folder.exists():
            faulthandler.dump_traceback_later(limit_s, exit=True)

    def say(self, words: str) -> None:
        """Into the file of native crashes: what is known of one that is about to happen."""
        if self._native is not None:
            os.write(self._native.fileno(), f"{words}\n".encode(errors="replace"))

    def rest(self) -> None:
        """Nobody beats any more, and nothing hangs."""
        faulthandler.cancel_dump_traceback_later()

    def close(self) -> None:
        """The end was a good one: nothing is left behind."""
        self.rest()
        if self._native is not None:
            faulthandler.disable()
        for file in (self._native, self._hung):
            if file is not None:
                file.close()
                Path(file.name).unlink(missing_ok=True)
        self._native = self._hung = None


def left_behind(folder: Path, name: str) -> str:
    """The stacks that an earlier run left in the file ``name``, "" where it ended well."""
    try:
        return (folder / name).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def stacks_now() -> str:
    """Of all threads, by the interpreter's own writer, which only reads; "" where there is no temporary file to be
    had."""
    try:
        with tempfile.TemporaryFile("w+") as file:
            faulthandler.dump_traceback(file, all_threads=True)
            file.seek(0)
            return file.read()
    except OSError:
        return ""
