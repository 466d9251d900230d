"""The strip that tells a watcher what the scripted operator is doing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from ui.theme.widgets import label


class CaptionStrip(QFrame):
    """One line; what has no room is cut, and shown whole in the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("demoCaption")
        self.setProperty("role", "demoStrip")
        self._said = ""
        self._text = label("demoText", name="demoCaptionText")
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.addWidget(label("demoMark", self.tr("DEMO")))
        row.addSpacing(8)
        row.addWidget(self._text, 1)

    def text(self) -> str:
        return self._said

    def say(self, text: str) -> None:
        self._said = text
        self._text.setToolTip(text)
        self._text.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        metrics = self._text.fontMetrics()
        self._text.setText(metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, self._text.width()))
