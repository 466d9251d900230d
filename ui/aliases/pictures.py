"""Example pictures of covers: fetched and cut out on an errand's thread, painted side by side."""

import hashlib
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.detection import Box
from app.ports.evidence_shelf import EvidenceShelf
from app.ports.past_decisions import Example
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes

_AROUND = 0.15
"""Of the box's width and height, on each side."""
_LONGEST_PX = 480


def pictures_of(shelf: EvidenceShelf, examples: Sequence[Example]) -> tuple[QImage, ...]:
    """Any thread but the GUI's. Those that lie here and are what was recorded, cut to the cover and made small."""
    found = (_picture(shelf.jpeg(each.picture_id), each) for each in examples)
    return tuple(picture for picture in found if not picture.isNull())


def _picture(jpeg: bytes | None, example: Example) -> QImage:
    if jpeg is None or (example.sha256 and hashlib.sha256(jpeg).hexdigest() != example.sha256):
        return QImage()
    whole = _read(jpeg)
    if whole.isNull() or example.box is None:
        return _small(whole)
    return _small(whole.copy(_cut(example.box, whole.size())))


def _read(jpeg: bytes) -> QImage:
    """As a JPEG and nothing else; Qt refuses one that would take too much memory."""
    buffer = QBuffer()
    buffer.setData(jpeg)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    return reader.read()


def _cut(box: Box, size: QSize) -> QRect:
    across, down = _AROUND * (box.x2 - box.x1), _AROUND * (box.y2 - box.y1)
    left, top = max(0.0, box.x1 - across), max(0.0, box.y1 - down)
    right, bottom = min(1.0, box.x2 + across), min(1.0, box.y2 + down)
    width, height = size.width(), size.height()
    pixels = QRectF(left * width, top * height, (right - left) * width, (bottom - top) * height)
    return pixels.toAlignedRect() & QRect(0, 0, width, height)


def _small(picture: QImage) -> QImage:
    if max(picture.width(), picture.height()) <= _LONGEST_PX:
        return picture
    kept, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return picture.scaled(_LONGEST_PX, _LONGEST_PX, kept, smooth)


class PictureStrip(QWidget):
    """The first two; without one, why."""

    def __init__(self, name: str, spoken: str, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self._colours, self._sizes = colours, sizes
        self.pictures: tuple[QImage, ...] = ()
        self._empty = ""
        self.setFixedHeight(round(150 * sizes.unit))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pictures(self, pictures: tuple[QImage, ...], empty: str) -> None:
        """``empty``: what is said when there is none."""
        self.pictures, self._empty = pictures, empty
        self.setAccessibleDescription("" if pictures else empty)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's own
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self.pictures:
            self._paint_empty(painter)
        for place, picture in zip(self._places(), self.pictures, strict=False):
            painter.fillRect(place, QColor(self._colours.ground))
            size = QSize(picture.width(), picture.height()).scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            room = QRect(place.topLeft(), size)
            room.moveCenter(place.center())
            painter.drawImage(room, picture)
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._colours.raised))
        painter.setPen(QColor(self._colours.muted))
        painter.setFont(font(self._sizes.body))
        margin = self._sizes.gap
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(self.rect().adjusted(margin, 0, -margin, 0), flags, self._empty)

    def _places(self) -> list[QRect]:
        gap, height = self._sizes.gap, self.height()
        count = max(1, min(len(self.pictures), 2))
        width = (self.width() - gap * (count - 1)) // count
        return [QRect(each * (width + gap), 0, width, height) for each in range(count)]
