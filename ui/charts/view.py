"""The page of the charts: which one, of which days and station; and what is kept of it."""

import importlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.charts import Chart, ChartCode, Period
from app.domain.errors import OperationalError
from app.domain.people import Actor
from app.use_cases.figures import Figures
from ui.charts.card import ChartCard
from ui.charts.saving import ChartFile, ChartSaving
from ui.charts.span_bar import SpanBar
from ui.charts.view_model import Asked
from ui.charts.words import chart_words
from ui.errand import Errand
from ui.language import number, said_error
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone

_COUNT_LIMIT_S = 120.0
_SAY_SO_AFTER_S = 0.4
_CODES = tuple(ChartCode)
Counted = tuple[Sequence[str], Chart]


class ChartsPage(QWidget):
    """GUI thread. What was counted is kept until the page comes into view again.

    Keys: F5 counts again, Ctrl+S saves the data, Ctrl+P the picture, Escape stops counting.
    """

    def __init__(self, figures: Figures, actor: Actor, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("chartsPage")
        self._figures, self._actor, self._colours, self._sizes = figures, actor, colours, sizes
        self.asked = Asked()
        self.card: ChartCard | None = None
        self._counted: dict[tuple[ChartCode, Period], Chart] = {}
        self._counting = Errand(self, "charts-count")
        self._saving = ChartSaving(self, figures, actor)
        self._make()
        self._lay_out()
        self._connect()
        self._show_asked()

    # -- building ---------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.span_bar = SpanBar(self._figures.today(), self._sizes)
        self.list = QListWidget()
        self.list.setObjectName("chartList")
        self.list.setProperty("role", "tabs")
        self.list.setAccessibleName(self.tr("Charts"))
        self.list.setFixedWidth(round(min(200 * self._sizes.text, 240 * self._sizes.unit)))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for code in _CODES:
            item = QListWidgetItem(chart_words(code))
            item.setSizeHint(QSize(0, round(2.4 * self._sizes.body + 14 * self._sizes.unit)))  # two lines of words
            self.list.addItem(item)
        self._message = label("empty", name="chartMessage")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._stop = self._button(self.tr("Stop"), "chartStop", self.tr("Escape"))
        self._again = self._button(self.tr("Count again"), "chartAgain", "F5")
        self._save_data = self._button(self.tr("Save data…"), "chartSaveData", "Ctrl+S")
        self._save_picture = self._button(self.tr("Save picture…"), "chartSavePicture", "Ctrl+P")
        self._said = label("caption", name="chartSaid")
        self._said.setWordWrap(True)

    def _button(self, words: str, name: str, key: str) -> ActionButton:
        button = ActionButton(words, name, "quiet")
        button.setAccessibleName(words)
        button.setToolTip(key)
        button.setFixedHeight(round(36 * self._sizes.unit))
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return button

    def _lay_out(self) -> None:
        waiting = QWidget()
        column = QVBoxLayout(waiting)
        column.addStretch(1)
        column.addWidget(self._message)
        column.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(waiting)
        middle = QHBoxLayout()
        middle.addWidget(self.list)
        middle.addWidget(self._stack, 1)
        below = QHBoxLayout()
        below.addWidget(self._said, 1)
        for button in (self._again, self._save_data, self._save_picture):
            below.addWidget(button)
        whole = QVBoxLayout(self)
        margin = round(12 * self._sizes.unit)
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(self._sizes.gap)
        middle.setSpacing(self._sizes.gap)
        whole.addWidget(self.span_bar)
        whole.addLayout(middle, 1)
        whole.addLayout(below)

    def _connect(self) -> None:
        self.span_bar.asked.connect(self._ask)
        self.list.currentRowChanged.connect(self._choose)
        self._counting.done.connect(self._show_counted)
        self._counting.failed.connect(self._show_trouble)
        self._counting.too_late.connect(self._show_too_late)
        self._counting.going.connect(self._show_going)
        self._saving.said.connect(self._say)
        self._stop.clicked.connect(self.stop)
        self._again.clicked.connect(self.refresh)
        self._save_data.clicked.connect(self.save_data)
        self._save_picture.clicked.connect(self.save_picture)

    # -- what is asked ----------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Count anew; also whenever the page comes into view."""
        self._counted.clear()
        self._show_asked()
        self._load()

    def close_page(self) -> None:
        self._counting.cancel()
        self._saving.cancel()

    @Slot()
    def stop(self) -> None:
        """What is being counted is not waited for any more."""
        if self._counting.running:
            self._counting.cancel()
            self._tell(self.tr("Stopped. Nothing was counted."))

    @Slot(object)
    def _ask(self, asked: Asked) -> None:
        self.asked = replace(asked, code=self.asked.code)
        self._show_asked()
        self._load()

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.asked = replace(self.asked, code=_CODES[place])
        self._load()

    def _show_asked(self) -> None:
        self.span_bar.show_asked(self.asked, self._figures.today())
        self.list.blockSignals(True)
        self.list.setCurrentRow(_CODES.index(self.asked.code))
        self.list.blockSignals(False)

    # -- counting ---------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._said.setText("")
        code, period = self.asked.code, self.asked.period(self._figures.today())
        known = self._counted.get((code, period))
        if known is None:
            self._counting.begin(partial(_count, self._figures, self._actor, code, period), _COUNT_LIMIT_S)
            self._let_save(False)
            return
        self._counting.cancel()
        self._show_chart(known)

    @Slot(object)
    def _show_counted(self, counted: Counted) -> None:
        stations, chart = counted
        self._counted[chart.code, chart.period] = chart
        self.span_bar.show_stations(stations)
        self._show_chart(chart)

    def _show_chart(self, chart: Chart) -> None:
        former, self.card = self.card, ChartCard(chart, self._colours, self._sizes)
        self._stack.addWidget(self.card)
        self._stack.setCurrentWidget(self.card)
        self._drop(former)
        self._let_save(not chart.empty)

    def _drop(self, former: ChartCard | None) -> None:
        if former is not None:
            self._stack.removeWidget(former)
            former.setParent(None)  # at once: what is deleted later would still be found on the page
            former.deleteLater()

    @Slot(float)
    def _show_going(self, seconds: float) -> None:
        if seconds > _SAY_SO_AFTER_S:
            self._tell(self.tr("Counting… {n} s").format(n=number(seconds)), going=True)

    @Slot(object)
    def _show_trouble(self, error: OperationalError) -> None:
        self._tell(str(said_error(error)))

    @Slot()
    def _show_too_late(self) -> None:
        self._tell(self.tr("The database has not answered in time. Ask for fewer days, or count again later."))

    def _tell(self, words: str, *, going: bool = False) -> None:
        """In place of the chart."""
        self._message.setText(words)
        self._stop.setVisible(going)
        self._stack.setCurrentIndex(0)
        former, self.card = self.card, None
        self._drop(former)
        self._let_save(False)

    def _let_save(self, may: bool) -> None:
        self._save_data.setEnabled(may)
        self._save_picture.setEnabled(may)

    @Slot()
    def save_data(self) -> None:
        self._saving.ask(self.card, ChartFile.DATA)

    @Slot()
    def save_picture(self) -> None:
        self._saving.ask(self.card, ChartFile.PICTURE)

    @Slot(str, str)
    def _say(self, words: str, tone: str) -> None:
        self._said.setText(words)
        set_tone(self._said, tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            self.save_data()
        elif event.matches(QKeySequence.StandardKey.Print):
            self.save_picture()
        elif event.matches(QKeySequence.StandardKey.Refresh):
            self.refresh()
        elif event.key() == Qt.Key.Key_Escape and self._counting.running:
            self.stop()
        else:
            super().keyPressEvent(event)


def _count(figures: Figures, actor: Actor, code: ChartCode, period: Period) -> Counted:
    """On the errand's thread, which brings pyqtgraph in too: half a second, once; that makes no object of Qt."""
    counted = figures.stations(actor), figures.chart(actor, code, period)
    importlib.import_module("ui.charts.plot")
    return counted
