"""What the program says of itself, for ``countersign about`` and for the page in both windows."""

import importlib.util
import platform
from collections.abc import Iterator

from app.ports.about import About
from app.settings import Settings
from app.version import this_build
from services.about.program import ProgramAbout
from services.updates.open_updates import model_in_use


def build_about(settings: Settings) -> About:
    return ProgramAbout(this_build(), model_in_use(settings), lambda: tuple(running_versions()))


def running_versions() -> Iterator[tuple[str, str]]:
    """Of what runs here. Off the GUI thread: what is not loaded yet is. A server is installed without Qt."""
    yield "Python", platform.python_version()
    if importlib.util.find_spec("PySide6") is not None:
        from PySide6.QtCore import qVersion

        yield "Qt", qVersion()
    import cv2
    import onnxruntime

    yield "ONNX Runtime", str(onnxruntime.__version__)
    yield "OpenCV", str(cv2.__version__)
