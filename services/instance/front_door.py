"""One window for each data folder: whoever starts a second one brings the first to the front.

A Unix socket, on Windows a named pipe. Not Qt's own local sockets: QtNetwork needs Kerberos libraries that a bare
machine lacks.
"""

import contextlib
import hashlib
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

log = logging.getLogger(__name__)
_FRONT, _DONE, _CLOSE = b"front", b"done", b"close"
_LIMIT_S = 2.0
_LONGEST_WORD = 16
_LONGEST_PATH = 100
"""Bytes; the system takes 107."""


def door_address(data: Path) -> str:
    """Of this folder and this user, in a folder that nobody else can write."""
    name = f"countersign-{hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]}"
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}-{hashlib.sha256(str(Path.home()).encode()).hexdigest()[:8]}"
    own = Path(tempfile.gettempdir()) / f"countersign-{os.getuid()}"
    for folder in (Path(os.environ.get("XDG_RUNTIME_DIR") or own), data.resolve()):
        if folder.is_dir() and os.access(folder, os.W_OK) and len(bytes(folder / name)) <= _LONGEST_PATH:
            return str(folder / name)
    return str(own / name)


def knock(address: str, limit_s: float = _LIMIT_S) -> bool:
    """Ask the window behind ``address`` to come to the front. False: there is none, it is another user's, or it does
    not answer within ``limit_s``. Blocking."""
    return _say(address, _FRONT, limit_s)


class FrontDoor:
    """Hears of further starts on a thread of its own ("front-door"). Only for whoever holds the folder's record: what a
    killed process left at the address is removed. ``asked`` is called on that thread: bring the window to the front;
    it returns at once. A door that cannot be opened is logged, and nobody finds this window."""

    def __init__(self, address: str, asked: Callable[[], None]) -> None:
        self._address, self._asked = address, asked
        self._listener: Listener | None = None
        self._thread = threading.Thread(target=self._listen, name="front-door", daemon=True)
        try:
            if sys.platform != "win32":
                _own_folder(Path(address).parent)
                Path(address).unlink(missing_ok=True)
            self._listener = Listener(address)
        except OSError as error:
            log.warning("a second start will not find this window: %s", error)
            return
        self._thread.start()

    def close(self) -> None:
        if self._listener is None:
            return
        _say(self._address, _CLOSE, _LIMIT_S)  # nothing else wakes a thread that accepts
        self._thread.join(_LIMIT_S)
        with contextlib.suppress(OSError):  # somebody has tidied the socket away
            self._listener.close()
        self._listener = None

    def _listen(self) -> None:
        listener = self._listener
        while listener is not None:
            try:
                with listener.accept() as caller:
                    if self._hear(caller) == _CLOSE:
                        return
            except (OSError, EOFError) as error:  # the caller has gone away
                log.debug("a second start went away: %s", error)

    def _hear(self, caller: Connection) -> bytes:
        """A caller that says nothing holds up the next one for a moment only."""
        word = caller.recv_bytes(_LONGEST_WORD) if caller.poll(_LIMIT_S) else b""
        if word in {_FRONT, _CLOSE}:
            caller.send_bytes(_DONE)
        if word == _FRONT:
            self._asked()
        return word


def _say(address: str, word: bytes, limit_s: float) -> bool:
    try:
        with Client(address) as caller:
            caller.send_bytes(word)
            return caller.poll(limit_s) and caller.recv_bytes(_LONGEST_WORD) == _DONE
    except (OSError, EOFError):
        return False


def _own_folder(folder: Path) -> None:
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True)
