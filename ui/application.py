"""The QApplication with its font, theme and language."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ui.language import chosen_language, speak
from ui.shell.top_bar import MARK
from ui.theme.style import dress


def create_application(argv: Sequence[str], theme: str = "dark", language: str = "en") -> QApplication:
    """``theme`` and ``language`` as in the settings."""
    app = QApplication(list(argv))
    app.setApplicationName("countersign")
    app.setApplicationDisplayName("Countersign")
    app.setWindowIcon(QIcon(str(MARK)))
    speak(app, chosen_language(language, QLocale.system()))
    dress(app, theme)
    return app
