"""One file that takes a while: where to, how far it is, stop it, and open the folder where it lies."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.domain.errors import OperationalError
from ui.errand import Errand
from ui.exporting.view_model import Progress, Stage, is_whole_place, panel_state
from ui.language import number, said_error
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone

Write = Callable[[Path, Progress], str]
"""Writes the file and says what was written, in the screen's language; "": it was stopped, and nothing is there. Runs
on a thread of its own; raises OperationalError."""
AskPlace = Callable[[QWidget, str], str]
_LIMIT_S = 6 * 3600.0
_PLACE_AT_MOST = 4000


def ask_place(parent: QWidget, suggested: str) -> str:
    """The system's own dialog; "" when nothing was chosen."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "", suggested)
    return str(chosen)


def open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class FilePanel(QFrame):
    """``closed``: it has nothing more to do. Keys: Enter begins, Ctrl+O chooses the place, Escape stops what is under
    way, or leaves. The owner calls :meth:`close_page` before it takes the panel down."""

    closed = Signal()

    def __init__(
        self,
        title: str,
        place: Path,
        write: Write,
        colours: Palette,  # noqa: ARG002  # as every view has it; the look comes from the stylesheet
        sizes: Sizes,
        *,
        above: QWidget | None = None,
        asks: AskPlace = ask_place,
        opens: Callable[[Path], None] = open_folder,
    ) -> None:
        super().__init__()
        self.setObjectName("filePanel")
        self.setAccessibleName(title)
        self.setProperty("role", "card")
        self._write, self._asks, self._opens = write, asks, opens
        self._above = above or QWidget()
        self._stage, self._progress = Stage.CHOOSING, Progress()
        self._errand = Errand(self, "file")
        self._make(title, place)
        self._build(sizes)
        self._connect()
        self._show("")

    @property
    def running(self) -> bool:
        return self._errand.running

    def close_page(self) -> None:
        """Whatever is under way stops, and leaves no file."""
        self._progress.stop()
        self._errand.cancel()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _make(self, title: str, place: Path) -> None:
        self._title = label("title", title, name="filePanelTitle")
        self._caption = label("caption", self.tr("File; one of this name is replaced"))
        self.place = QLineEdit(str(place))
        self.place.setObjectName("filePlace")
        self.place.setProperty("role", "setting")
        self.place.setAccessibleName(self.tr("File"))
        self.place.setMaxLength(_PLACE_AT_MOST)
        self._choose = ActionButton(self.tr("Choose …"), "choosePlaceButton", "quiet")
        self._bar = QProgressBar()
        self._bar.setObjectName("fileProgress")
        self._bar.setAccessibleName(self.tr("Being written"))
        self._bar.setRange(0, 0)  # how much there will be nobody knows
        self._bar.setTextVisible(False)
        kept = self._bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # nothing moves when it comes and goes
        self._bar.setSizePolicy(kept)
        self._said = label("body", name="fileSaid", tabular=True)
        self._said.setWordWrap(True)
        self.start = ActionButton(self.tr("Write file"), "writeFileButton", "primary")
        self._stop = ActionButton(self.tr("Stop"), "stopFileButton")
        self._folder = ActionButton(self.tr("Open folder"), "openFolderButton")
        self._close = ActionButton(self.tr("Close"), "closeFileButton", "quiet")

    def _build(self, sizes: Sizes) -> None:
        column = QVBoxLayout(self)
        margin = 3 * sizes.gap
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(sizes.gap)
        column.addWidget(self._title)
        column.addWidget(self._above)
        column.addWidget(self._caption)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(self._choose)
        column.addLayout(row)
        column.addWidget(self._bar)
        column.addWidget(self._said)
        buttons = QHBoxLayout()
        for button in (self._close, self._folder, self._stop, self.start):
            buttons.addWidget(button)
        column.addLayout(buttons)
        high = round(40 * sizes.unit)
        for control in (self.place, self._choose, self.start, self._stop, self._folder, self._close):
            control.setFixedHeight(high)
        self._choose.setFixedWidth(round(150 * sizes.unit))
        self._bar.setFixedHeight(sizes.bar)
        self._said.setMinimumHeight(round(44 * sizes.text))
        self.setFixedWidth(round(680 * sizes.unit))

    def _connect(self) -> None:
        self.place.textChanged.connect(self._place_changed)
        self.place.returnPressed.connect(self._begin)
        self._choose.clicked.connect(self._ask_place)
        self.start.clicked.connect(self._begin)
        self._stop.clicked.connect(self._halt)
        self._folder.clicked.connect(self._open_folder)
        self._close.clicked.connect(self._leave)
        self._errand.done.connect(self._done)
        self._errand.failed.connect(self._failed)
        self._errand.too_late.connect(self._too_late)
        self._errand.going.connect(self._going)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._stage is Stage.RUNNING:
                self._halt()
            else:
                self._leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._begin()
        elif event.key() == Qt.Key.Key_O and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._ask_place()
        else:
            super().keyPressEvent(event)

    # -- what is asked ------------------------------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        place = self.place.text().strip()
        if not panel_state(self._stage, place).may_start:
            return
        if not is_whole_place(place):
            self._end_with(Stage.FAILED, self.tr("Name the file with its folder."))
            return
        self._progress = Progress()
        self._errand.begin(partial(self._write, Path(place), self._progress), _LIMIT_S)
        self._end_with(Stage.RUNNING, self.tr("Being written …"))

    @Slot()
    def _halt(self) -> None:
        self._progress.stop()
        self._end_with(Stage.ENDING, self.tr("Being stopped …"))

    @Slot()
    def _leave(self) -> None:
        self.close_page()
        self.closed.emit()

    @Slot()
    def _ask_place(self) -> None:
        if not panel_state(self._stage, "").open:
            return
        chosen = self._asks(self, self.place.text())
        if chosen:
            self.place.setText(chosen)

    @Slot()
    def _open_folder(self) -> None:
        self._opens(Path(self.place.text().strip()).parent)

    @Slot()
    def _place_changed(self) -> None:
        """What was said of another file is no longer true."""
        self._end_with(Stage.CHOOSING, "")

    # -- what became of it --------------------------------------------------------------------------------------------

    @Slot(float)
    def _going(self, _seconds: float) -> None:
        if self._stage is Stage.RUNNING and self._progress.rows:
            words = self.tr("{rows} rows so far; how many there will be is not known.")
            self._said.setText(words.format(rows=number(self._progress.rows)))

    @Slot(object)
    def _done(self, said: object) -> None:
        if said:
            self._end_with(Stage.DONE, str(said))
        else:
            self._end_with(Stage.STOPPED, self.tr("Stopped. No file was written."))

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        self._end_with(Stage.FAILED, shown(str(said_error(error)), 400))

    @Slot()
    def _too_late(self) -> None:
        self._progress.stop()
        self._end_with(Stage.FAILED, self.tr("It took too long and was stopped."))

    def _end_with(self, stage: Stage, said: str) -> None:
        self._stage = stage
        self._show(said)

    def _show(self, said: str) -> None:
        state = panel_state(self._stage, self.place.text())
        self.place.setEnabled(state.open)
        self._above.setEnabled(state.open)
        self._choose.setEnabled(state.open)
        self._bar.setVisible(state.busy)
        self.start.setEnabled(state.may_start)
        self._stop.setEnabled(state.may_stop)
        self._stop.setVisible(state.busy)
        self._folder.setVisible(state.has_file)
        self._said.setText(said)
        set_tone(self._said, state.tone)
