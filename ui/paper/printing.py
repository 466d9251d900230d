"""Paper out of a printer, and files, without the window waiting for either.

Painting a page takes milliseconds, but a printer that is off or far away can hold whoever asks for it for a minute. So
each job is an errand on a thread of its own, where Qt allows a QPrinter and its QPainter.
"""

import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.errors import ErrorCode, OperationalError
from ui.errand import Errand, Job
from ui.paper.document import Document
from ui.paper.pdf import CREATOR, paint_pages, save_pdf

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

log = logging.getLogger(__name__)
LIMIT_S = 60.0
OpenPrinter = Callable[[str], "QPrinter"]


def open_printer(name: str) -> "QPrinter":
    """The printer of that name, the system's default one for "". Any thread. OperationalError(PRINTER_UNUSABLE)."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # late: few runs of the program ever print

    found = QPrinterInfo.printerInfo(name) if name else QPrinterInfo.defaultPrinter()
    if found.isNull():
        problem = "there is no such printer" if name else "no printer is the default one"
        raise OperationalError(ErrorCode.PRINTER_UNUSABLE, printer=name or "default", problem=problem)
    return QPrinter(found, QPrinter.PrinterMode.HighResolution)


def spool(document: Document, printer_name: str = "", open_it: OpenPrinter = open_printer) -> str:
    """Hand the document to the system's spooler; the printer's name. OperationalError(PRINTER_UNUSABLE)."""
    printer = open_it(printer_name)
    printer.setDocName(document.title)
    printer.setCreator(CREATOR)
    name = printer.printerName() or printer_name
    if not paint_pages(printer, document):
        raise OperationalError(ErrorCode.PRINTER_UNUSABLE, printer=name, problem="it takes no job")
    return name


def _saved(path: Path, document: Document) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem=error.strerror or error) from error
    save_pdf(path, document)


class _Asked(NamedTuple):
    """``where``: the printer's name, or the file's path."""

    job: Job
    prints: bool
    where: str


class PaperPrinter(QObject):
    """GUI thread only. Jobs run one after another, in the order they were asked for; each is told once, as ``printed``
    (the printer's name), ``saved`` (the file's path) or ``failed`` (an OperationalError). A job that takes longer than
    ``limit_s`` has failed, even if its paper should come out later."""

    printed = Signal(str)
    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject, open_it: OpenPrinter = open_printer, limit_s: float = LIMIT_S) -> None:
        super().__init__(parent)
        self._open, self._limit_s = open_it, limit_s
        self._waiting: deque[_Asked] = deque()
        self._errand = Errand(self, "paper")
        self._errand.done.connect(self._done)
        self._errand.failed.connect(self._failed)
        self._errand.too_late.connect(self._too_late)

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def print(self, document: Document, printer_name: str = "") -> None:
        """Returns at once."""
        self._ask(_Asked(partial(spool, document, printer_name, self._open), True, printer_name))

    def save(self, document: Document, path: Path) -> None:
        """As a PDF file, in a folder that is made where it is missing. Returns at once."""
        self._ask(_Asked(partial(_saved, path, document), False, str(path)))

    def _ask(self, asked: _Asked) -> None:
        self._waiting.append(asked)
        if not self._errand.running:
            self._begin()

    def _begin(self) -> None:
        """The first in the line, which stays in it until it is told."""
        if self._waiting:
            self._errand.begin(self._waiting[0].job, self._limit_s)

    @Slot(object)
    def _done(self, result: object) -> None:
        asked = self._waiting.popleft()
        self._begin()
        if asked.prints:
            self.printed.emit(str(result))
        else:
            self.saved.emit(asked.where)

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        asked = self._waiting.popleft()
        self._begin()
        log.warning("nothing came of %s: %s", asked.where or "the default printer", error)
        self.failed.emit(error)

    @Slot()
    def _too_late(self) -> None:
        asked, problem = self._waiting[0], f"no answer within {self._limit_s:g} s"
        if asked.prints:
            self._failed(
                OperationalError(ErrorCode.PRINTER_UNUSABLE, printer=asked.where or "default", problem=problem)
            )
        else:
            self._failed(OperationalError(ErrorCode.FILE_UNWRITABLE, path=asked.where, problem=problem))
