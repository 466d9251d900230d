"""USB cameras by what they are, not by the number they got. Linux only: the names that udev keeps in /dev/v4l."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services.camera.source import SourceGoneError

DEV = Path("/dev")
SYSFS = Path("/sys/class/video4linux")
_SUFFIX = "-video-index0"
"""The first function of a camera gives pictures, the others are metadata."""


@dataclass(frozen=True, slots=True)
class UsbCamera:
    """``by_id`` holds maker, model and serial number; ``by_path`` the socket it is plugged into. Empty: has none."""

    device: Path
    name: str
    by_id: str
    by_path: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A camera and how to name it in ``camera.source`` so that it is found again after any replugging."""

    camera: UsbCamera
    source: str


def choices(dev: Path = DEV, sysfs: Path = SYSFS) -> list[Choice]:
    """Every camera that is plugged in, by device."""
    cameras = list(_cameras(dev, sysfs))
    # Of two like cameras without serial numbers only one gets the name by id, and which one may change.
    in_doubt = {camera.name for camera in cameras if not camera.by_id}
    return [Choice(camera, _source(camera, by_id=camera.name not in in_doubt)) for camera in cameras]


def locate(wanted: str, dev: Path = DEV) -> Path:
    """The device of the camera with this name by id or by path, or the only one whose name holds ``wanted``.

    Raises SourceGoneError when it is not plugged in, or when ``wanted`` fits several.
    """
    links = [link for kind in ("by-id", "by-path") for link in _links(dev, kind)]
    exact = [link for link in links if link.name in {wanted, wanted + _SUFFIX}]
    fitting = exact or [link for link in links if wanted in link.name and link.name.endswith(_SUFFIX)]
    devices = {link.resolve() for link in fitting}
    if not devices:
        raise SourceGoneError(f"camera {wanted} is not plugged in")
    if len(devices) > 1:
        raise SourceGoneError(f"“{wanted}” fits {len(devices)} cameras: {', '.join(link.name for link in fitting)}")
    return devices.pop()


def _cameras(dev: Path, sysfs: Path) -> Iterator[UsbCamera]:
    names = {kind: {link.resolve(): link.name for link in _links(dev, kind)} for kind in ("by-id", "by-path")}
    for device in sorted(dev.glob("video*"), key=_number):
        if _text(sysfs / device.name / "index", "0") == "0":
            by_id, by_path = (names[kind].get(device.resolve(), "") for kind in ("by-id", "by-path"))
            yield UsbCamera(device, _text(sysfs / device.name / "name", device.name), by_id, by_path)


def _source(camera: UsbCamera, *, by_id: bool) -> str:
    stable = (camera.by_id if by_id else "") or camera.by_path
    return f"usb:{stable.removesuffix(_SUFFIX)}" if stable else str(camera.device)


def _links(dev: Path, kind: str) -> list[Path]:
    folder = dev / "v4l" / kind
    try:
        return sorted(folder.iterdir(), reverse=True)
    except OSError:
        return []


def _number(device: Path) -> tuple[int, str]:
    digits = device.name.removeprefix("video")
    return (int(digits) if digits.isdecimal() else 10**9, device.name)


def _text(path: Path, missing: str) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip() or missing
    except OSError:
        return missing
