"""The labels of the session, newest first, each with its own take-back button."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.packing.view_model import LabelRow
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, ContentScroll, label


class LabelRowView(QFrame):
    take_back_asked = Signal(str)

    def __init__(self, row: LabelRow, sizes: Sizes) -> None:
        super().__init__()
        self.setProperty("role", "labelRow")
        self._code = row.code
        self._margin = 0
        self.code = label("strong", row.code, tabular=True)
        self.short = label("muted", row.short)
        self.quantity = label("strong", str(row.quantity), tabular=True)
        self.button = ActionButton(self.tr("↺ Take back"), f"takeBack_{row.code}", "quiet")
        self.button.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.addWidget(self.code)
        layout.addWidget(self.short)
        layout.addStretch(1)
        layout.addWidget(self.quantity)
        layout.addWidget(self.button)
        self.set_sizes(sizes)
        self.show_row(row)

    def set_sizes(self, sizes: Sizes) -> None:
        u = sizes.unit
        self._margin = round(12 * u)
        self.setMinimumHeight(round(36 * u))
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(round(10 * u))
        self.button.setFixedSize(round(132 * u), sizes.touch)
        self._set_margins()

    def show_row(self, row: LabelRow) -> None:
        self.button.setVisible(row.may_take_back)
        self._set_margins()

    def _set_margins(self) -> None:
        """The button reaches the row's end; the quantity does not."""
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(self._margin, 0, 0 if self.button.isVisibleTo(self) else 2 * self._margin, 0)

    @Slot()
    def _ask(self) -> None:
        self.take_back_asked.emit(self._code)


class LabelsList(ContentScroll):
    take_back_asked = Signal(str)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("labelsList")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._sizes = sizes
        self.rows: dict[str, LabelRowView] = {}
        self._empty = label("muted", self.tr("No label scanned yet."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        body = QWidget()
        self._layout = QVBoxLayout(body)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._empty)
        self._layout.addStretch(1)
        self.setWidget(body)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._layout.setSpacing(sizes.touch_gap)
        for row in self.rows.values():
            row.set_sizes(sizes)

    def show_rows(self, rows: tuple[LabelRow, ...]) -> None:
        codes = [row.code for row in rows]
        for code in [code for code in self.rows if code not in codes]:
            gone = self.rows.pop(code)
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, row in enumerate(rows):
            if row.code not in self.rows:
                view = self.rows[row.code] = LabelRowView(row, self._sizes)
                view.take_back_asked.connect(self.take_back_asked)
                self._layout.insertWidget(place, view)
            self.rows[row.code].show_row(row)
        self._empty.setVisible(not rows)

    def sizeHint(self) -> QSize:
        """The parts come first: labels get what height is left, one row at least."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._sizes.touch if self.rows else self._empty.sizeHint().height())
