"""The QApplication with its font and theme."""

from collections.abc import Sequence

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ui.shell.top_bar import MARK
from ui.theme.style import dress


def create_application(argv: Sequence[str], theme: str = "dark") -> QApplication:
    app = QApplication(list(argv))
    app.setApplicationName("countersign")
    app.setApplicationDisplayName("Countersign")
    app.setWindowIcon(QIcon(str(MARK)))
    dress(app, theme)
    return app
