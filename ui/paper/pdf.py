"""Documents on devices with pages: a PDF file, and whatever a QPrinter stands for."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QIODevice, QMarginsF, QSaveFile, QSizeF, QStandardPaths
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from app.domain.errors import ErrorCode, OperationalError
from ui.paper.document import Document

_PDF_DPI = 600
CREATOR = "Countersign"


def usual_path(document: Document) -> Path:
    """Where a file goes that nobody has chosen a place for: the user's folder of documents."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(folder, document.file_name)


def save_pdf(path: Path, document: Document) -> None:
    """Write the whole file or none of it; any thread. OperationalError(FILE_UNWRITABLE)."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise _unwritable(path, file)
    writer = QPdfWriter(file)
    writer.setResolution(_PDF_DPI)
    writer.setTitle(document.title)
    writer.setCreator(f"{CREATOR} {QCoreApplication.applicationVersion()}".strip())
    painted = paint_pages(writer, document)
    del writer  # it writes the file's end
    if not painted or not file.commit():
        raise _unwritable(path, file)


def paint_pages(device: QPagedPaintDevice, document: Document) -> bool:
    """All its pages, each as large as the document says and without margins; False when the device fails."""
    device.setPageLayout(_whole_page(document))
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(document.pages):
            if number and not device.newPage():
                return False
            document.paint(painter, number)
    finally:
        ended = painter.end()
    return ended


def _whole_page(document: Document) -> QPageLayout:
    size = QSizeF(document.width_mm, document.height_mm)
    page = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    layout = QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _unwritable(path: Path, file: QSaveFile) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem=file.errorString())
