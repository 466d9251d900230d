"""Where scanned and typed lines arrive. It keeps the keyboard, whatever else is pressed."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from app.use_cases.desk import Phase
from ui.theme.tokens import Sizes

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ScanEntry(QLineEdit):
    line_entered = Signal(str)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("scanEntry")
        self.setMaxLength(128)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self.setMinimumHeight(sizes.touch)
        self.setMaximumHeight(2 * sizes.touch)

    def show_phase(self, phase: Phase) -> None:
        tr = QCoreApplication.translate
        self.setPlaceholderText(
            tr("ScanEntry", "Scan or type a carton label")
            if phase is Phase.PACKING
            else tr("ScanEntry", "Scan or type a delivery note number")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
            return
        event.accept()
        line = self.text().strip()
        self.clear()
        if line:
            self.line_entered.emit(line)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab stays here: some scanners end a code with it."""
        return False
