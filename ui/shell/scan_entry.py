"""Where scanned and typed lines arrive. It keeps the keyboard, whatever else is pressed."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from app.use_cases.desk_state import Phase
from ui.theme.tokens import Sizes

_WITH_CONTROL = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Z}


class ScanEntry(QLineEdit):
    """``line_entered``: a code or number. ``secret_entered``: what was typed unseen, while a secret is asked for."""

    line_entered = Signal(str)
    secret_entered = Signal(str)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("scanEntry")
        self.setAccessibleName(self.tr("Codes and numbers"))
        self.setMaxLength(128)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.returnPressed.connect(self._enter)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self.setMinimumHeight(sizes.touch)
        self.setMaximumHeight(2 * sizes.touch)

    @property
    def hides(self) -> bool:
        return self.echoMode() is QLineEdit.EchoMode.Password

    def hide_typing(self, hides: bool) -> None:
        """A PIN or password is typed next, or no longer: what stands there already is neither."""
        if hides is not self.hides:
            self.clear()
            self.setEchoMode(QLineEdit.EchoMode.Password if hides else QLineEdit.EchoMode.Normal)
        self.setAccessibleName(self.tr("PIN or password") if hides else self.tr("Codes and numbers"))

    def show_phase(self, phase: Phase) -> None:
        tr = QCoreApplication.translate
        if self.hides:
            self.setPlaceholderText(tr("ScanEntry", "PIN or password"))
            return
        self.setPlaceholderText(
            {
                Phase.LOCKED: tr("ScanEntry", "Scan or type your badge"),
                Phase.SIGNED_OUT: tr("ScanEntry", "Scan or type your badge"),
                Phase.PACKING: tr("ScanEntry", "Scan or type a carton label"),
            }.get(phase, tr("ScanEntry", "Scan or type a delivery note number"))
        )

    @Slot()
    def _enter(self) -> None:
        """By the key or by the one on the screen; an empty line is nothing."""
        text, hidden = self.text(), self.hides
        self.clear()
        if hidden and text:
            self.secret_entered.emit(text)
        elif line := text.strip():
            self.line_entered.emit(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Ctrl, Enter and Z are the window's."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _WITH_CONTROL:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab stays here: some scanners end a code with it."""
        return False
