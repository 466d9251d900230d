"""A real camera: on USB by identity, number or device path, or on the network by address."""

import re
import time
from collections.abc import Callable
from threading import Event

from app.ports.frame import BgrImage
from services.camera.controls import Control, apply
from services.camera.opencv import Capture, is_on_network, read_bgr
from services.camera.source import SourceGoneError

_MISSES_END_AFTER_S = 0.5
_MISS_PAUSE_S = 0.02
_SECRETS = re.compile(r"(?<=://)[^/]*@|\?.*")

Address = int | str


class DeviceSource:
    """``locate`` is asked at every opening, because a camera may come back under another number.

    ``controls`` are asked of the driver; what it made of them is in ``note``. A network camera keeps its own.
    """

    def __init__(
        self,
        source: str,
        locate: Callable[[], Address],
        controls: tuple[Control, ...],
        open_capture: Callable[[Address], Capture],
    ) -> None:
        self._source, self._locate, self._controls, self._open_capture = source, locate, controls, open_capture
        self._capture: Capture | None = None
        self._note = ""

    @property
    def name(self) -> str:
        """Without the password that an address may hold, before its host or in its query."""
        if self._source.isdecimal():
            return f"camera {self._source}"
        return _SECRETS.sub("", self._source) if is_on_network(self._source) else self._source

    @property
    def note(self) -> str:
        return self._note

    def open(self) -> None:
        address = self._locate()
        capture = self._open_capture(address)
        if not capture.isOpened():
            capture.release()
            raise SourceGoneError(f"{self.name} cannot be opened")
        self._capture = capture
        if not is_on_network(address):
            self._note = "; ".join(apply(capture, self._controls))

    def read(self, stop: Event) -> BgrImage:
        """One broken picture is passed over; half a second without any is a camera that has gone."""
        began_s = time.monotonic()
        while self._capture is not None:
            image = read_bgr(self._capture)
            if image is not None:
                return image
            if time.monotonic() - began_s > _MISSES_END_AFTER_S or stop.wait(_MISS_PAUSE_S):
                break
        raise SourceGoneError(f"{self.name} gives no picture any more")

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None
