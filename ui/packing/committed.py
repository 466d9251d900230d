"""What stands in the picture's place after a session was submitted: how far it has come, and under which code."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ports.station_record import MessageState
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import fitted_font


class CommittedPanel(QWidget):
    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("committedPanel")
        self._colours, self._sizes = colours, sizes
        self.packing_code = ""
        self._sent = MessageState.WAITING
        self._summary = ""

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self.update()

    def show_commit(self, packing_code: str, sent: MessageState, parts: int, labels: int) -> None:
        self.packing_code, self._sent = packing_code, sent
        self._summary = self.tr("Parts: {parts}    Labels: {labels}").format(parts=parts, labels=labels)
        self.setAccessibleName(f"{self._words()} {packing_code}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        c, s = self._colours, self._sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(whole, s.radius, s.radius)
        middle = whole.center()
        disc = QRectF(0, 0, 116 * s.unit, 116 * s.unit)
        disc.moveCenter(middle)
        disc.moveTop(middle.y() - 165 * s.unit)
        trouble = self._sent in {MessageState.CONFLICT, MessageState.QUARANTINED}
        painter.setBrush(QColor(c.bad if trouble else c.good))
        painter.drawEllipse(disc)
        painter.setPen(QColor(c.on_accent))
        painter.setFont(font(round(80 * s.unit), QFont.Weight.Bold))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, "!" if trouble else "✓")
        row = QRectF(whole.left() + 24, disc.bottom() + 18 * s.unit, whole.width() - 48, 40 * s.unit)
        self._write(painter, row, self._words(), font(round(20 * s.unit), QFont.Weight.Medium), c.muted)
        row.translate(0, 38 * s.unit)
        row.setHeight(62 * s.unit)
        code = fitted_font(self.packing_code, row, round(s.code * 1.1), 14, QFont.Weight.Bold)
        self._write(painter, row, self.packing_code, code, c.text)
        row.translate(0, 62 * s.unit)
        row.setHeight(40 * s.unit)
        self._write(painter, row, self._summary, font(round(20 * s.unit), QFont.Weight.Medium), c.muted)

    def _words(self) -> str:
        return {
            MessageState.WAITING: self.tr("Saved here, on its way as"),
            MessageState.CONFIRMED: self.tr("Committed as"),
            MessageState.CONFLICT: self.tr("In conflict, not committed:"),
            MessageState.QUARANTINED: self.tr("Set aside, not committed:"),
        }[self._sent]

    def _write(self, painter: QPainter, row: QRectF, words: str, made: QFont, colour: str) -> None:
        painter.setFont(made)
        painter.setPen(QColor(colour))
        painter.drawText(row, Qt.AlignmentFlag.AlignCenter, words)
