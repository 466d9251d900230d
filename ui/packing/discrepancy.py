"""The panel for submitting with open parts: what is missing, why, and one deliberate press."""

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.notices import DiscrepancyReason
from ui.packing.view_model import PartRow, given_reason, recorded_reason
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label

_COLUMNS = 3
_PARTS_SHOWN = 4


def reason_words(reason: DiscrepancyReason) -> str:
    """The operator's words for what is recorded."""
    tr = QCoreApplication.translate
    return {
        DiscrepancyReason.SHORT_DELIVERY: tr("DiscrepancyPanel", "Short delivery"),
        DiscrepancyReason.DAMAGED: tr("DiscrepancyPanel", "Damaged parts"),
        DiscrepancyReason.WRONG_PART: tr("DiscrepancyPanel", "Wrong parts delivered"),
        DiscrepancyReason.LABEL_MISSING: tr("DiscrepancyPanel", "Label missing or unreadable"),
        DiscrepancyReason.COUNT_DIFFERS: tr("DiscrepancyPanel", "Count differs from label"),
    }[reason]


class DiscrepancyPanel(QFrame):
    """``reason_changed``: as it would be recorded now, by what is chosen and typed."""

    reason_changed = Signal(str)
    confirmed = Signal(str)
    cancelled = Signal()

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("discrepancyPanel")
        self.setProperty("role", "card")
        self._title = label("title", self.tr("Submit with open parts?"))
        self._more = 0
        self._parts = QGridLayout()
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._reasons = QWidget()
        self._reasons.setObjectName("discrepancyReason")
        self._group = QButtonGroup(self)
        self._buttons = {
            reason: ActionButton(reason_words(reason), f"reason_{reason.name.lower()}", "choice")
            for reason in DiscrepancyReason
        }
        self.remark = QLineEdit()
        self.remark.setObjectName("discrepancyRemark")
        self.remark.setPlaceholderText(self.tr("Other reason"))
        self.remark.setAccessibleName(self.tr("Other reason"))
        self.remark.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.remark.setMaxLength(200)
        self._back = ActionButton(self.tr("Back"), "cancelDiscrepancyButton")
        self._confirm = ActionButton(self.tr("Confirm discrepancy"), "confirmDiscrepancyButton", "primary")
        self._build()
        self._connect()
        self.set_sizes(sizes)

    def _build(self) -> None:
        self._grid = QGridLayout(self._reasons)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for place, button in enumerate(self._buttons.values()):
            button.setCheckable(True)
            self._group.addButton(button)
            self._grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        last = len(self._buttons)
        self._grid.addWidget(self.remark, last // _COLUMNS, last % _COLUMNS)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._ends = QHBoxLayout()
        self._ends.addWidget(self._back, 1)
        self._ends.addWidget(self._confirm, 2)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._open_parts = QWidget()
        self._open_parts.setLayout(self._parts)
        self._open_parts.setMinimumWidth(1)  # else showing it would widen the panel, and hiding it make it narrow again
        self._column.addWidget(self._open_parts)
        self._column.addStretch(1)
        why = label("section", self.tr("Why? The supervisor sees the reason with the note."))
        for words in (self._title, why):
            words.setWordWrap(True)
        self._column.addWidget(why)
        self._column.addWidget(self._reasons)
        self._column.addStretch(1)
        self._column.addLayout(self._ends)

    def _connect(self) -> None:
        self._group.buttonToggled.connect(self._changed)
        self.remark.textChanged.connect(self._changed)
        self._confirm.clicked.connect(self._confirmed)
        self._back.clicked.connect(self.cancelled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is all the type known."""
        super().showEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where it would be squeezed, the list beside it has the open parts, and the instruction the question."""
        for each in (self._title, self._open_parts):
            each.show()
        wide_enough = self._parts.minimumSize().width() <= self.contentsRect().width() - 2 * self._margin
        self._open_parts.setVisible(wide_enough and self._low_enough())
        self._title.setText(self._title_words(0 if self._open_parts.isHidden() else self._more))
        self._title.setVisible(self._low_enough())
        self._column.activate()

    def _low_enough(self) -> bool:
        return self._column.totalMinimumHeightForWidth(self.width()) <= self.height()

    def set_sizes(self, sizes: Sizes) -> None:
        self._margin = margin = round(18 * sizes.unit)
        self._column.setContentsMargins(margin, round(12 * sizes.unit), margin, margin)
        self._column.setSpacing(round(8 * sizes.unit))
        self._parts.setSpacing(round(8 * sizes.unit))
        self._grid.setSpacing(sizes.touch_gap)
        self._ends.setSpacing(sizes.touch_gap)
        for widget in (*self._buttons.values(), self.remark):
            widget.setFixedHeight(sizes.touch)
        for button in (self._back, self._confirm):
            button.setFixedHeight(sizes.secondary)

    def ask(self, rows: tuple[PartRow, ...]) -> None:
        """Start over for these open parts. Nothing is told of it: whoever asks knows that there is no reason yet, and
        one that came by bar code meanwhile must not be taken away."""
        with QSignalBlocker(self._group), QSignalBlocker(self.remark):
            self._group.setExclusive(False)
            for button in self._buttons.values():
                button.setChecked(False)
            self._group.setExclusive(True)
            self.remark.clear()
        self._confirm.setEnabled(False)
        self.show_parts(rows)

    def show_parts(self, rows: tuple[PartRow, ...]) -> None:
        while (item := self._parts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, row in enumerate(rows[:_PARTS_SHOWN]):
            name = " ".join(text for text in (row.short, row.distinction) if text)
            holder = QFrame()
            holder.setProperty("role", "openPart")
            cells = QHBoxLayout(holder)
            cells.addWidget(label("title", name))
            cells.addStretch(1)
            cells.addWidget(label("strong", row.quantity, tabular=True))
            missing = label("strong", self.tr("{missing} missing").format(missing=row.missing))
            missing.setProperty("tone", "caution")
            cells.addWidget(missing)
            self._parts.addWidget(holder, place // 2, place % 2)
            holder.show()  # so that the layout reckons with it at once,
            for words in holder.findChildren(QLabel):
                words.ensurePolished()  # and with its type
        self._more = len(rows) - _PARTS_SHOWN
        self._make_room()

    def _title_words(self, more: int) -> str:
        asked = self.tr("Submit with open parts?")
        return self.tr("{asked} And {count} more.").format(asked=asked, count=more) if more > 0 else asked

    @property
    def reason(self) -> str:
        chosen = next((reason for reason, button in self._buttons.items() if button.isChecked()), None)
        return recorded_reason(chosen, self.remark.text())

    def show_reason(self, recorded: str) -> None:
        """A reason that came by bar code is chosen here as well."""
        for reason, button in self._buttons.items():
            button.setChecked(recorded == reason.value)

    def restore(self, recorded: str) -> None:
        """What another panel in this one's place had been given."""
        chosen, remark = given_reason(recorded)
        if chosen is not None:
            self.show_reason(chosen.value)
        self.remark.setText(remark)

    @Slot()
    def _changed(self) -> None:
        self._confirm.setEnabled(bool(self.reason))
        self.reason_changed.emit(self.reason)

    @Slot()
    def _confirmed(self) -> None:
        self.confirmed.emit(self.reason)
