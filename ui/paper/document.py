"""What can be printed, saved and looked at: pages of one size, painted one by one."""

from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage, QPainter

_INCH_M, _INCH_MM = 0.0254, 25.4


class Document(Protocol):
    """``paint`` draws page ``number`` (from 0) on a painter in device dots whose page is ``width_mm`` x ``height_mm``
    without any margin of the device. Painting is allowed in any thread."""

    @property
    def title(self) -> str: ...
    @property
    def file_name(self) -> str:
        """A safe name for its PDF."""

    @property
    def width_mm(self) -> float: ...
    @property
    def height_mm(self) -> float: ...
    @property
    def pages(self) -> int: ...
    def paint(self, painter: QPainter, number: int) -> None: ...


def page_image(document: Document, number: int, dpi: int) -> QImage:
    """The page as a printer of that resolution puts it on paper."""
    width, height = (round(length * dpi / _INCH_MM) for length in (document.width_mm, document.height_mm))
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.setDotsPerMeterX(round(dpi / _INCH_M))
    picture.setDotsPerMeterY(round(dpi / _INCH_M))
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    document.paint(painter, number)
    painter.end()
    return picture


def page_words(number: int, pages: int) -> str:
    words = QCoreApplication.translate("Paper", "Page {number} of {pages}")
    return words.format(number=number + 1, pages=pages)
