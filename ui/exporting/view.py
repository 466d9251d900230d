"""Sessions or labels as a file for a spreadsheet, on a panel of the window."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.people import Actor
from app.ports.exports import XLSX_ROWS_AT_MOST, ExportFormat, ExportKind
from app.ports.session_reports import SessionFilter
from app.use_cases.export import Export, ExportOrder
from ui.exporting.file_panel import AskPlace, FilePanel, ask_place, open_folder
from ui.exporting.view_model import Progress, export_name, with_ending
from ui.language import number
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label


def usual_folder() -> Path:
    """Where a file goes that nobody has chosen a place for."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def kind_words(kind: ExportKind) -> str:
    tr = QCoreApplication.translate
    return {
        ExportKind.SESSIONS: tr("ExportDialog", "A row for each session"),
        ExportKind.LABELS: tr("ExportDialog", "A row for each label"),
    }[kind]


def format_words(form: ExportFormat) -> str:
    tr = QCoreApplication.translate
    return {
        ExportFormat.CSV: tr("ExportDialog", "CSV, of any length"),
        ExportFormat.XLSX: tr("ExportDialog", "XLSX, for a spreadsheet"),
    }[form]


class ExportDialog(QFrame):
    """Of the sessions that are ``wanted``. ``closed``: it has nothing more to do. Keys: as of the panel; arrows change
    what is chosen. The owner calls :meth:`close_page` before it takes the dialog down."""

    closed = Signal()

    def __init__(
        self,
        export: Export,
        wanted: SessionFilter,
        actor: Actor,
        colours: Palette,
        sizes: Sizes,
        *,
        asks: AskPlace = ask_place,
        opens: Callable[[Path], None] = open_folder,
        folder: Path | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("exportDialog")
        self._export, self._wanted, self._actor = export, wanted, actor
        self._kind = _chooser("exportKind", self.tr("What"), [kind_words(kind) for kind in ExportKind])
        self._form = _chooser("exportFormat", self.tr("Format"), [format_words(form) for form in ExportFormat])
        self._limit = label("caption", name="exportLimit")
        self._limit.setWordWrap(True)
        self._chosen = (ExportKind.SESSIONS, ExportFormat.CSV)
        day = datetime.now().astimezone().date().isoformat()
        self._day = day
        place = (folder or usual_folder()) / export_name(*self._chosen, day)
        self.panel = FilePanel(
            self.tr("Export"), place, self._write, colours, sizes, above=self._choices(sizes), asks=asks, opens=opens
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self._kind.currentIndexChanged.connect(self._choose)
        self._form.currentIndexChanged.connect(self._choose)
        self.panel.closed.connect(self.closed)
        self._show_limit()

    def close_page(self) -> None:
        """Whatever is under way stops, and leaves no file."""
        self.panel.close_page()

    def _choices(self, sizes: Sizes) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        row = QHBoxLayout()
        for chooser in (self._kind, self._form):
            chooser.setFixedHeight(round(40 * sizes.unit))
            row.addWidget(chooser, 1)
        column.addLayout(row)
        column.addWidget(self._limit)
        return made

    @Slot()
    def _choose(self) -> None:
        """A name that nobody has changed goes with what is chosen; one that somebody has keeps its ending right."""
        suggested = export_name(*self._chosen, self._day)
        self._chosen = (list(ExportKind)[self._kind.currentIndex()], list(ExportFormat)[self._form.currentIndex()])
        place = Path(self.panel.place.text())
        if place.name == suggested:
            self.panel.place.setText(str(place.with_name(export_name(*self._chosen, self._day))))
        else:
            self.panel.place.setText(with_ending(self.panel.place.text(), self._chosen[1]))
        self._show_limit()

    def _show_limit(self) -> None:
        words = {
            ExportFormat.CSV: self.tr("Times are UTC. What a spreadsheet would take for a formula is kept from it."),
            ExportFormat.XLSX: self.tr("Times are UTC. An XLSX sheet holds {rows} rows; choose CSV for more."),
        }[self._chosen[1]]
        self._limit.setText(words.format(rows=number(XLSX_ROWS_AT_MOST)))

    def _write(self, path: Path, progress: Progress) -> str:
        """On the errand's thread."""
        outcome = self._export.write(self._actor, ExportOrder(*self._chosen, path, self._wanted), progress)
        words = QCoreApplication.translate("ExportDialog", "{rows} rows were written.")
        return words.format(rows=number(outcome.rows)) if outcome.complete else ""


def _chooser(name: str, says: str, words: list[str]) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(says)
    made.setProperty("role", "chooser")
    made.addItems(words)
    return made
