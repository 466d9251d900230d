"""A serial port without a device: a pseudo-terminal under a name that can be unplugged and plugged in again."""

import os
from pathlib import Path

from services.scanner.serial_port import Port, open_port
from tests.fakes.waiting import eventually


class SerialLine:
    """``name`` is a link to the pseudo-terminal, as /dev/serial/by-id holds them; none is there before ``plug``.

    ``open_port`` is the real one, and counts: what is typed before the scanner has opened the port is thrown away.
    """

    def __init__(self, folder: Path) -> None:
        self.name = str(folder / "scanner")
        self.opened = self.tried = 0
        self._master: int | None = None

    def plug(self) -> None:
        self._master, slave = os.openpty()
        Path(self.name).symlink_to(os.ttyname(slave))
        os.close(slave)

    def unplug(self) -> None:
        """Pull the cable."""
        if self._master is not None:
            Path(self.name).unlink()
            os.close(self._master)
            self._master = None

    def open_port(self, name: str, baud: int) -> Port:
        self.tried += 1
        port = open_port(name, baud)
        self.opened += 1
        return port

    def send(self, data: bytes, opening: int = 1) -> None:
        """Type ``data`` once the port was opened so many times."""
        eventually(lambda: self.opened >= opening)
        assert self._master is not None
        while data:  # a pseudo-terminal takes 4 KiB at a time
            data = data[os.write(self._master, data) :]
