"""Which camera: the setting ``camera.source`` decides."""

import sys
from pathlib import Path

from app.ports.camera import Camera
from app.settings import CameraSettings
from services.camera.clip import ClipSource
from services.camera.controls import wanted_controls
from services.camera.device import Address, DeviceSource
from services.camera.folder import FolderSource
from services.camera.grab_loop import GrabbingCamera
from services.camera.opencv import open_capture
from services.camera.source import FrameSource
from services.camera.usb import locate

DEMO = "demo"
_USB = "usb:"
_SYNTHETIC = "synthetic"
_PERIODS = 1.5
"""A camera asked for one frame a second is not frozen between two of them."""


def open_camera(settings: CameraSettings, demo_clip: Path) -> Camera:
    """Nothing is opened before ``start``, and nothing raised: an absent source shows in ``status``."""
    return GrabbingCamera(
        lambda: chosen_source(settings, demo_clip),
        open_timeout_s=settings.open_timeout_s,
        frozen_after_s=max(settings.frozen_after_s, _PERIODS / settings.fps),
    )


def chosen_source(settings: CameraSettings, demo_clip: Path) -> FrameSource:
    """``demo`` is ``demo_clip`` for ever; ``usb:`` and a name is that camera, wherever it is plugged in; digits are a
    camera number; ``synthetic``, perhaps with a seed, is drawn; a file that is there is a clip, a folder its pictures;
    anything else is a device path or an address.
    """
    source = settings.source.strip()
    if source == DEMO:
        return ClipSource(demo_clip, loop=True)
    if source.partition(":")[0] == _SYNTHETIC:
        return _synthetic(source, settings.fps)
    if source.startswith(_USB) or source.isdecimal() or "://" in source:
        return _device(source, settings)
    if Path(source).is_dir():
        return FolderSource(Path(source), fps=settings.fps, loop=settings.loop)
    if Path(source).is_file():
        return ClipSource(Path(source), loop=settings.loop)
    return _device(source, settings)


def _synthetic(source: str, fps: int) -> FrameSource:
    from services.camera.synthetic import SyntheticSource  # the drawing code, only where it is wanted

    return SyntheticSource(int(source.partition(":")[2] or 0), fps=fps)


def _device(source: str, settings: CameraSettings) -> DeviceSource:
    def where() -> Address:
        if source.startswith(_USB):
            return str(locate(source.removeprefix(_USB)))
        return int(source) if source.isdecimal() else source

    return DeviceSource(source, where, wanted_controls(settings, sys.platform), open_capture)
