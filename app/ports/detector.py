"""What the core needs from a detector, wherever it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.domain.detection import DetectorSource, FrameDetections, ModelIdentity
from app.domain.program_version import Programs
from app.ports.frame import Frame

OnResult = Callable[[FrameDetections], None]


@dataclass(frozen=True, slots=True)
class DetectorStatus:
    """``source`` is who answers now (None: nobody); ``model`` is None until it is known.

    ``results`` and ``dropped`` count frames since ``start``, ``reconnects`` the attempts to reach a lost server, and
    ``switches`` how often another detector took over; ``detail`` is the last trouble in words for the log.
    ``programs``: what the server said last of its stations' program, None while it has not been heard.
    """

    source: DetectorSource | None
    model: ModelIdentity | None
    results: int = 0
    dropped: int = 0
    detail: str = ""
    reconnects: int = 0
    switches: int = 0
    programs: Programs | None = None


class Detector(Protocol):
    """Live detection: the newest frame wins, a frame that waited too long is dropped and counted, nothing is retried.

    ``start`` returns at once. ``offer`` may be called from any thread and returns within a millisecond; at most one
    frame waits, a newer one replaces it. ``on_result`` is called on the detector's own thread, once per answered
    frame, in capture order, with the stamp of the frame it was computed from. Trouble is never raised: ``status``
    tells. ``close`` ends every thread and is safe to call twice; no result is delivered after it returns.
    """

    def start(self, on_result: OnResult) -> None: ...
    def offer(self, frame: Frame) -> None: ...
    def status(self) -> DetectorStatus: ...
    def close(self) -> None: ...
