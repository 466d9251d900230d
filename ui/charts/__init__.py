"""Charts of what was packed. Only ``plot.py`` and ``marks.py`` know pyqtgraph and numpy, and they are imported when the
first chart is drawn."""

import os

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"  # whatever else this machine has
