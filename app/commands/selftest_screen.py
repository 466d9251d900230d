"""The self-test's checks of Qt, off screen: nothing flashes up where somebody is packing.

The plugin for real screens is opened as well, which finds a missing library of the system before the first window does.
"""

import ctypes
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QSize, Qt, qVersion
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from app.commands.selftest_check import Check, expect
from app.domain.errors import ErrorCode, OperationalError
from ui.application import create_application
from ui.language import Language, in_order, said_error, speak
from ui.shell.top_bar import MARK
from ui.theme.style import FONT_FAMILY, RESOURCES

_ICON_PX, _COLOURS_AT_LEAST = 64, 3
_NATIVE = {"linux": "libqxcb.so", "win32": "qwindows.dll"}


def _application() -> QApplication:
    """One for all checks; a second cannot be made in a process."""
    present = QGuiApplication.instance()
    if isinstance(present, QApplication):
        return present
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return create_application(["countersign"])


def _window() -> str:
    app = _application()
    label = QLabel("SELF-TEST 0123456789")
    label.resize(300, 60)
    label.show()
    app.processEvents()
    expect(_colours(label.grab()) >= _COLOURS_AT_LEAST, "a window shows nothing")
    label.close()
    expect(FONT_FAMILY in QFontDatabase.families(), f"the font {FONT_FAMILY} is not there")
    expect(label.fontMetrics().horizontalAdvance("W") > label.fontMetrics().horizontalAdvance("i"), "no glyphs")
    return f"Qt {qVersion()}, {FONT_FAMILY}"


def _colours(pixmap: QPixmap) -> int:
    image = pixmap.toImage()
    return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})


def _icons() -> str:
    from PySide6.QtSvgWidgets import QSvgWidget

    _application()
    drawn = QIcon(str(MARK)).pixmap(QSize(_ICON_PX, _ICON_PX))
    expect(_colours(drawn) >= _COLOURS_AT_LEAST, "an SVG icon is empty")
    picture = QSvgWidget(str(MARK))
    expect(picture.renderer().isValid(), "an SVG picture is empty")
    photo = QImage(str(RESOURCES / "models" / "demo" / "golden.jpg"))
    expect(not photo.isNull(), "a JPEG cannot be shown")
    return f"SVG, and a JPEG of {photo.width()} x {photo.height()}"


def _languages() -> str:
    app = _application()
    spoken: dict[Language, str] = {}
    for language in (Language.ID, Language.EN):
        speak(app, language)
        spoken[language] = said_error(OperationalError(ErrorCode.DN_NOT_READABLE, dn="?")).what
        expect(in_order(["d23", "D9", "d 1"], str) == ["d 1", "D9", "d23"], "words are sorted wrongly")
    expect(len(set(spoken.values())) == len(spoken), "the same is said in every language")
    return ", ".join(each.own_name for each in spoken)


def _paper() -> str:
    from PySide6.QtPrintSupport import QPrinter

    _application()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.pdf")
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        painter = QPainter(printer)
        painter.drawText(100, 100, "SELF-TEST")
        painter.end()
        expect(file.read_bytes().startswith(b"%PDF"), "a page cannot be printed to a file")
    return "a page as PDF"


def _charts() -> str:
    import pyqtgraph

    _application()
    plot = pyqtgraph.PlotWidget()
    plot.resize(200, 120)
    plot.plot([0, 1, 2], [0, 1, 0], pen=pyqtgraph.mkPen(QColor(Qt.GlobalColor.red)))
    expect(_colours(plot.grab()) >= _COLOURS_AT_LEAST, "a chart is empty")
    plot.close()
    return str(pyqtgraph.__version__)


def _native() -> str:
    """Opened and not used: a station without a screen now may have one later."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
    name = _NATIVE.get(sys.platform)
    if name is None:
        return f"not known for {sys.platform}"
    ctypes.CDLL(str(folder / name))
    return name


SCREEN = (
    Check("window", ("PySide6-Essentials",), _window),
    Check("window, native", ("PySide6-Essentials",), _native),
    Check("icons and pictures", ("PySide6-Essentials",), _icons),
    Check("languages", ("PySide6-Essentials",), _languages),
    Check("paper", ("PySide6-Essentials",), _paper),
    Check("charts", ("pyqtgraph",), _charts),
)
