"""The camera as a scanner: one thread that looks for codes in the newest frame."""

import logging
import threading
import time
from collections.abc import Callable

from app.ports.frame import Frame
from app.ports.scanner import OnCode, ScannerState, ScannerStatus
from app.runtime.latest_slot import LatestSlot
from services.scanner.appearances import Appearances
from services.scanner.code_pictures import CodeReading, codes_in

log = logging.getLogger(__name__)

LOOKS_PER_S = 8.0
MOST_OF_A_CORE = 0.125
"""A slow machine, or a large picture, gets fewer looks rather than more of a core."""

_DETAIL = "camera"


class CameraCodes:
    """Implements CodeReader on a daemon thread "code-reader". The rules are those of Appearances.

    Between two looks it rests: at most 8 looks a second, and at most an eighth of a core; ``rest`` waits so many
    seconds and is cut short by ``close``. A frame that makes the library fail is passed over and logged, the first of
    them only; the state is ABSENT until the next one that does not.
    """

    def __init__(
        self,
        find: Callable[[Frame, int], list[CodeReading]] = lambda frame, turn: codes_in(frame.image, turn),
        rest: Callable[[float], object] | None = None,
    ) -> None:
        self._find = find
        self._closing = threading.Event()
        self._rest = rest or self._closing.wait
        self._slot: LatestSlot[Frame] = LatestSlot()
        self._thread: threading.Thread | None = None
        self._status = ScannerStatus(ScannerState.ABSENT, detail="not started yet")
        self._codes = 0
        self._complained = False

    def start(self, on_code: OnCode) -> None:
        """Returns at once. RuntimeError when started before."""
        if self._thread is not None:
            raise RuntimeError("a scanner is started once")
        self._turn(ScannerState.READY, _DETAIL)
        self._thread = threading.Thread(target=self._run, args=(on_code,), name="code-reader", daemon=True)
        self._thread.start()

    def offer(self, frame: Frame) -> None:
        """Any thread; returns at once."""
        self._slot.put(frame)

    def status(self) -> ScannerStatus:
        """Any thread."""
        return self._status

    def close(self) -> None:
        """Safe to call twice, without ``start``, and from ``on_code``; a look under way is waited for."""
        self._closing.set()
        self._slot.close()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    # -- the code reader's thread -------------------------------------------------------------------------------------

    def _run(self, on_code: OnCode) -> None:
        appearances, turn = Appearances(), 0
        while (frame := self._slot.take()) is not None:
            began_s = time.thread_time()
            for code in appearances.news(frame.stamp, self._readings(frame, turn)):
                self._deliver(code, on_code)
            turn += 1
            self._rest(pause_s(time.thread_time() - began_s))

    def _readings(self, frame: Frame, turn: int) -> list[CodeReading]:
        try:
            readings = self._find(frame, turn)
        except Exception as error:
            if not self._complained:
                log.exception("codes in frame %d could not be looked for", frame.stamp.frame_id)
            self._complained = True
            self._turn(ScannerState.ABSENT, repr(error))
            return []
        self._turn(ScannerState.READY, _DETAIL)
        return readings

    def _deliver(self, code: str, on_code: OnCode) -> None:
        if not self._closing.is_set():
            self._codes += 1
            self._turn(ScannerState.READY, _DETAIL)
            on_code(code)

    def _turn(self, state: ScannerState, detail: str) -> None:
        self._status = ScannerStatus(state, self._codes, detail)


def pause_s(spent_s: float) -> float:
    """How long to rest after a look that took ``spent_s`` of the processor."""
    return max(1 / LOOKS_PER_S, spent_s / MOST_OF_A_CORE) - spent_s
