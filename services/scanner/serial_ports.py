"""The serial ports of this machine, each with the name that stays the same in another socket, where there is one."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

BY_ID = Path("/dev/serial/by-id")
"""Where udev on Linux names each USB port by maker, model and serial number."""

_UNKNOWN = "n/a"


class PortInfo(Protocol):
    """What pyserial tells of a port. ``vid`` and ``pid`` are None where it is not on USB."""

    device: str
    description: str
    serial_number: str | None
    vid: int | None
    pid: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """``port`` is what goes into ``scanner.serial_port``; ``usb`` is VVVV:PPPP, or empty."""

    port: str
    device: str
    name: str
    usb: str
    serial_number: str


def plugged_in() -> list[Choice]:
    """The ports of this machine now."""
    from serial.tools.list_ports import comports

    return choices(comports(), BY_ID)


def choices(found: Iterable[PortInfo], by_id: Path) -> list[Choice]:
    """Those on USB first: scanners are among them."""
    lasting = _lasting_names(by_id)
    listed = [_choice(port, lasting.get(port.device, port.device)) for port in found]
    return sorted(listed, key=lambda choice: (not choice.usb, choice.port))


def _choice(port: PortInfo, name: str) -> Choice:
    usb = f"{port.vid:04x}:{port.pid:04x}" if port.vid is not None and port.pid is not None else ""
    described = port.description if port.description not in ("", _UNKNOWN) else "a port without a name"
    return Choice(name, port.device, described, usb, port.serial_number or "")


def _lasting_names(by_id: Path) -> dict[str, str]:
    links = sorted(by_id.iterdir()) if by_id.is_dir() else []
    return {str(link.resolve()): str(link) for link in links}
