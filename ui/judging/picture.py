"""A kept picture with the cover marked in it, whole or close up."""

import hashlib

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.decision import Picture
from app.domain.detection import Box
from app.ports.evidence_shelf import EvidenceShelf
from ui.theme.style import font
from ui.theme.tokens import CHIP_GROUND, CHIP_TEXT, VEIL_GROUND, VEIL_MUTED, Palette, Sizes

_AROUND = 0.12
"""Of the box's width and height, on each side, close up."""


def picture_of(shelf: EvidenceShelf, picture: Picture) -> QImage:
    """Any thread but the GUI's. Null: it is not here, is not what was recorded, or is no JPEG that can be shown."""
    jpeg = shelf.jpeg(picture.picture_id)
    if jpeg is None or hashlib.sha256(jpeg).hexdigest() != picture.sha256:
        return QImage()
    buffer = QBuffer()
    buffer.setData(jpeg)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    return reader.read()


class CoverPicture(QWidget):
    """GUI thread. ``zoomed``: only the cover and what is close to it; without a box, the whole."""

    def __init__(self, name: str, spoken: str, colours: Palette, sizes: Sizes, *, marked: bool = True) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._colours, self._sizes, self._marked = colours, sizes, marked
        self.picture, self.zoomed = QImage(), False
        self.box: Box | None = None
        self._words = ""

    def show_picture(self, picture: QImage, box: Box | None, words: str = "") -> None:
        """``words``: what is said where there is none."""
        self.picture, self.box, self._words = picture, box, words
        self.setAccessibleDescription(words if picture.isNull() else "")
        self.update()

    def set_zoomed(self, zoomed: bool) -> None:
        self.zoomed = zoomed
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's own
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(VEIL_GROUND))
        painter.drawRoundedRect(QRectF(self.rect()), self._sizes.radius, self._sizes.radius)
        if self.picture.isNull():
            self._paint_words(painter)
            return
        source = self._source()
        target = _within(source.size(), QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.drawImage(target, self.picture, source)
        if self.box is not None and self._marked:
            self._paint_box(painter, self.box, source, target)

    def _paint_words(self, painter: QPainter) -> None:
        painter.setPen(QColor(VEIL_MUTED))
        painter.setFont(font(self._sizes.strong))
        margin = 2 * self._sizes.gap
        room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)

    def _source(self) -> QRectF:
        """The part of the picture that is shown, pixels."""
        whole = QRectF(self.picture.rect())
        if not self.zoomed or self.box is None:
            return whole
        box, width, height = self.box, whole.width(), whole.height()
        across, down = _AROUND * (box.x2 - box.x1), _AROUND * (box.y2 - box.y1)
        corner = QPointF((box.x1 - across) * width, (box.y1 - down) * height)
        far = QPointF((box.x2 + across) * width, (box.y2 + down) * height)
        return QRectF(corner, far).intersected(whole)

    def _paint_box(self, painter: QPainter, box: Box, source: QRectF, target: QRectF) -> None:
        scale = target.width() / source.width()
        x, y = box.x1 * self.picture.width(), box.y1 * self.picture.height()
        size = QSizeF((box.x2 - box.x1) * self.picture.width(), (box.y2 - box.y1) * self.picture.height())
        placed = QRectF(target.topLeft() + QPointF(x - source.x(), y - source.y()) * scale, size * scale)
        painter.setClipRect(target)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((CHIP_GROUND, 6.0), (CHIP_TEXT, 2.5)):  # of no grade: that would tell the confidence
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRect(placed)


def _within(size: QSizeF, room: QRectF) -> QRectF:
    """As large as fits, in the middle."""
    fitted = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    corner = room.center() - QPointF(fitted.width() / 2, fitted.height() / 2)
    return QRectF(corner, fitted)
