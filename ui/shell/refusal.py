"""What is shown instead of the station when it cannot start: why, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.messages import Sentence
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, sizes
from ui.theme.widgets import ActionButton, label

_WIDTH, _HEIGHT = 900, 420
_AS_STATION = 1600
"""The text is as large as on a station's screen of this width."""
_CLOSING_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}


class RefusalWindow(QWidget):
    """Closed by its button, Enter or Escape."""

    def __init__(self, sentence: Sentence, theme: str) -> None:
        super().__init__()
        self.setObjectName("stationWindow")
        self.setWindowTitle("Countersign")
        self.resize(_WIDTH, _HEIGHT)
        made = sizes(_AS_STATION, _AS_STATION * 9 // 16, self.logicalDpiY() / 25.4)
        self.setStyleSheet(stylesheet(PALETTES[theme], made))
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 36, 40, 32)
        column.setSpacing(18)
        for role, text in (
            ("title", self.tr("✗ The station cannot start")),
            ("strong", sentence.what),
            ("muted", sentence.action),
        ):
            words = label(role, text)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)
        column.addStretch(1)
        self.button = ActionButton(self.tr("Close"), "closeButton", "primary")
        self.button.setMinimumHeight(made.touch)
        self.button.clicked.connect(self.close)
        column.addWidget(self.button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CLOSING_KEYS:
            self.close()
