"""Runs in the frozen station before anything of ours: next to nothing where pyqtgraph imports Qt's OpenGL.

It does so at its start and uses them only for curves drawn by a graphics card, which ours are not; Qt's own are 10 MB.
"""

import sys
from types import ModuleType


class QOpenGLWidget:
    """A base of classes that nobody makes."""


for name in ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"):
    sys.modules[name] = ModuleType(name)
sys.modules["PySide6.QtOpenGLWidgets"].__dict__["QOpenGLWidget"] = QOpenGLWidget
