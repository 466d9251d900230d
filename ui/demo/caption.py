"""The strip that tells a watcher what the scripted operator is doing."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from ui.theme.widgets import label


class CaptionStrip(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("demoCaption")
        self.setProperty("role", "demoStrip")
        self._text = label("demoText", name="demoCaptionText")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(label("demoMark", self.tr("DEMO")))
        row.addSpacing(8)
        row.addWidget(self._text, 1)

    def text(self) -> str:
        return self._text.text()

    def say(self, text: str) -> None:
        self._text.setText(text)
