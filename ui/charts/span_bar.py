"""Which days, and of which station."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDateEdit, QFrame, QHBoxLayout, QWidget

from ui.charts.view_model import Asked, SpanChoice
from ui.charts.words import every_station, span_words
from ui.theme.plain_text import shown
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label

_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_CHOICES = tuple(SpanChoice)


class SpanBar(QWidget):
    """``asked``: an :class:`Asked`, as it is wanted now. :meth:`show_asked` tells nobody."""

    asked = Signal(object)

    def __init__(self, today: date, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("chartSpan")
        self._state = Asked()
        self.choices = SpanSegments(sizes)
        self.first, self.last = (self._day_field(name, today, sizes) for name in ("chartFirst", "chartLast"))
        self.first.setAccessibleName(self.tr("First day"))
        self.last.setAccessibleName(self.tr("Last day"))
        self._dash = label("muted", "–")
        self.station = QComboBox()
        self.station.setObjectName("chartStation")
        self.station.setProperty("role", "chooser")
        self.station.setAccessibleName(self.tr("Station"))
        self.station.setFixedHeight(round(36 * sizes.unit))
        self.station.setMinimumWidth(round(158 * sizes.text))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.gap)
        for widget in (self.choices, self.first, self._dash, self.last):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.station)
        self.choices.chosen.connect(self._choose)
        self.first.dateChanged.connect(self._change_days)
        self.last.dateChanged.connect(self._change_days)
        self.station.activated.connect(self._choose_station)

    def _day_field(self, name: str, today: date, sizes: Sizes) -> QDateEdit:
        field = QDateEdit(QDate(today.year, today.month, today.day))
        field.setObjectName(name)
        field.setProperty("role", "day")
        field.setCalendarPopup(True)
        field.setDisplayFormat("d MMM yyyy")
        field.setKeyboardTracking(False)
        field.setMaximumDate(field.date())
        field.setFixedHeight(round(36 * sizes.unit))
        return field

    def show_asked(self, asked: Asked, today: date) -> None:
        self._state = asked
        period = asked.period(today)
        self.choices.show_choice(asked.choice)
        for field, day in ((self.first, period.first), (self.last, period.last)):
            with QSignalBlocker(field):
                field.setDate(QDate(day.year, day.month, day.day))
        for widget in (self.first, self._dash, self.last):
            widget.setVisible(asked.choice is SpanChoice.CUSTOM)

    def show_stations(self, stations: Sequence[str]) -> None:
        """The one that is asked for stays, though it be gone."""
        known = sorted({*stations, self._state.station_id} - {""})
        with QSignalBlocker(self.station):
            self.station.clear()
            self.station.addItem(every_station(), "")
            for each in known:
                self.station.addItem(shown(each, 40), each)
            self.station.setCurrentIndex(self.station.findData(self._state.station_id))

    @Slot(object)
    def _choose(self, choice: SpanChoice) -> None:
        self._ask(replace(self._state, choice=choice, first=_day(self.first), last=_day(self.last)))

    @Slot()
    def _change_days(self) -> None:
        self._ask(replace(self._state, first=_day(self.first), last=_day(self.last)))

    @Slot(int)
    def _choose_station(self, index: int) -> None:
        self._ask(replace(self._state, station_id=str(self.station.itemData(index))))

    def _ask(self, asked: Asked) -> None:
        self._state = asked
        self.asked.emit(asked)


class SpanSegments(QFrame):
    """One of a few, all seen; by mouse, or with the arrow keys."""

    chosen = Signal(object)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("chartSpans")
        self.setProperty("role", "segments")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Days"))
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, choice in enumerate(_CHOICES):
            button = ActionButton(span_words(choice), f"chartSpan_{choice}", "segment")
            button.setAccessibleName(span_words(choice))
            button.setCheckable(True)
            button.setFixedHeight(round(34 * sizes.unit))
            button.setMinimumWidth(round(92 * sizes.unit))
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.idClicked.connect(self._clicked)

    def show_choice(self, choice: SpanChoice) -> None:
        self._group.button(_CHOICES.index(choice)).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self._group.checkedId() + _ARROWS.get(Qt.Key(event.key()), 0)
        if Qt.Key(event.key()) in _ARROWS and 0 <= place < len(_CHOICES):
            self._clicked(place)
        else:
            event.ignore()

    @Slot(int)
    def _clicked(self, place: int) -> None:
        self.show_choice(_CHOICES[place])
        self.chosen.emit(_CHOICES[place])


def _day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
