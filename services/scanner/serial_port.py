"""One opened serial port, through pyserial, which is imported when the first is opened."""

import errno
import os
import sys
from typing import Protocol


class PortGoneError(Exception):
    """The port does not exist, may not be opened, or has gone. The text is for IT and names the port."""


class Port(Protocol):
    """Used by one thread; only ``cancel`` may be called from another, while the port is open."""

    def read(self, timeout_s: float) -> bytes:
        """What has come, as soon as anything has; nothing when the time is up or ``cancel`` was called.
        PortGoneError."""

    def cancel(self) -> None:
        """End a ``read`` that waits."""

    def close(self) -> None: ...


def open_port(name: str, baud: int) -> Port:
    """For this program alone; what came before the opening is thrown away. PortGoneError. May hang in the driver."""
    return _SerialPort(name, baud)


class _SerialPort:
    def __init__(self, name: str, baud: int) -> None:
        from serial import Serial

        self._name, self._errors = name, _errors()
        try:
            self._serial = Serial(name, baud, exclusive=True)
        except self._errors as error:
            raise PortGoneError(f"{name}: {_reason(error)}") from error

    def read(self, timeout_s: float) -> bytes:
        try:
            self._serial.timeout = timeout_s
            first: bytes = self._serial.read(1)
        except self._errors as error:
            raise PortGoneError(f"{self._name}: {_reason(error)}") from error
        return first + self._waiting() if first else b""

    def cancel(self) -> None:
        self._serial.cancel_read()

    def close(self) -> None:
        self._serial.close()

    def _waiting(self) -> bytes:
        """A port that goes just now says so at the next read; what has come until then counts."""
        try:
            waiting: bytes = self._serial.read(self._serial.in_waiting)
        except self._errors:
            return b""
        return waiting


def _errors() -> tuple[type[Exception], ...]:
    """What pyserial lets through: its own error is an OSError, a name or a speed that cannot be a ValueError."""
    if sys.platform == "win32":
        return OSError, ValueError
    import termios

    return OSError, ValueError, termios.error


def _reason(error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EACCES and sys.platform == "linux":
        return "permission denied; the user has to be in the port's group, mostly dialout"
    return os.strerror(number) if number else str(error)
