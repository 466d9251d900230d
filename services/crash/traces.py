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
CLOSING_NAME = "hung-closing.txt"
"""Of a station that was to end anyway: nobody starts it again."""


class Traces:
    """From :meth:`start` to :meth:`close` for this process. One of them a process: the interpreter has one place for
    each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, TextIO] = {}

    def start(self) -> None:
        """What an earlier run left is overwritten; see :func:`left_behind`. A folder that cannot be written is logged:
        there are no traces then, and nobody ends a program that hangs."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for name in (NATIVE_NAME, HUNG_NAME, CLOSING_NAME):
                self._files[name] = (self._folder / name).open("w")
        except OSError as error:
            log.warning("a native crash will leave no stack: %s", error)
        if NATIVE_NAME in self._files:
            faulthandler.enable(self._files[NATIVE_NAME], all_threads=True)

    def beat(self, limit_s: float, *, closing: bool = False) -> None:
        """The GUI thread lives. Unless this is called again within ``limit_s``, the stacks of all threads are written
        and the process ends with code 1, whatever its threads do. ``closing``: nobody wants it back then."""
        file = self._files.get(CLOSING_NAME if closing else HUNG_NAME)
        if file is not None:
            faulthandler.dump_traceback_later(limit_s, exit=True, file=file)

    def say(self, words: str) -> None:
        """Into the file of native crashes: what is known of one that is about to happen."""
        if (file := self._files.get(NATIVE_NAME)) is not None:
            os.write(file.fileno(), f"{words}\n".encode(errors="replace"))

    def rest(self) -> None:
        """Nobody beats any more, and nothing hangs."""
        faulthandler.cancel_dump_traceback_later()

    def close(self) -> None:
        """The end was a good one: nothing is left behind."""
        self.rest()
        if NATIVE_NAME in self._files:
            faulthandler.disable()
        for file in self._files.values():
            file.close()
            Path(file.name).unlink(missing_ok=True)
        self._files = {}


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
