"""A serial or USB-CDC scanner: one thread that opens its port, reads it, and tries again when it is gone."""

import logging
import random
import threading
from collections.abc import Callable, Iterable

from app.ports.scanner import OnCode, ScannerState, ScannerStatus
from app.runtime.backoff import Backoff
from services.scanner.code_lines import MOST_CHARS, CodeLines
from services.scanner.serial_port import Port, PortGoneError, open_port

log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 2.0
"""A scanner that is plugged in again is there within this."""

_IDLE_S = 0.5
"""Windows forgets a ``cancel`` that comes just before the read: no read waits for longer."""

_CLOSE_WAIT_S = 1.0


class SerialScanner:
    """Implements Scanner on a thread "serial-scanner". ``port`` is a device path (/dev/ttyACM0, COM3), ``baud`` bits/s.

    A port that is absent, forbidden or unplugged is ABSENT until it opens; what had come of a code by then is thrown
    away. The thread is a daemon: a driver may hang in opening, and no call can end that. ``close`` waits for a second;
    when the driver lets go, the thread closes what it has opened and ends without a code.
    """

    def __init__(
        self,
        port: str,
        baud: int,
        prefix: str = "",
        suffix: str = "",
        *,
        open_port: Callable[[str, int], Port] = open_port,
        backoff: Backoff | None = None,
    ) -> None:
        self._name, self._baud, self._prefix, self._suffix = port, baud, prefix, suffix
        self._open_port = open_port
        self._backoff = backoff or Backoff(LONGEST_PAUSE_S, random.Random())  # noqa: S311 (a pause, no secret)
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._port: Port | None = None
        self._thread: threading.Thread | None = None
        self._status = ScannerStatus(ScannerState.ABSENT, detail=f"{port}: not opened yet")
        self._told_absent = self._told_garbage = False

    def start(self, on_code: OnCode) -> None:
        """Returns at once. RuntimeError when started before."""
        if self._thread is not None:
            raise RuntimeError("a scanner is started once")
        self._thread = threading.Thread(target=self._run, args=(on_code,), name="serial-scanner", daemon=True)
        self._thread.start()

    def status(self) -> ScannerStatus:
        """Any thread."""
        return self._status

    def close(self) -> None:
        """Safe to call twice, without ``start``, and from ``on_code``."""
        self._closing.set()
        with self._lock:
            if self._port is not None:
                self._port.cancel()
        if self._thread is None or self._thread is threading.current_thread():
            return
        self._thread.join(_CLOSE_WAIT_S)
        if self._thread.is_alive():
            log.warning("the driver of scanner %s hangs; its thread is left to end by itself", self._name)

    # -- the scanner's thread -----------------------------------------------------------------------------------------

    def _run(self, on_code: OnCode) -> None:
        while not self._closing.is_set():
            try:
                self._play(self._open_port(self._name, self._baud), on_code)
            except PortGoneError as error:
                self._absent(str(error))
                self._closing.wait(self._backoff.pause_s())

    def _play(self, port: Port, on_code: OnCode) -> None:
        """From opening to closing; closed before the pause, or a scanner plugged in again gets a new number."""
        with self._lock:
            self._port = port
        try:
            if not self._closing.is_set():
                self._ready()
            self._read_codes(port, on_code)
        finally:
            with self._lock:
                self._port = None
            port.close()

    def _read_codes(self, port: Port, on_code: OnCode) -> None:
        lines = CodeLines(self._prefix, self._suffix)
        while not self._closing.is_set():
            data = port.read(lines.gap_s if lines.pending else _IDLE_S)
            codes = lines.feed(data) if data else lines.pause()
            self._tell_garbage(lines, bool(codes))
            self._deliver(codes, on_code)

    def _deliver(self, codes: Iterable[str], on_code: OnCode) -> None:
        for code in codes:
            if self._closing.is_set():
                return
            self._backoff.reset()
            self._status = ScannerStatus(ScannerState.READY, self._status.codes + 1, self._name)
            on_code(code)

    def _ready(self) -> None:
        self._status = ScannerStatus(ScannerState.READY, self._status.codes, self._name)
        self._told_absent = False
        log.info("scanner ready: %s", self._name)

    def _absent(self, detail: str) -> None:
        """Logged once when it begins, whatever the driver says at each attempt."""
        self._status = ScannerStatus(ScannerState.ABSENT, self._status.codes, detail)
        if not self._told_absent:
            log.warning("scanner absent: %s", detail)
        self._told_absent = True

    def _tell_garbage(self, lines: CodeLines, code_came: bool) -> None:
        if self._told_garbage and code_came:
            self._told_garbage = False
            log.info("scanner %s gives codes again", self._name)
        elif lines.thrown_away and not self._told_garbage:
            self._told_garbage = True
            log.warning("scanner %s gives no codes but more than %d characters on end", self._name, MOST_CHARS)
        lines.thrown_away = 0
