"""A chart taken away: its data or its picture, in a file that somebody chooses."""

from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import OperationalError
from app.domain.people import Actor
from app.use_cases.figures import Figures
from ui.charts.card import ChartCard, png_of
from ui.errand import Errand
from ui.language import said_error
from ui.theme.plain_text import shown

_LIMIT_S = 30.0


class ChartFile(StrEnum):
    """By the end of its name."""

    DATA = "csv"
    PICTURE = "png"


class ChartSaving(QObject):
    """GUI thread; the file is written on another one. ``said``: what became of it, in words, and their tone."""

    said = Signal(str, str)

    def __init__(self, page: QWidget, figures: Figures, actor: Actor) -> None:
        super().__init__(page)
        self._page, self._figures, self._actor = page, figures, actor
        self._card: ChartCard | None = None
        self._kind, self._path = ChartFile.DATA, Path()
        self._errand = Errand(self, "charts-save")
        self._errand.done.connect(self._saved)
        self._errand.failed.connect(self._failed)
        self._errand.too_late.connect(self._too_late)

    def cancel(self) -> None:
        self._errand.cancel()

    def ask(self, card: ChartCard | None, kind: ChartFile) -> None:
        """Where to; nothing to save and a file under way are no occasion to ask."""
        if card is None or card.chart.empty or self._errand.running:
            return
        self._card, self._kind = card, kind
        card.destroyed.connect(self._forget)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"countersign-{card.chart.code}-{card.chart.period.first}-{card.chart.period.last}.{kind}"
        dialog = QFileDialog(self._page, self._title(kind), folder, f"*.{kind}")
        dialog.setObjectName("chartFile")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._save)
        dialog.open()

    def _title(self, kind: ChartFile) -> str:
        return self.tr("Save the chart's data") if kind is ChartFile.DATA else self.tr("Save the chart as a picture")

    @Slot()
    def _forget(self) -> None:
        self._card = None

    @Slot(str)
    def _save(self, name: str) -> None:
        if self._card is None:
            return
        self._path = Path(name)
        if self._kind is ChartFile.PICTURE:
            job = partial(_keep_picture, self._figures, self._actor, self._card.picture(), self._path)
        else:
            job = partial(self._figures.export_csv, self._actor, self._card.chart, self._path)
        self._errand.begin(job, _LIMIT_S)

    @Slot()
    def _saved(self) -> None:
        self.said.emit(self.tr("Saved as {path}.").format(path=shown(str(self._path))), "good")

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        self.said.emit(str(said_error(error)), "bad")

    @Slot()
    def _too_late(self) -> None:
        self.said.emit(self.tr("{path} was not written in time.").format(path=shown(str(self._path))), "bad")


def _keep_picture(figures: Figures, actor: Actor, image: QImage, path: Path) -> None:
    figures.export_png(actor, png_of(image), path)
