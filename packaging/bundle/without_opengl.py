"""Runs in the frozen station before anything of ours: empty modules where pyqtgraph imports Qt's OpenGL.

It does so at its start and uses them only for curves drawn by a graphics card, which ours are not; Qt's own are 10 MB.
"""

import sys
from types import ModuleType

for name in ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"):
    sys.modules[name] = ModuleType(name)
