"""A bar code on the screen, to be scanned from it: white ground, whole dots, modules of half a millimetre."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.paper.barcode import barcode_image
from ui.theme.style import font
from ui.theme.tokens import Sizes

_TOUCH_MM = 15.0  # what Sizes.touch is; so many dots are a millimetre on this screen
_MODULE_MM, _BARS_MM, _LEAST_BARS_MM, _MARGIN_MM = 0.5, 24.0, 12.0, 3.0
_TEXT_SHARE = 1.6


class CodeCard(QWidget):
    """Modules are narrower than half a millimetre only where the window is too narrow for them."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("codeCard")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.code = ""
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes, self._dots_per_mm = sizes, sizes.touch / _TOUCH_MM
        self.setMinimumHeight(self._mm(_LEAST_BARS_MM + 2 * _MARGIN_MM) + self._text_height)
        self.updateGeometry()
        self.update()

    def show_code(self, text: str) -> None:
        self.code = text
        self.setAccessibleName(self.tr("Bar code to scan: {text}").format(text=text))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._mm(120), self._mm(_BARS_MM + 2 * _MARGIN_MM) + self._text_height)

    @property
    def module_px(self) -> int:
        """Dots of the screen; at least one."""
        ratio = self.devicePixelRatioF()
        room = int((self.width() - 2 * self._mm(_MARGIN_MM)) * ratio)
        fitting = room // barcode_image(self.code, 1, 1).width()
        return max(1, min(ceil(_MODULE_MM * self._dots_per_mm * ratio), fitting))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.code:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_code(painter, self.devicePixelRatioF())
        painter.end()

    def _paint_code(self, painter: QPainter, ratio: float) -> None:
        """On whole dots of the screen, so that no bar is smeared."""
        margin, text = self._mm(_MARGIN_MM), self._text_height
        bars = min(self._mm(_BARS_MM), self.height() - 2 * margin - text)
        picture = barcode_image(self.code, self.module_px, round(bars * ratio))
        width = picture.width() / ratio
        left = round((self.width() - width) / 2 * ratio) / ratio
        top = round((self.height() - bars - text) / 2 * ratio) / ratio
        paper = QRectF(left - margin, top - margin, width + 2 * margin, bars + text + 2 * margin)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(paper, self._sizes.radius, self._sizes.radius)
        painter.drawImage(QRectF(left, top, width, picture.height() / ratio), picture)
        painter.setFont(font(self._sizes.strong, tabular=True))
        painter.setPen(Qt.GlobalColor.black)
        painter.drawText(QRectF(left, top + bars, width, text), Qt.AlignmentFlag.AlignCenter, self.code)

    @property
    def _text_height(self) -> int:
        return round(self._sizes.strong * _TEXT_SHARE)

    def _mm(self, millimetres: float) -> int:
        return round(millimetres * self._dots_per_mm)
