"""What the core needs from a camera."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.ports.frame import Frame


class CameraState(StrEnum):
    """``DARK``: too dark to judge a cover; ``COVERED``: nothing but a blur, as with tape or a hand over the lens."""

    OPENING = "opening"
    LIVE = "live"
    FROZEN = "frozen"
    DARK = "dark"
    COVERED = "covered"
    ABSENT = "absent"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CameraStatus:
    """``detail`` is for IT (a device path, a driver's message), never for a rule."""

    state: CameraState
    frames: int = 0
    frames_per_second: float = 0.0
    detail: str = ""


class Camera(Protocol):
    """A source of frames with a thread of its own.

    ``start`` returns at once; the device is opened on the camera's thread, which then calls ``on_frame`` for each
    frame (frame ids rise by one, ``captured_s`` is ``time.monotonic()`` at capture). ``on_frame`` must return within
    a few milliseconds. A frame that is dark or covered is handed over too, with a stamp that is not ``clear``. A source
    that is absent or unplugged is retried until ``close``; nothing is raised after ``start``, ``status`` tells. A
    replayed clip that is not looped goes to ``ENDED``. ``close`` joins the thread.
    """

    def start(self, on_frame: Callable[[Frame], None]) -> None: ...
    def status(self) -> CameraStatus: ...
    def close(self) -> None: ...
