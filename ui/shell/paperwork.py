"""What the window has printed: the slip of a submitted note, and the sheet of command codes."""

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.errors import OperationalError
from app.settings import SlipSettings
from app.use_cases.desk_state import DeskState, Phase
from ui.language import said_error
from ui.paper.command_sheet import command_sheet
from ui.paper.document import Document
from ui.paper.page import SLIP_PAPERS
from ui.paper.pdf import usual_path
from ui.paper.preview import SlipPreview
from ui.paper.printing import PaperPrinter
from ui.paper.slip import slip_state
from ui.paper.slip_painter import SlipDocument
from ui.shell.window import StationWindow


class Paperwork(QObject):
    """Belongs to ``window``. A preview is a popover like any other; what became of the paper is said in a toast.
    ``handed_over``: a document went to the printer."""

    handed_over = Signal(object)

    def __init__(self, window: StationWindow, printer: PaperPrinter, rules: SlipSettings, station_id: str) -> None:
        super().__init__(window)
        self._window, self._rules, self._station_id = window, rules, station_id
        self._printer = printer
        self._preview: SlipPreview | None = None
        self._document: Document | None = None
        self._printed_code = ""
        self._printer.printed.connect(self._printed)
        self._printer.saved.connect(self._saved)
        self._printer.failed.connect(self._failed)
        window.slip_asked.connect(self._show_slip)
        window.sheet_asked.connect(self._show_sheet)
        window.desk_shown.connect(self._print_by_itself)

    # -- what is asked ------------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_slip(self, state: DeskState) -> None:
        slip = slip_state(state, self._station_id)
        if slip is not None:
            self.show(SlipDocument(slip, SLIP_PAPERS[self._rules.paper]))

    @Slot()
    def _show_sheet(self) -> None:
        self.show(command_sheet())

    @Slot(object)
    def _print_by_itself(self, state: DeskState) -> None:
        """Once for each submitted session, where the settings say so."""
        slip = slip_state(state, self._station_id) if self._rules.automatic and state.phase is Phase.SUBMITTED else None
        if slip is not None and state.packing_code != self._printed_code:
            self._printed_code = state.packing_code
            self._print(SlipDocument(slip, SLIP_PAPERS[self._rules.paper]))

    def show(self, document: Document) -> None:
        """A preview, from which it is printed or saved."""
        self._document = document
        self._preview = SlipPreview(self._window.look.colours, self._window.sizes)
        self._preview.print_asked.connect(self._print_shown)
        self._preview.save_asked.connect(self._save_shown)
        self._preview.destroyed.connect(self._forget)
        self._window.open_page(self._preview)
        self._preview.closed.connect(self._window.close_popover)
        self._preview.show_document(document)

    @Slot()
    def _print_shown(self) -> None:
        if self._document is not None:
            self._print(self._document)

    @Slot()
    def _save_shown(self) -> None:
        if self._document is not None:
            self._printer.save(self._document, usual_path(self._document))
            self._show_busy()

    def _print(self, document: Document) -> None:
        self._printer.print(document, self._rules.printer)
        self.handed_over.emit(document)
        self._show_busy()

    # -- what became of it --------------------------------------------------------------------------------------------

    @Slot(str)
    def _printed(self, printer: str) -> None:
        self._told(self.tr("Printed on {printer}.").format(printer=printer), "good")

    @Slot(str)
    def _saved(self, path: str) -> None:
        self._told(self.tr("Saved as {path}.").format(path=path), "good")

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        self._told(str(said_error(error)), "bad")

    def _told(self, words: str, tone: str) -> None:
        self._window.say(words, tone=tone)
        self._show_busy()

    def _show_busy(self) -> None:
        if self._preview is not None:
            self._preview.set_busy(self._printer.busy)

    @Slot()
    def _forget(self) -> None:
        self._preview = None
