"""The server while it answers, the local model while it does not."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from app.domain.detection import FrameDetections
from app.ports.detector import Detector, DetectorStatus, OnResult
from app.ports.frame import Frame

log = logging.getLogger(__name__)


class FailoverPolicy:
    """Who answers now: pure, told what happens and when (monotonic seconds). Not thread-safe.

    The primary is away when it says so after having answered, or owes an answer for longer than ``silence_s``. It is
    taken back when it has answered for ``healthy_s`` without being away and without having reconnected. ``attempt`` is
    the number of its connection: one that was lost and replaced between two looks is an interruption all the same.
    """

    def __init__(self, *, silence_s: float, healthy_s: float) -> None:
        self._silence_s, self._healthy_s = silence_s, healthy_s
        self._waiting_since_s: float | None = None
        self._well_since_s: float | None = None
        self._attempt = 0
        self._has_answered = False
        self.on_primary = True

    def offered(self, now_s: float, *, primary_up: bool, attempt: int = 0) -> None:
        """A frame is about to be offered to the primary."""
        self.look(now_s, primary_up=primary_up, attempt=attempt)
        if self._waiting_since_s is None:
            self._waiting_since_s = now_s

    def answered(self, now_s: float, *, attempt: int = 0) -> None:
        """The primary has answered a frame."""
        self.look(now_s, primary_up=True, attempt=attempt)
        self._has_answered = True
        self._waiting_since_s = None
        if self._well_since_s is None:
            self._well_since_s = now_s
        self.on_primary = self.on_primary or now_s - self._well_since_s >= self._healthy_s

    def look(self, now_s: float, *, primary_up: bool, attempt: int = 0) -> None:
        """Time has passed."""
        silent = self._waiting_since_s is not None and now_s - self._waiting_since_s > self._silence_s
        away = silent or (self._has_answered and not primary_up)
        if away:
            self.on_primary = False
        if away or attempt != self._attempt:
            self._well_since_s, self._attempt = None, attempt

    def well_s(self, now_s: float) -> float | None:
        """For how long the primary has answered without interruption; None while it does not."""
        return None if self._well_since_s is None else now_s - self._well_since_s


class FailoverDetector:
    """Implements Detector with two others; owns no thread, ``on_result`` is called on theirs, one at a time.

    Frames always go to ``primary``, so that its recovery is noticed; they go to ``fallback`` only while it is away.
    ``fallback`` is started with the primary, so that its model is warm when it is needed.
    """

    def __init__(
        self,
        primary: Detector,
        fallback: Detector,
        *,
        silence_s: float,
        healthy_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._primary, self._fallback = primary, fallback
        self._clock, self._healthy_s = clock, healthy_s
        self._lock = threading.Lock()
        self._policy = FailoverPolicy(silence_s=silence_s, healthy_s=healthy_s)
        self._active = primary
        self._dropped_before = 0
        self._switches = 0
        self._delivery = threading.RLock()
        self._last = (float("-inf"), -1)
        self._results = 0
        self._closed = False

    def start(self, on_result: OnResult) -> None:
        self._fallback.start(lambda result: self._from_fallback(result, on_result))
        self._primary.start(lambda result: self._from_primary(result, on_result))

    def offer(self, frame: Frame) -> None:
        with self._lock:
            primary = self._primary.status()
            self._policy.offered(self._clock(), primary_up=primary.source is not None, attempt=primary.reconnects)
            active = self._settle()
        self._primary.offer(frame)
        if active is self._fallback:
            self._fallback.offer(frame)

    def status(self) -> DetectorStatus:
        with self._lock:
            primary, now_s = self._primary.status(), self._clock()
            self._policy.look(now_s, primary_up=primary.source is not None, attempt=primary.reconnects)
            active = self._settle()
            dropped = self._dropped_before
            detail = self._why_local(primary, now_s) if active is self._fallback else ""
        now = active.status()
        return replace(
            now,
            results=self._results,
            dropped=dropped + now.dropped,
            detail="; ".join(filter(None, (detail, now.detail))),
            reconnects=primary.reconnects,
            switches=self._switches,
            programs=primary.programs,
        )

    def close(self) -> None:
        with self._delivery:
            self._closed = True
        self._primary.close()
        self._fallback.close()

    def _from_primary(self, result: FrameDetections, on_result: OnResult) -> None:
        with self._lock:
            self._policy.answered(self._clock(), attempt=self._primary.status().reconnects)
            active = self._settle()
        if active is self._primary:
            self._deliver(result, on_result)

    def _from_fallback(self, result: FrameDetections, on_result: OnResult) -> None:
        with self._lock:
            active = self._active
        if active is self._fallback:
            self._deliver(result, on_result)

    def _deliver(self, result: FrameDetections, on_result: OnResult) -> None:
        """In capture order and once per frame, whoever computed it; the capture time orders across camera restarts."""
        order = (result.stamp.captured_s, result.stamp.frame_id)
        with self._delivery:
            if self._closed or order <= self._last:
                return
            self._last = order
            self._results += 1
            on_result(result)

    def _why_local(self, primary: DetectorStatus, now_s: float) -> str:
        """Under the lock."""
        well_s = self._policy.well_s(now_s)
        if primary.source is not None and well_s is not None:
            return f"the server answers again, {well_s:.0f} of {self._healthy_s:g} s"
        return primary.detail or "the server is silent"

    def _settle(self) -> Detector:
        """Follow the policy; drops are counted for whoever is active. Under the lock."""
        chosen = self._primary if self._policy.on_primary else self._fallback
        if chosen is not self._active:
            self._dropped_before += self._active.status().dropped - chosen.status().dropped
            self._active = chosen
            self._switches += 1
            if self._policy.on_primary:
                log.info("the server answers again")
            else:
                log.warning("the server is away, the local model answers")
        return chosen
