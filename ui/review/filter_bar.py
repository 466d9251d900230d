"""What is looked for: one field for anything, and a chooser for each thing by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDateEdit, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.review import ReviewState, SessionState
from app.ports.session_reports import SEARCH_AT_MOST
from ui.review.view_model import Days, Field, FilterChoice
from ui.review.words import days_words, field_problem, review_words, state_words
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label, set_tone

_NAME_AT_MOST = 100
_DAYS = tuple(Days)


class FilterBar(QWidget):
    """``asked``: the filter (a FilterChoice) is another one, told with every key. ``down_asked``: the list is wanted.
    ``export_asked``: all that the filter finds, as a file."""

    asked = Signal(object)
    down_asked = Signal()
    export_asked = Signal()

    def __init__(self, today: date, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("reviewFilter")
        self._sizes, self.choice = sizes, FilterChoice(first=today, last=today)
        self._make(today)
        self._lay_out()
        self._connect()

    def _make(self, today: date) -> None:
        self.search = _SearchField()
        self.search.setPlaceholderText(self.tr("Search: delivery note, label, badge or part   ( / )"))
        self._dress(self.search, "reviewSearch", self.tr("Search"), SEARCH_AT_MOST)
        self.days = QButtonGroup(self)
        self._segments = self._day_segments()
        self.first, self.last = (self._day_field(name, today) for name in ("reviewFirst", "reviewLast"))
        self.first.setAccessibleName(self.tr("First day"))
        self.last.setAccessibleName(self.tr("Last day"))
        self.state = self._chooser("reviewState", self.tr("State"), self.tr("Any state"), SessionState, state_words)
        self.review = self._chooser("reviewReview", self.tr("Review"), self.tr("Any review"), ReviewState, review_words)
        self.fields = {
            Field.DN: self._narrow("reviewDn", self.tr("Delivery note")),
            Field.PART: self._narrow("reviewPart", self.tr("Part")),
            Field.OPERATOR: self._narrow("reviewOperator", self.tr("Operator")),
            Field.STATION: self._narrow("reviewStation", self.tr("Station")),
        }
        self.clear_button = ActionButton(self.tr("Clear"), "reviewClear", "quiet")
        self.export_button = ActionButton(self.tr("Export…"), "reviewExport", "quiet")
        self.problem = label("body", name="reviewProblem")
        set_tone(self.problem, "bad")
        self.problem.hide()

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(self._sizes.gap)
        above.addWidget(self.search, 1)
        for widget in (self._segments, self.first, self.last):
            above.addWidget(widget)
        for chooser in (self.state, self.review, *self.fields.values()):
            below.addWidget(chooser, 1)
        for button in (self.clear_button, self.export_button):
            button.setFixedHeight(round(34 * self._sizes.text))
            button.setFixedWidth(round(104 * self._sizes.text))
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(6 * self._sizes.unit))
        column.addLayout(above)
        column.addLayout(below)
        column.addWidget(self.problem)
        self._show_custom(shown=False)

    def _connect(self) -> None:
        for field in (self.search, *self.fields.values()):
            field.textChanged.connect(self._changed)
        for chooser in (self.state, self.review):
            chooser.currentIndexChanged.connect(self._changed)
        for day in (self.first, self.last):
            day.dateChanged.connect(self._changed)
        self.days.idToggled.connect(self._days_changed)
        self.search.left.connect(self.down_asked)
        self.clear_button.clicked.connect(self.clear)
        self.export_button.clicked.connect(self.export_asked)

    def _dress(self, field: QLineEdit, name: str, words: str, at_most: int) -> None:
        field.setObjectName(name)
        field.setProperty("role", "filter")
        field.setAccessibleName(words)
        field.setMaxLength(at_most)
        field.setClearButtonEnabled(True)
        field.setFixedHeight(round(34 * self._sizes.text))

    def _narrow(self, name: str, words: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(words)
        self._dress(field, name, words, _NAME_AT_MOST)
        return field

    def _chooser(self, name: str, words: str, anything: str, values: Iterable[StrEnum], said: object) -> QComboBox:
        chooser = QComboBox()
        chooser.setObjectName(name)
        chooser.setProperty("role", "chooser")
        chooser.setAccessibleName(words)
        chooser.addItem(anything, None)
        for value in values:
            chooser.addItem(said(value), value)  # type: ignore[operator]
        chooser.setFixedHeight(round(34 * self._sizes.text))
        chooser.setMinimumWidth(round(120 * self._sizes.text))
        return chooser

    def _day_segments(self) -> QWidget:
        frame = QFrame()
        frame.setObjectName("reviewDays")
        frame.setAccessibleName(self.tr("Days"))
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(round(4 * self._sizes.unit))
        for place, days in enumerate(_DAYS):
            button = ActionButton(days_words(days), f"reviewDays_{days.value}", "segment")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFixedHeight(round(34 * self._sizes.text))
            button.setMinimumWidth(round(78 * self._sizes.text))
            button.setChecked(days is self.choice.days)
            self.days.addButton(button, place)
            row.addWidget(button)
        return frame

    def _day_field(self, name: str, today: date) -> QDateEdit:
        field = QDateEdit(QDate(today.year, today.month, today.day))
        field.setObjectName(name)
        field.setProperty("role", "day")
        field.setDateRange(QDate(2000, 1, 1), QDate(2999, 12, 31))
        field.setCalendarPopup(True)
        field.setDisplayFormat("d MMM yyyy")
        field.setKeyboardTracking(False)
        field.setFixedHeight(round(34 * self._sizes.text))
        return field

    def show_problems(self, problems: tuple[Field, ...]) -> None:
        self.problem.setText(" ".join(map(field_problem, problems)))
        self.problem.setVisible(bool(problems))

    @Slot()
    def clear(self) -> None:
        """Nothing is asked for any more, of no day; told once."""
        for field in (self.search, *self.fields.values()):
            with QSignalBlocker(field):
                field.clear()
        for chooser in (self.state, self.review):
            with QSignalBlocker(chooser):
                chooser.setCurrentIndex(0)
        with QSignalBlocker(self.days):
            self.days.button(_DAYS.index(Days.ALL)).setChecked(True)
        self._show_custom(shown=False)
        self._changed()

    @Slot(int, bool)
    def _days_changed(self, place: int, checked: bool) -> None:
        if checked:
            self._show_custom(shown=_DAYS[place] is Days.CUSTOM)
            self._changed()

    def _show_custom(self, *, shown: bool) -> None:
        self.first.setVisible(shown)
        self.last.setVisible(shown)

    @Slot()
    def _changed(self) -> None:
        texts = {name: field.text() for name, field in self.fields.items()}
        choice = replace(
            self.choice,
            search=self.search.text(),
            days=_DAYS[self.days.checkedId()],
            first=_date(self.first),
            last=_date(self.last),
            dn=texts[Field.DN],
            part=texts[Field.PART],
            operator=texts[Field.OPERATOR],
            station=texts[Field.STATION],
            state=self.state.currentData(),
            review=self.review.currentData(),
        )
        if choice != self.choice:
            self.choice = choice
            self.asked.emit(choice)


def _date(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())


class _SearchField(QLineEdit):
    """``left``: by Enter, Escape or the arrow down, for the list below."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Down}:
            self.left.emit()
        else:
            super().keyPressEvent(event)
