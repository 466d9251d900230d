"""Which camera: the setting ``camera.source`` decides."""

from pathlib import Path

from app.ports.camera import Camera
from app.settings import CameraSettings
from services.camera.clip import ClipSource
from services.camera.device import DeviceSource
from services.camera.grab_loop import GrabbingCamera
from services.camera.source import FrameSource

DEMO = "demo"


def open_camera(settings: CameraSettings, demo_clip: Path) -> Camera:
    """Nothing is opened before ``start``, and nothing raised: an absent source shows in ``status``.

    ``demo`` is ``demo_clip`` for ever; digits are a camera number; a file that is there is a clip; anything else is a
    device path or an address.
    """
    return GrabbingCamera(chosen_source(settings, demo_clip))


def chosen_source(settings: CameraSettings, demo_clip: Path) -> FrameSource:
    source = settings.source.strip()
    if source == DEMO:
        return ClipSource(demo_clip, loop=True)
    if source.isdecimal():
        return _device(int(source), settings)
    if "://" not in source and Path(source).is_file():
        return ClipSource(Path(source), loop=settings.loop)
    return _device(source, settings)


def _device(address: int | str, settings: CameraSettings) -> DeviceSource:
    return DeviceSource(address, settings.width_px, settings.height_px, settings.fps)
