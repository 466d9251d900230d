"""A camera, looked at for two seconds: does it open, and what does it give?"""

import statistics
import threading
import time
from collections.abc import Callable

from app.domain.health_facts import CameraFacts
from app.ports.camera import Camera, CameraState, CameraStatus
from app.ports.frame import Frame
from app.settings import CameraSettings
from services.doctor.picture import PictureFigures, figures

LOOK_S = 2.0
_WAIT_S = 0.05
_DEMO = "demo"
_EVERY = 4
_NO_PICTURE = {CameraState.ABSENT, CameraState.ENDED}


def opened_camera(camera: Camera, asked: CameraSettings, limit_s: float, *, replayed: bool) -> CameraFacts:
    """Starts ``camera``, closes it, and blocks for up to ``limit_s``. A driver that hangs in C holds up nothing here:
    the camera's thread is left to itself, and whoever runs this in a process of its own ends that."""
    seen = _Seen()
    camera.start(seen.add)
    began_s = time.monotonic()
    try:
        while time.monotonic() - began_s < limit_s and not seen.enough(time.monotonic()):
            if camera.status().state in _NO_PICTURE:
                break
            time.sleep(_WAIT_S)
        status = camera.status()
    finally:
        camera.close()
    return facts_of(status, asked, seen.last, seen.figures(), replayed=replayed)


def running_camera(
    status: Callable[[], CameraStatus], newest: Callable[[], Frame | None], asked: CameraSettings, *, replayed: bool
) -> CameraFacts:
    """Of the camera that a running station has, from its newest picture; returns at once."""
    frame = newest()
    measured = [figures(frame.image)] if frame is not None else []
    return facts_of(status(), asked, frame, measured, replayed=replayed)


def facts_of(
    status: CameraStatus,
    asked: CameraSettings,
    newest: Frame | None,
    measured: list[PictureFigures],
    *,
    replayed: bool,
) -> CameraFacts:
    there = newest is not None and status.state not in _NO_PICTURE and bool(measured)
    height_px, width_px = newest.image.shape[:2] if newest is not None and there else (0, 0)
    return CameraFacts(
        name=_name(asked.source, status.detail, there=there),
        state=status.state.value,
        detail=status.detail,
        width_px=width_px,
        height_px=height_px,
        asked_width_px=asked.width_px,
        asked_height_px=asked.height_px,
        fps=status.frames_per_second,
        asked_fps=asked.fps,
        brightness=_median([each.brightness for each in measured]),
        glare=_median([each.glare for each in measured]),
        sharpness=_median([each.sharpness for each in measured]),
        demo=asked.source.strip() == _DEMO,
        replayed=replayed,
    )


def _name(source: str, detail: str, *, there: bool) -> str:
    """As the camera calls itself, without the driver's notes; of an address, without what may be secret in it."""
    named = detail.partition(";")[0].strip()
    return named if there and named else source.partition("://")[0].rpartition("@")[2]


def _median(values: list[float]) -> float:
    return statistics.median(values) if values else 0.0


class _Seen:
    """What came, for the camera's thread to add and another to read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._first_s: float | None = None
        self._count = 0
        self._figures: list[PictureFigures] = []
        self.last: Frame | None = None

    def add(self, frame: Frame) -> None:
        measured = figures(frame.image) if self._count % _EVERY == 0 else None
        with self._lock:
            self._first_s = time.monotonic() if self._first_s is None else self._first_s
            self._count += 1
            self.last = frame
            if measured is not None:
                self._figures.append(measured)

    def enough(self, now_s: float) -> bool:
        with self._lock:
            return self._first_s is not None and now_s - self._first_s >= LOOK_S

    def figures(self) -> list[PictureFigures]:
        with self._lock:
            return list(self._figures)
