"""A short word about something the operator has asked for; it goes by itself and holds nothing up."""

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme.tokens import Sizes
from ui.theme.widgets import label, set_tone

_STAYS_MS = 6000


class Toast(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setProperty("role", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = label("strong", name="toastText")
        self._words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 12)
        row.addWidget(self._words)
        self._timer = QTimer(self, interval=_STAYS_MS, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def say(self, words: str, sizes: Sizes, room: QRect, *, tone: str = "plain") -> None:
        """At the upper edge of ``room``, where nothing is pressed; ``tone``: plain, good or bad."""
        self._words.setText(words)
        set_tone(self._words, tone)
        self.setAccessibleName(words)
        width = min(round(640 * sizes.unit), room.width() - 2 * sizes.gap)
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(width))
        self.move(room.center().x() - width // 2, room.top() + sizes.gap)
        self.show()
        self.raise_()
        self._timer.start()
