"""What the verdicts say: the escape rates, and their export as a training set."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.domain.judging import EscapeRow, Grouping
from app.use_cases.judge import RATE_DAYS
from ui.judging.rates import RatesTable
from ui.judging.words import grouping_words
from ui.language import number
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label


class Results(QWidget):
    """``grouping_asked``: a Grouping. ``export_asked``; ``stop_asked``: of the export under way."""

    grouping_asked = Signal(object)
    export_asked = Signal()
    stop_asked = Signal()

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("judgingResults")
        self._sizes = sizes
        self.table = RatesTable(colours, sizes)
        self._group = QButtonGroup(self)
        self._about = label("muted", self._about_words(), name="ratesAbout")
        self._about.setWordWrap(True)
        self.export = self._button(self.tr("Export training set …"), "exportSet", "deskPrimary")
        self.stop = self._button(self.tr("Stop"), "exportStop", "quiet")
        self.progress = QProgressBar()
        self.progress.setObjectName("exportProgress")
        self.progress.setAccessibleName(self.tr("Progress of the export"))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(sizes.bar)
        self._done = label("body", name="exportDone")
        self._build()
        self.show_export(None)
        self.export.clicked.connect(self.export_asked)
        self.stop.clicked.connect(self.stop_asked)

    def _build(self) -> None:
        unit = self._sizes.unit
        above, below, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for by in Grouping:
            button = self._button(grouping_words(by), f"by_{by.value}", "segment")
            button.setCheckable(True)
            button.setChecked(by is Grouping.PART)
            button.setProperty("grouping", by.value)
            button.clicked.connect(self._pressed)
            self._group.addButton(button)
            above.addWidget(button)
        above.addWidget(self._about, 1)
        below.addWidget(self.progress, 1)
        below.addWidget(self._done)
        below.addStretch(0)
        below.addWidget(self.stop)
        below.addWidget(self.export)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(10 * unit))
        above.setSpacing(round(6 * unit))
        below.setSpacing(round(10 * unit))
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addLayout(below)

    def _button(self, words: str, name: str, role: str) -> ActionButton:
        button = ActionButton(words, name, role)
        button.setFixedSize(
            round((120 if role in {"segment", "quiet"} else 240) * self._sizes.unit), round(42 * self._sizes.unit)
        )
        return button

    def _about_words(self) -> str:
        told = self.tr(
            "Wrong parts among the accepted covers of the blind sample that were judged, of the last {days} days. The "
            "truth lies within the interval in 95 of 100 such samples (Clopper–Pearson)."
        )
        return told.format(days=number(RATE_DAYS))

    def show_rows(self, rows: Sequence[EscapeRow], by: Grouping) -> None:
        self.table.show_rows(rows, by)

    def show_export(self, done: tuple[int, int] | None) -> None:
        """How many of how many are written; None: no export is under way."""
        going = done is not None
        self.progress.setVisible(going)
        self._done.setVisible(going)
        self.stop.setVisible(going)
        self.export.setEnabled(not going)
        if done is not None:
            self.progress.setRange(0, max(1, done[1]))
            self.progress.setValue(done[0])
            told = self.tr("{done} of {total}")
            self._done.setText(told.format(done=number(done[0]), total=number(done[1])))

    @Slot()
    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton):
            self.grouping_asked.emit(Grouping(str(button.property("grouping"))))
