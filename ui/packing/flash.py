"""The light that a label leaves on its line for a moment."""

from PySide6.QtCore import QObject, QVariantAnimation, Signal, Slot

from app.domain.notices import Tone
from app.domain.part_number import PartNumber
from ui.packing.view_model import PartRow

FLASH_MS = 1200
_BRIGHTEST = 0.4


class RowFlash(QObject):
    """One line at a time, as there is one last notice. ``moved``: the line is to be painted again."""

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.part: PartNumber | None = None
        self.good = True
        self._revision = 0
        self._fading = QVariantAnimation(self, startValue=_BRIGHTEST, endValue=0.0, duration=FLASH_MS)
        self._fading.valueChanged.connect(self._step)

    def start(self, row: PartRow | None) -> bool:
        """Whether this is news: a line lights up once per notice."""
        if row is None or row.flash is None or row.flash.revision == self._revision:
            return False
        self._fading.stop()
        self.moved.emit()  # the line that was lit
        self.part, self.good, self._revision = row.part, row.flash.tone is Tone.GOOD, row.flash.revision
        self._fading.start()
        return True

    def strength(self, part: PartNumber) -> float:
        """Opacity, 0 for a line that is not lit."""
        lit = part == self.part and self._fading.state() is QVariantAnimation.State.Running
        return float(self._fading.currentValue()) if lit else 0.0

    @Slot()
    def _step(self) -> None:
        self.moved.emit()
