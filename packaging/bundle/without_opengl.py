"""Runs in the frozen station before anything of ours: an empty module where pyqtgraph imports Qt's OpenGL.

It does so at its start and uses it only for curves drawn by a graphics card, which ours are not; Qt's own is 10 MB.
"""

import sys
from types import ModuleType

sys.modules["PySide6.QtOpenGL"] = ModuleType("PySide6.QtOpenGL")
