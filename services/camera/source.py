"""Where pictures come from, without a thread."""

from threading import Event
from typing import Protocol

from app.ports.frame import BgrImage


class SourceGoneError(Exception):
    """The source is absent, unplugged or unreadable; the message is for IT. It is worth another try."""


class SourceEndedError(Exception):
    """The source has given its last picture."""


class FrameSource(Protocol):
    """Used by one thread at a time, the camera's: ``open``, ``read`` again and again, ``close``, and over."""

    @property
    def name(self) -> str:
        """What an operator or IT would call it."""

    @property
    def note(self) -> str:
        """After ``open``: what IT should know about it, e.g. a setting that the driver refused; else empty."""

    def open(self) -> None:
        """May block for as long as a driver likes. Raises SourceGoneError."""

    def read(self, stop: Event) -> BgrImage:
        """The next picture (uint8 [height, width, 3], BGR, a new array each time), when its moment has come.

        Waits end early when ``stop`` is set. Raises SourceGoneError or SourceEndedError.
        """

    def close(self) -> None:
        """Safe when nothing is open."""
