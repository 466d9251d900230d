"""What stands over everything after a fault of the program: the session is safe, and one key starts it again."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.style import stylesheet
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_WIDEST = 1100


class CrashPage(QWidget):
    """Covers ``window``, whose views may be in any state; it needs none of them. ``restart_asked``: by Enter or the
    button, once. Nothing else closes it."""

    restart_asked = Signal()

    def __init__(self, window: QWidget, colours: Palette, sizes: Sizes, folder: str) -> None:
        """``folder``: where the reports are; "" where there are none."""
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("stationWindow")
        self.setWindowTitle("Countersign")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setStyleSheet(stylesheet(colours, sizes))
        self.setGeometry(window.geometry())
        self._asked = False
        self._folder = folder
        row, holder = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(4 * sizes.gap, 4 * sizes.gap, 4 * sizes.gap, 4 * sizes.gap)
        row.addStretch(1)
        row.addLayout(holder, 8)
        row.addStretch(1)
        holder.addStretch(1)
        holder.addWidget(self._card(sizes))
        holder.addStretch(2)

    def _card(self, sizes: Sizes) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(round(_WIDEST * sizes.unit))
        column = QVBoxLayout(card)
        margin = 3 * sizes.gap
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(2 * sizes.gap)
        where = self.tr("IT finds what happened in {folder}.").format(folder=self._folder) if self._folder else ""
        said = (
            ("hero", self.tr("⚠ Something went wrong")),
            ("title", self.tr("The session is safe: nothing that was counted is lost.")),
            ("title", self.tr("Press Enter. The station starts again and goes on where it was.")),
            ("muted", where),
        )
        for role, words in said:
            if words:
                made = label(role, words)
                made.setWordWrap(True)
                column.addWidget(made)
        self.button = ActionButton(self.tr("Start again (Enter)"), "restartButton", "primary")
        self.button.setMinimumHeight(sizes.touch)
        self.button.clicked.connect(self._ask)
        column.addSpacing(sizes.gap)
        column.addWidget(self.button)
        return card

    def present(self) -> None:
        self.show()
        self.raise_()
        self.activateWindow()
        if QGuiApplication.focusWindow() is not self.windowHandle():
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and not event.isAutoRepeat():
            self._ask()

    @Slot()
    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self.button.setEnabled(False)
            self.button.setText(self.tr("One moment…"))
            self.restart_asked.emit()
